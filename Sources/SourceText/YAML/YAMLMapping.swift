/// Says which values of a mapping are scripts, by their keys, their neighbours and their first line.
struct YAMLMapping {
  let pairs: [YAMLPair]
  /// The key of the mapping itself.
  let key: String
  let lowering: YAMLLowering

  /// Conditions of Ansible and of workflows.
  static let conditions: Set = [
    "when", "if", "until", "changed_when", "failed_when", "that",
  ]
  /// Always a script for a shell, of one line or many.
  private static let commands: Set = ["run", "script", "before_script", "after_script"]
  /// Scripts when they are of several lines, or of several words.
  private static let phrases: Set = [
    "shell", "command", "cmd", "raw", "ansible.builtin.shell", "ansible.builtin.command",
    "ansible.builtin.raw", "entrypoint",
  ]
  /// Scripts when they are block texts.
  private static let blocks: Set = [
    "user_data", "user-data", "userdata", "userData", "cloud_init", "cloud-init",
  ]
  /// Lists of commands.
  private static let lists: Set = [
    "script", "before_script", "after_script", "runcmd", "bootcmd", "commands",
  ]

  /// The value as code; nil when it is none.
  func script(_ value: YAMLNode, at name: String, in document: inout Document) -> Syntax? {
    switch value {
    case .scalar(let scalar):
      guard let language = language(of: scalar, at: name) else { return nil }
      return lowering.code(scalar, language, in: &document)
    case .sequence(let items, let range):
      guard let scripts = scripts(items, at: name) else { return nil }
      let list = items.enumerated().map { index, item in
        if let language = scripts[index], let scalar = item.scalar {
          return lowering.code(scalar, language, in: &document)
        }
        return lowering.syntax(item, key: name, in: &document)
      }
      return .list(list, Span(lowering.region, range))
    default: return nil
    }
  }

  private func language(of scalar: YAMLScalar, at name: String) -> Language? {
    if scalar.style.isBlock {
      if let language = Self.language(ofBlock: scalar, in: lowering.bytes) { return language }
      if let language = Self.language(ofFile: name) { return language }
    }
    if Self.commands.contains(name) { return stepLanguage }
    if Self.phrases.contains(name) {
      return scalar.style.isBlock || hasBlank(scalar) ? .shell : nil
    }
    guard scalar.style.isBlock else { return nil }
    if Self.blocks.contains(name) { return .shell }
    switch name {
    case "source" where key == "script" || has("command"): return commandLanguage
    case "config" where neighbour("group") == "script": return .shell
    default: return Language.ofSettings(text: lowering.bytes[scalar.contents])
    }
  }

  /// What `shell:` beside `run:` says; GitHub's default on Linux is bash.
  private var stepLanguage: Language? {
    guard let shell = neighbour("shell") else { return .shell }
    if shell.hasPrefix("python") { return .python }
    return shell.hasPrefix("pwsh") || shell.hasPrefix("powershell") || shell == "cmd"
      ? nil : .shell
  }

  /// What Argo's `command:` runs the source with.
  private var commandLanguage: Language? {
    let command = words(at: "command")
    guard let program = command.first else { return .shell }
    return Self.language(ofProgram: program)
  }

  /// The language of each item that is a script; nil when the list holds none.
  private func scripts(_ items: [YAMLNode], at name: String) -> [Int: Language]? {
    if Self.lists.contains(name) {
      return Dictionary(uniqueKeysWithValues: items.indices.map { ($0, .shell) })
    }
    guard name == "command" || name == "args" || name == "entrypoint" else { return nil }
    var command = items.map { $0.scalar.map { lowering.text($0.contents) } ?? "" }
    var offset = 0
    if name == "args" {
      let before = words(at: "command")
      offset = before.count
      command = before + command
    }
    // Without a command, the image's own is most likely a shell if it takes `-c`.
    let isShells = name == "args" && command.first == "-c"
    guard let program = command.first,
      let language = isShells ? .shell : Self.language(ofProgram: program)
    else { return nil }
    let option = command.indices.first {
      $0 + 1 >= offset && command[$0].hasPrefix("-") && command[$0].hasSuffix("c")
    }
    guard let option, option + 1 < command.count else { return nil }
    return [option + 1 - offset: language]
  }

  // MARK: Neighbours

  private func has(_ name: String) -> Bool {
    pairs.contains { lowering.keyText($0.key) == name }
  }

  private func neighbour(_ name: String) -> String? {
    pairs.first { lowering.keyText($0.key) == name }?.value.scalar.map {
      lowering.text($0.contents)
    }
  }

  private func words(at name: String) -> [String] {
    guard
      case .sequence(let items, _) = pairs.first(where: { lowering.keyText($0.key) == name })?
        .value
    else { return [] }
    return items.map { $0.scalar.map { lowering.text($0.contents) } ?? "" }
  }

  private func hasBlank(_ scalar: YAMLScalar) -> Bool {
    lowering.bytes[scalar.contents].contains(UInt8(ascii: " "))
  }

  // MARK: Languages

  /// By the first line of a block text: `#!` or `#cloud-config`.
  static func language(ofBlock scalar: YAMLScalar, in bytes: [UInt8]) -> Language? {
    let line = bytes[scalar.contents].drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
      .prefix(64).prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.first == UInt8(ascii: "#") else { return nil }
    return language(ofFirstLine: String(decoding: line, as: UTF8.self))
  }

  static func language(ofFirstLine line: String) -> Language? {
    if line.hasPrefix("#cloud-config") { return .yaml }
    guard line.hasPrefix("#!") else { return nil }
    let words = line.dropFirst(2).split(separator: " ").map { String($0) }
    let isEnv = words.first?.hasSuffix("/env") ?? false
    let program = isEnv ? words.dropFirst().first { !$0.hasPrefix("-") } : words.first
    return program.flatMap { language(ofProgram: $0) }
  }

  private static func language(ofProgram path: String) -> Language? {
    let program = path.split(separator: "/").last.map { String($0) } ?? path
    if program.hasPrefix("python") { return .python }
    return ["bash", "sh", "zsh", "dash", "ksh", "ash"].contains(program) ? .shell : nil
  }

  private static func language(ofFile name: String) -> Language? {
    switch name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last {
    case "sh", "bash": .shell
    case "py": .python
    case "yaml", "yml": .yaml
    case "json": .json
    case "ipynb": .notebook
    case "tf", "tfvars": .hcl
    case "ini": .ini
    default: Language.ofSettings(name)
    }
  }
}
