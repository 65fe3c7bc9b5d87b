import SourceText

/// A word of a command that stands for something of a site by its place alone, as in
/// `openstack image show NAME`.
enum Operand {
  /// The role of the word at `index`; nil for words that name nothing of a site.
  ///
  /// Source: python-openstackclient 8 and python-swiftclient 4, their command lists.
  static func role(_ command: Command, _ index: Int) -> Role? {
    let places = plainWords(of: command)
    guard let first = places.first, let place = places.firstIndex(of: index) else { return nil }
    let words = places.prefix(place).map { command.words[$0].text }
    switch command.words[first].text.split(separator: "/").last {
    case "openstack": return role(after: words.dropFirst())
    case "swift":
      return words.count == 2 && containerVerbs.contains(words[1]) ? .container : nil
    default: return nil
    }
  }

  /// Whether a command makes what it names, such as a `network`.
  static func makes(_ subject: String, _ command: Command) -> Bool {
    plainTexts(of: command).dropFirst().prefix(2) == [subject, "create"]
  }

  /// Whether a command makes the container that it names, where there is none yet.
  static func makesContainer(_ command: Command) -> Bool {
    let words = plainTexts(of: command)
    return makes("container", command)
      || words.count > 1 && words[0].hasSuffix("swift") && ["upload", "post"].contains(words[1])
  }

  /// The role of the first operand behind the words of a command of `openstack`.
  private static func role(after words: ArraySlice<String>) -> Role? {
    guard let verb = words.last, let subject = subjects[words.dropLast().joined(separator: " ")],
      subject.verbs.contains(verb)
    else { return nil }
    return subject.role
  }

  private static let subjects: [String: (role: Role, verbs: Set<String>)] = [
    "network": (.network, existing.union(["create"])), "subnet": (.subnet, existing),
    "flavor": (.flavor, existing),
    "image": (.image, existing.union(["save"])), "keypair": (.keyPair, existing),
    "security group": (.securityGroup, existing),
    "security group rule": (.securityGroup, ["create", "list"]),
    "share": (.share, existing),
    "container": (.container, existing.union(["create", "save"])),
    "object": (.container, existing.union(["create", "save", "list"])),
  ]

  private static let existing: Set = ["show", "set", "unset", "delete"]

  private static let containerVerbs: Set = [
    "upload", "download", "list", "delete", "stat", "post", "copy",
  ]

  /// Options without a value; of all others the next word is the value.
  private static let flags: Set = [
    "--human-readable", "--noindent", "--fit-width", "--print-empty", "--long", "--all", "--debug",
    "--recursive", "-r", "--public", "--quiet", "-q", "--verbose", "-v", "--insecure", "--wait",
    "--ingress", "--egress", "--skip-identical", "--changed", "--leave-segments", "--use-slo",
    "--no-download", "--ignore-checksum", "--yes-all", "--lh", "--totals", "-a", "-l", "-t",
  ]

  private static func plainTexts(of command: Command) -> [String] {
    plainWords(of: command).map { command.words[$0].text }
  }

  /// The places of the words that are neither options nor their values.
  private static func plainWords(of command: Command) -> [Int] {
    var places: [Int] = []
    var isValue = false
    for (index, word) in command.words.enumerated() {
      if isValue {
        isValue = false
      } else if word.text.hasPrefix("-"), word.text.utf8.count > 1 {
        isValue = !word.text.contains("=") && !flags.contains(word.text)
      } else {
        places.append(index)
      }
    }
    return places
  }
}
