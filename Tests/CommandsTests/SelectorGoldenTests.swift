import Testing

/// What `chiport selector` prints on the bundled catalogue, word by word.
@Suite struct SelectorGoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let arguments: [String]
    var testDescription: String { file }

    init(_ file: String, _ arguments: String...) {
      self.file = "selector-" + file
      self.arguments = ["selector"] + arguments
    }
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
    Case("help", "--help"),
    Case("check", "check", type),
    Case("check-everything", "check", "", "--at", "uc"),
    Case("check-nested", "check", nested, "--at", "uc"),
    Case("check-too-few", "check", reservation, "--at", "uc"),
    Case("check-elsewhere", "check", #"["=", "$node_name", "nc33"]"#, "--at", "tacc"),
    Case("check-no-property", "check", #"["=", "$gpu.model", "x"]"#, "--at", "tacc"),
    Case("check-or", "check", #"["or", \#(type), \#(type)]"#),
    Case("check-number", "check", #"["and", \#(type), ["=", "$gpu.gpu_count", 1]]"#),
    Case("check-no-dollar", "check", #"["=", "node_type", "x"]"#, "-f", "json"),
    Case("check-no-json", "check", "['=', '$node_type', 'x']"),
    Case("check-json", "check", threads, "--at", "uc", "-f", "json"),
    Case("match", "match", #"["=", "$node_type", "gpu_v100"]"#, "--at", "uc"),
    Case(
      "match-json", "match", #"["=", "$node_type", "gpu_a100_nvlink"]"#, "--at", "uc", "-f", "json"),
    Case("match-nothing", "match", threads, "--at", "uc"),
    Case("match-nothing-json", "match", threads, "--at", "uc", "-f", "json"),
    Case("match-refused", "match", #"["=", "$nope", "x"]"#, "--at", "uc"),
    Case("match-malformed-json", "match", #"["in", "$nope", "x"]"#, "--at", "uc", "-f", "json"),
    Case("match-unknown-column", "match", #"["=", "$vcpus", "48"]"#, "--at", "uc"),
    Case("match-no-site", "match", type),
    Case("explain", "explain", threads, "--at", "uc"),
    Case("explain-nowhere", "explain", nested),
    Case("explain-json", "explain", #"["=", "$gpu.gpu", "True"]"#, "--at", "nu", "-f", "json"),
    Case("translate", "translate", type, "--from", "uc", "--to", "tacc"),
    Case("translate-value", "translate", type, "--from", "uc", "--to", "tacc", "-f", "value"),
    Case("translate-json", "translate", type, "--from", "uc", "--to", "tacc", "-f", "json"),
    Case("translate-markdown", "translate", type, "--from", "uc", "--to", "tacc", "-f", "markdown"),
    Case(
      "translate-portable", "translate", #"["==", "$node_type", "compute_skylake"]"#, "--from",
      "uc",
      "--to", "tacc"),
    Case(
      "translate-preferred", "translate", type, "--from", "uc", "--to", "tacc", "--prefer",
      "gpu_rtx_6000=gpu_h100"),
    Case("translate-too-few", "translate", type, "--from", "uc", "--to", "tacc", "--min", "9"),
    Case(
      "translate-partial", "translate", #"["=", "$node_type", "gpu_a100_nvlink"]"#, "--from", "uc",
      "--to", "tacc", "--min-grade", "partial"),
    Case(
      "translate-nothing", "translate", #"["=", "$node_type", "gpu_mi100"]"#, "--from", "tacc",
      "--to", "uc"),
    Case("translate-not-there", "translate", type, "--from", "tacc", "--to", "uc"),
    Case(
      "translate-network", "translate", #"["=", "$stitch_provider", "fabric"]"#, "--from", "uc",
      "--to", "tacc"),
    Case("check-network", "check", network, "--at", "uc"),
    Case("check-blank", "check", #"["=", "$node_type x", "x"]"#),
    Case(
      "check-lines", "check", "[\"and\",\n  [\"=\", \"$a\", \"b\"],\n  [\"=\", \"a\", \"b\"]\n]"),
    Case("check-minimum", "check", type, "--min", "5000"),
    Case("check-any", "check", "resource_type=physical:host,min=1,max=1", "--at", "uc"),
    Case("match-network", "match", network, "--at", "uc"),
    Case("match-no-hosts", "match", "[]", "--at", "kvm"),
    Case("explain-everything", "explain", "[]", "--at", "uc"),
    Case("explain-column", "explain", #"["<", "$hypervisor_hostname", "1"]"#, "--at", "nu"),
    Case("explain-refused-json", "explain", #"["or", "x"]"#, "-f", "json"),
    Case(
      "translate-refused-json", "translate", #"["or", "x"]"#, "--from", "uc", "--to", "tacc", "-f",
      "json"),
    Case(
      "translate-misspelt", "translate", type, "--from", "uc", "--to", "tacc", "--prefer",
      "gpu_rtx_600=gpu_h100"),
    Case(
      "translate-properties", "translate", #"["=", "$gpu.gpu", "True"]"#, "--from", "uc", "--to",
      "tacc"),
    Case(
      "translate-no-match", "translate", #"["=", "$processor.vendor", "GenuineIntel"]"#, "--from",
      "uc", "--to", "tacc"),
    Case(
      "translate-column", "translate", #"["=", "$vcpus", "48"]"#, "--from", "uc", "--to", "tacc"),
    Case(
      "translate-not-a-property", "translate", #"["=", "$nope", "48"]"#, "--from", "uc", "--to",
      "tacc"),
    Case("for-part", "for", "gpu_v100-172d", "--at", "uc"),
    Case("for-type", "for", "gpu_v100", "--at", "uc"),
    Case("for-configuration", "for", "gpu_v100-172d", "--at", "uc", "-f", "json"),
    Case("for-nodes", "for", "nc33", "nc34", "--at", "uc"),
    Case("for-node", "for", "nc33", "--at", "uc", "--allow-identity"),
    Case("for-no-node", "for", "nc3333", "--at", "uc"),
  ]

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: Case) throws {
    let result = try ChiportProcess.run(one.arguments)
    try GoldenFile.check(result, of: one.arguments, against: one.file)
  }
}
