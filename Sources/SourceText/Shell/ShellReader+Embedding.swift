/// What a command reads, and whether it is code.
struct ShellInput {
  let syntax: Syntax
}

extension ShellReader {
  /// The statements that a command stands for.
  mutating func finish(_ command: SimpleCommand, pipedInto next: SimpleCommand?) -> [Syntax] {
    var result = command.declared.map(Syntax.assignment)
    let isBare = command.words.isEmpty
    if isBare { result += command.environment.map(Syntax.assignment) }
    let input = finish(command.redirections, words: command.words, pipedInto: next).map(\.syntax)
    let inputCount = command.redirections.documents.count + command.redirections.strings.count
    let isDeclaration =
      command.declares
      && command.words.dropFirst().allSatisfy { $0.text.utf8.first == UInt8(ascii: "-") }
    if isBare || (isDeclaration && !command.declared.isEmpty) { return result + input }
    result.append(
      .command(
        Command(
          environment: command.environment, words: command.words,
          input: Array(input.prefix(inputCount)), span: Span(region, command.start..<command.end))))
    result += input.dropFirst(inputCount)
    if let (word, language) = codeWord(command.words) { result.append(embed(word, as: language)) }
    result += scripts(of: command, pipedInto: next)
    if command.words[0].text == "read" { result += readNames(command.words) }
    return result
  }

  /// The texts of here-documents and here-strings in their order, then names of files.
  mutating func finish(
    _ redirections: ShellRedirections, words: [Literal], pipedInto next: SimpleCommand?
  ) -> [ShellInput] {
    var result: [ShellInput] = []
    for lines in redirections.documents {
      let text = literal(of: lines)
      let language =
        Self.interpreter(of: words) ?? fileLanguage(redirections, words)
        ?? next.flatMap {
          Self.interpreter(of: $0.words) ?? fileLanguage($0.redirections, $0.words)
        }
        ?? Self.language(ofShebang: text.text)
        ?? Language.ofSettings(text: store.document[text.region].bytes[...])
      result.append(ShellInput(syntax: language.map { embed(text, as: $0) } ?? .text(text)))
    }
    let language = Self.interpreter(of: words)
    for text in redirections.strings {
      result.append(ShellInput(syntax: language.map { embed(text, as: $0) } ?? .text(text)))
    }
    result += redirections.files.map { ShellInput(syntax: .group([.text($0)])) }
    return result
  }

  /// Reads a text as code; one that cannot be read stays a text.
  mutating func embed(_ text: Literal, as language: Language) -> Syntax {
    let isTooDeep = depth + Self.levelsPerRegion > Self.maximumDepth
    guard !isTooDeep else { return .text(text) }
    let code: Syntax
    if language == .shell {
      do {
        code = .code(
          Code(language: .shell, region: text.region, body: try nested(text.region)))
      } catch {
        code = store.document.unread(error, in: text.region)
      }
    } else {
      code = store.document.embed(text.region, as: language)
    }
    let contents = text.holes.flatMap(\.contents)
    if case .unread = code { return .group([.text(text), code]) }
    return contents.isEmpty ? code : .group([code] + contents)
  }

  /// The language that a command reads from its input.
  static func interpreter(of words: [Literal]) -> Language? {
    guard let first = words.first?.text else { return nil }
    let wrappers = [
      "sudo", "env", "exec", "nohup", "time", "command", "ssh", "docker", "podman", "kubectl",
      "srun", "timeout", "sshpass", "su", "nice",
    ]
    guard let index = words.firstIndex(where: { language(of: $0.text) != nil }) else {
      guard baseName(first) == "ssh" || words.contains(where: { $0.text == "ssh" }) else {
        return nil
      }
      let remote = remoteWords(words)
      guard let only = remote.first, remote.count == 1 else { return remote.isEmpty ? .shell : nil }
      let parts = only.text.split(separator: " ").map(String.init)
      let command = parts.first == "sudo" ? Array(parts.dropFirst()) : parts
      guard let name = command.first, command.dropFirst().allSatisfy({ $0.utf8.first == 0x2D })
      else { return nil }
      return language(of: name)
    }
    guard index == 0 || wrappers.contains(baseName(first)) else { return nil }
    let arguments = words[(index + 1)...]
    let readsInput = arguments.first.map { $0.text == "-s" || $0.text == "-" } ?? true
    guard readsInput || arguments.allSatisfy({ $0.text.utf8.first == 0x2D && $0.text != "-c" })
    else { return nil }
    return language(of: words[index].text)
  }

  /// The word that is code itself: of `bash -c`, `python -c`, `ssh host 'command'`.
  private func codeWord(_ words: [Literal]) -> (Literal, Language)? {
    for index in words.indices.dropLast(2) {
      guard let language = Self.language(of: words[index].text) else { continue }
      let option = words[index + 1].text.utf8
      let code = words[index + 2]
      if option.first == 0x2D, option.last == UInt8(ascii: "c"), code.isQuoted {
        return (code, language)
      }
    }
    guard words.contains(where: { Self.baseName($0.text) == "ssh" }) else { return nil }
    let remote = Self.remoteWords(words)
    guard remote.count == 1, remote[0].isQuoted else { return nil }
    return (remote[0], .shell)
  }

  /// The words behind the host of `ssh`.
  private static func remoteWords(_ words: [Literal]) -> ArraySlice<Literal> {
    guard var index = words.firstIndex(where: { baseName($0.text) == "ssh" }) else { return [] }
    index += 1
    while index < words.count, words[index].text.utf8.first == UInt8(ascii: "-") {
      let option = Array(words[index].text.utf8)
      let takesValue = option.count == 2 && "iploFJLRDbcEeImOQSWwB".utf8.contains(option[1])
      index += takesValue ? 2 : 1
    }
    let start = min(words.count, index + 1)
    return ArraySlice(Array(words[start...]))
  }

  func fileLanguage(_ redirections: ShellRedirections, _ words: [Literal]) -> Language? {
    var files = redirections.files
    if words.contains(where: { $0.text == "tee" }) { files += words }
    for file in files {
      if let language = Language.ofSettings(file.text) { return language }
      guard let dot = file.text.utf8.lastIndex(of: UInt8(ascii: ".")) else { continue }
      switch String(file.text[file.text.utf8.index(after: dot)...]) {
      case "py": return .python
      case "yaml", "yml": return .yaml
      case "json": return .json
      case "tf", "tfvars": return .hcl
      default: continue
      }
    }
    return nil
  }

  private static func language(ofShebang text: String) -> Language? {
    guard text.utf8.starts(with: "#!".utf8) else { return nil }
    let line = text.utf8.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") && $0 != 0x0D }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    return words.lazy.compactMap { language(of: String($0)) }.first
  }

  private static func language(of command: String) -> Language? {
    let name = baseName(command)
    if ["sh", "bash", "zsh", "dash", "ksh"].contains(name) { return .shell }
    return name.utf8.starts(with: "python".utf8) && name.utf8.count <= 10
      && name.utf8.dropFirst(6).allSatisfy { $0.isShellDigit || $0 == 0x2E } ? .python : nil
  }

  static func baseName(_ path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) }
      ?? path
  }

  /// The names that `read` gives a value nobody knows.
  private func readNames(_ words: [Literal]) -> [Syntax] {
    var result: [Syntax] = []
    var isValue = false
    for word in words.dropFirst() {
      let text = Array(word.text.utf8)
      if isValue {
        isValue = false
      } else if text.first == UInt8(ascii: "-"), let last = text.last {
        isValue = "dinNptu".utf8.contains(last)
      } else if word.holes.isEmpty, text.first?.isShellNameStart == true {
        result.append(
          .assignment(
            Assignment(
              name: word.text, nameSpan: Span(word.region, 0..<text.count), value: .group([]))))
      }
    }
    return result
  }
}
