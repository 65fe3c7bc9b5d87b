import SourceText

/// A word of a command that stands for something of a site by its place alone, as in
/// `openstack image show NAME`.
enum Operand {
  /// The role of the word at `index`; nil for words that name nothing of a site.
  ///
  /// Source: python-openstackclient 9 and python-swiftclient 4, their command lists.
  static func role(_ command: Command, _ index: Int) -> Role? {
    guard let client = command.words.first?.text.split(separator: "/").last,
      client == "openstack" || client == "swift"
    else { return nil }
    let places = plainWords(of: command)
    guard let place = places.firstIndex(of: index) else { return nil }
    let words = places.prefix(place).map { command.words[$0].text }
    if client == "openstack" { return role(after: words.dropFirst()) }
    return words.count == 2 && containerVerbs.contains(words[1]) ? .container : nil
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

  private static func plainTexts(of command: Command) -> [String] {
    plainWords(of: command).map { command.words[$0].text }
  }

  /// The places of the words that are neither options nor their values; behind `--` there are none.
  private static func plainWords(of command: Command) -> [Int] {
    var places: [Int] = []
    var words: [String] = []
    var isValue = false
    var hasOptions = true
    for (index, word) in command.words.enumerated() {
      if isValue {
        isValue = false
      } else if !hasOptions || !word.text.hasPrefix("-") || word.text.utf8.count == 1 {
        places.append(index)
        words.append(word.text)
      } else if word.text == "--" {
        hasOptions = false
      } else {
        isValue = ClientOptions.takesNextWord(word.text, after: words)
      }
    }
    return places
  }
}
