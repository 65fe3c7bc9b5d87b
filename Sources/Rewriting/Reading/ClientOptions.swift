/// Which options of `openstack` and `swift` take no value, so that the word behind them is an operand.
///
/// Of an option that is not known, the next word is the value.
///
/// Source: the argument parsers (`nargs` of 0) of python-openstackclient 9.0.0 with
/// python-manilaclient 6.3.0, and of python-swiftclient 4.10.0 (`swiftclient/shell.py`), for the
/// commands that `Operand` reads.
enum ClientOptions {
  /// Whether the word behind an option is its value.
  ///
  /// - Parameters:
  ///   - option: As it is written: `--long`, `--name=value`, or short ones together, as in `-lt` and
  ///     `-fjson`.
  ///   - words: The words before it that are no options and no values of any, the client's name first.
  /// - Returns: False for an option that takes none, and for one that has its value already.
  static func takesNextWord(_ option: String, after words: [String]) -> Bool {
    guard !option.hasPrefix("--") else {
      return !option.contains("=") && !isFlag(option, after: words)
    }
    let letters = option.dropFirst()
    guard let first = letters.firstIndex(where: { !isFlag("-\($0)", after: words) }) else {
      return false
    }
    return letters.index(after: first) == letters.endIndex
  }

  private static func isFlag(_ option: String, after words: [String]) -> Bool {
    let command = words.dropFirst()
    switch words.first?.split(separator: "/").last {
    case "openstack":
      if command.contains("unset"), openstackUnset.contains(option) { return true }
      if option == "--public", command.starts(with: ["share", "set"]) { return false }
      return openstack.contains(option)
    case "swift":
      if command.first == "post", swiftPostValues.contains(option) { return false }
      return swift.contains(option)
    default: return false
    }
  }

  private static let openstack: Set = [
    "--accept", "--activate", "--all", "--all-projects", "--all-tag", "--community", "--deactivate",
    "--debug", "--default", "--dhcp", "--disable", "--disable-port-security",
    "--dns-publish-fixed-ip", "--egress", "--enable", "--enable-port-security", "--external",
    "--fit-width", "--force", "--hidden", "--human-readable", "--ingress", "--insecure",
    "--internal", "--long", "--no-allocation-pool", "--no-default", "--no-dhcp",
    "--no-dns-nameservers", "--no-dns-publish-fixed-ip", "--no-host-route", "--no-property",
    "--no-qinq-vlan", "--no-qos-policy", "--no-share", "--no-tag", "--no-transparent-vlan",
    "--noindent", "--os-beta-command", "--pending", "--print-empty", "--private", "--protected",
    "--public", "--public-key", "--qinq-vlan", "--quiet", "--recursive", "--reject", "--share",
    "--shared", "--soft", "--sort-ascending", "--sort-descending", "--stateful", "--stateless",
    "--stdin", "--timing", "--transparent-vlan", "--unhidden", "--unprotected", "--verbose",
    "--verify", "--wait", "-q", "-r", "-v",
  ]

  /// Those of `unset`, which `set` takes with the new value.
  private static let openstackUnset: Set = ["--description", "--gateway", "--name"]

  private static let swift: Set = [
    "--all", "--changed", "--debug", "--debug-with-secrets", "--force-auth-retry",
    "--fresh-metadata", "--ignore-checksum", "--ignore-mtime", "--info", "--insecure", "--json",
    "--leave-segments", "--lh", "--long", "--no-download", "--no-shuffle", "--no-ssl-compression",
    "--prompt", "--quiet", "--remove-prefix", "--skip-container-put", "--skip-identical",
    "--totals", "--use-dlo", "--use-slo", "--verbose", "--versions", "-M", "-a", "-c", "-j", "-l",
    "-q", "-r", "-t", "-v",
  ]

  /// Letters that `post` takes with a value: who may read a container, and what it is synchronised to.
  private static let swiftPostValues: Set = ["-r", "-t"]
}
