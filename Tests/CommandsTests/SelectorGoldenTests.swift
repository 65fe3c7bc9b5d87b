import Testing

/// What `chiport selector` prints on the bundled catalogue, word by word.
@Suite struct SelectorGoldenTests {
  private static func selector(_ file: String, _ arguments: String...) -> GoldenCase {
    GoldenCase("selector-" + file, ["selector"] + arguments)
  }

  private static let type = #"["=", "$node_type", "gpu_rtx_6000"]"#
  private static let threads =
    #"["and", ["=", "$node_type", "gpu_v100"], "#
    + #"[">=", "$architecture.smt_size", "48"], ["=", "$gpu.gpu_model", "V100"]]"#
  private static let nested =
    #"["and", ["and", ["==", "$node_type", "gpu_v100"], "#
    + #"["=", "$uid", "x"]], ["=", "$gpu.gpu", "True"]]"#
  private static let reservation =
    #"min=5,max=5,resource_type=physical:host,"#
    + #"resource_properties=["=", "$node_type", "gpu_v100"]"#

  private static let network =
    #"resource_type=network,network_name=n,"#
    + #"resource_properties=["=", "$physical_network", "physnet1"]"#

  static let cases = [
    selector("help", "--help"),
    selector("check", "check", type),
    selector("check-everything", "check", "", "--at", "uc"),
    selector("check-nested", "check", nested, "--at", "uc"),
    selector("check-too-few", "check", reservation, "--at", "uc"),
    selector("check-elsewhere", "check", #"["=", "$node_name", "nc33"]"#, "--at", "tacc"),
    selector("check-no-property", "check", #"["=", "$gpu.model", "x"]"#, "--at", "tacc"),
    selector("check-or", "check", #"["or", \#(type), \#(type)]"#),
    selector("check-number", "check", #"["and", \#(type), ["=", "$gpu.gpu_count", 1]]"#),
    selector("check-no-dollar", "check", #"["=", "node_type", "x"]"#, "-f", "json"),
    selector("check-no-json", "check", "['=', '$node_type', 'x']"),
    selector("check-json", "check", threads, "--at", "uc", "-f", "json"),
    selector("match", "match", #"["=", "$node_type", "gpu_v100"]"#, "--at", "uc"),
    selector(
      "match-json", "match", #"["=", "$node_type", "gpu_a100_nvlink"]"#, "--at", "uc", "-f", "json"),
    selector("match-nothing", "match", threads, "--at", "uc"),
    selector("match-nothing-json", "match", threads, "--at", "uc", "-f", "json"),
    selector("match-refused", "match", #"["=", "$nope", "x"]"#, "--at", "uc"),
    selector("match-malformed-json", "match", #"["in", "$nope", "x"]"#, "--at", "uc", "-f", "json"),
    selector("match-unknown-column", "match", #"["=", "$vcpus", "48"]"#, "--at", "uc"),
    selector("match-no-site", "match", type),
    selector("explain", "explain", threads, "--at", "uc"),
    selector("explain-nowhere", "explain", nested),
    selector("explain-json", "explain", #"["=", "$gpu.gpu", "True"]"#, "--at", "nu", "-f", "json"),
    selector("translate", "translate", type, "--from", "uc", "--to", "tacc"),
    selector("translate-value", "translate", type, "--from", "uc", "--to", "tacc", "-f", "value"),
    selector("translate-json", "translate", type, "--from", "uc", "--to", "tacc", "-f", "json"),
    selector(
      "translate-markdown", "translate", type, "--from", "uc", "--to", "tacc", "-f", "markdown"),
    selector(
      "translate-portable", "translate", #"["==", "$node_type", "compute_skylake"]"#, "--from",
      "uc",
      "--to", "tacc"),
    selector(
      "translate-preferred", "translate", type, "--from", "uc", "--to", "tacc", "--prefer",
      "gpu_rtx_6000=gpu_h100"),
    selector("translate-too-few", "translate", type, "--from", "uc", "--to", "tacc", "--min", "9"),
    selector(
      "translate-partial", "translate", #"["=", "$node_type", "gpu_a100_nvlink"]"#, "--from", "uc",
      "--to", "tacc", "--min-grade", "partial"),
    selector(
      "translate-nothing", "translate", #"["=", "$node_type", "gpu_mi100"]"#, "--from", "tacc",
      "--to", "uc"),
    selector("translate-not-there", "translate", type, "--from", "tacc", "--to", "uc"),
    selector(
      "translate-network", "translate", #"["=", "$stitch_provider", "fabric"]"#, "--from", "uc",
      "--to", "tacc"),
    selector("check-network", "check", network, "--at", "uc"),
    selector("check-blank", "check", #"["=", "$node_type x", "x"]"#),
    selector(
      "check-lines", "check", "[\"and\",\n  [\"=\", \"$a\", \"b\"],\n  [\"=\", \"a\", \"b\"]\n]"),
    selector("check-minimum", "check", type, "--min", "5000"),
    selector("check-any", "check", "resource_type=physical:host,min=1,max=1", "--at", "uc"),
    selector("match-network", "match", network, "--at", "uc"),
    selector("match-no-hosts", "match", "[]", "--at", "kvm"),
    selector("explain-everything", "explain", "[]", "--at", "uc"),
    selector("explain-column", "explain", #"["<", "$hypervisor_hostname", "1"]"#, "--at", "nu"),
    selector("explain-refused-json", "explain", #"["or", "x"]"#, "-f", "json"),
    selector(
      "translate-refused-json", "translate", #"["or", "x"]"#, "--from", "uc", "--to", "tacc", "-f",
      "json"),
    selector(
      "translate-misspelt", "translate", type, "--from", "uc", "--to", "tacc", "--prefer",
      "gpu_rtx_600=gpu_h100"),
    selector(
      "translate-properties", "translate", #"["=", "$gpu.gpu", "True"]"#, "--from", "uc", "--to",
      "tacc"),
    selector(
      "translate-no-match", "translate", #"["=", "$processor.vendor", "GenuineIntel"]"#, "--from",
      "uc", "--to", "tacc"),
    selector(
      "translate-column", "translate", #"["=", "$vcpus", "48"]"#, "--from", "uc", "--to", "tacc"),
    selector(
      "translate-not-a-property", "translate", #"["=", "$nope", "48"]"#, "--from", "uc", "--to",
      "tacc"),
    selector("for-part", "for", "gpu_v100-172d", "--at", "uc"),
    selector("for-type", "for", "gpu_v100", "--at", "uc"),
    selector("for-configuration", "for", "gpu_v100-172d", "--at", "uc", "-f", "json"),
    selector("for-nodes", "for", "nc33", "nc34", "--at", "uc"),
    selector("for-node", "for", "nc33", "--at", "uc", "--allow-identity"),
    selector("for-no-node", "for", "nc3333", "--at", "uc"),
  ]

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: GoldenCase) throws {
    let result = try ChiportProcess.run(one.arguments)
    try GoldenFile.check(result, of: one.arguments, against: one.file)
  }
}
