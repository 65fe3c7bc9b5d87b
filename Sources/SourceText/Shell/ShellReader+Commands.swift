/// A command whose here-documents are still to be read: their language depends on what follows.
struct SimpleCommand {
  let start: Int
  var end: Int
  var environment: [Assignment] = []
  /// Assignments that are arguments, as of `export`.
  var declared: [Assignment] = []
  var words: [Literal] = []
  var redirections = ShellRedirections()
}

extension ShellReader {
  mutating func simpleCommand() throws(ReadingError) -> SimpleCommand {
    var command = SimpleCommand(start: position, end: position)
    while true {
      skipBlanks()
      guard position < end, newlineLength() == 0, byte() != UInt8(ascii: "#") else { break }
      if try redirection(into: &command.redirections) {
      } else if byte().endsShellWord, !isSubstitutionStart {
        break
      } else if command.words.isEmpty || command.declares, let assignment = try assignment() {
        if command.words.isEmpty {
          command.environment.append(assignment)
        } else {
          command.declared.append(assignment)
        }
      } else if let word = try word(isName: command.words.isEmpty || command.declares) {
        append(word, to: &command)
      } else {
        break
      }
      command.end = position
    }
    return command
  }

  private var isSubstitutionStart: Bool {
    (byte() == UInt8(ascii: "<") || byte() == UInt8(ascii: ">")) && byte(1) == UInt8(ascii: "(")
  }

  /// `export "NAME=value"` is an assignment inside a word.
  private mutating func append(_ word: Literal, to command: inout SimpleCommand) {
    let bytes = store.document[word.region].bytes
    guard command.declares, word.isQuoted, bytes.first?.isShellNameStart == true,
      let equals = bytes.firstIndex(where: { !$0.isShellName }),
      bytes[equals] == UInt8(ascii: "=")
    else { return command.words.append(word) }
    let span = Span(word.region, equals + 1..<bytes.count)
    let value = store.document.addVerbatim(span)
    let holes = word.holes.map {
      Literal.Hole(offset: $0.offset - equals - 1, name: $0.name, contents: $0.contents)
    }
    command.declared.append(
      Assignment(
        name: String(decoding: bytes[..<equals], as: UTF8.self),
        nameSpan: Span(word.region, 0..<equals),
        value: .text(
          Literal(
            region: value, in: store.document, holes: holes, span: span, isQuoted: true))))
  }

  /// Reads `NAME=value`, `NAME+=value`, `NAME[i]=value` or `NAME=(…)`; nil when none begins here.
  mutating func assignment() throws(ReadingError) -> Assignment? {
    guard byte().isShellNameStart else { return nil }
    let start = position
    let name = skipName()
    let nameSpan = Span(region, start..<position)
    var key: Literal?
    if byte() == UInt8(ascii: "["), hasIndexedAssignment {
      position += 1
      key = try word(.index)
      position += 1
    }
    if byte() == UInt8(ascii: "+") { position += 1 }
    guard byte() == UInt8(ascii: "=") else {
      position = start
      return nil
    }
    position += 1
    let valueStart = position
    var value = try assignedValue()
    if let key {
      value = .mapping(
        [Member(key: .text(key), value: value)], Span(region, valueStart..<position))
    }
    return Assignment(name: name, nameSpan: nameSpan, value: value)
  }

  private var hasIndexedAssignment: Bool {
    var index = position
    let limit = min(end, index + 300)
    while index < limit, bytes[index] != UInt8(ascii: "]"), bytes[index] != UInt8(ascii: "\n") {
      index += 1
    }
    guard index + 1 < limit, bytes[index] == UInt8(ascii: "]") else { return false }
    return bytes[index + 1] == UInt8(ascii: "=") || bytes[index + 1] == UInt8(ascii: "+")
  }

  private mutating func assignedValue() throws(ReadingError) -> Syntax {
    if byte() == UInt8(ascii: "(") { return try array() }
    if let word = try word() { return .text(word) }
    var empty = ShellWord(
      in: region, of: store.document, ShellEncoding.bare(isExposed: false), at: position)
    return .text(literal(&empty, from: position))
  }

  private mutating func array() throws(ReadingError) -> Syntax {
    let start = position
    position += 1
    var items: [Syntax] = []
    var members: [Member] = []
    while true {
      skipLines()
      guard position < end, byte() != UInt8(ascii: ")") else { break }
      if byte() == UInt8(ascii: "["), hasIndexedAssignment {
        position += 1
        guard let key = try word(.index) else { continue }
        position += 1
        if byte() == UInt8(ascii: "+") { position += 1 }
        position += 1
        members.append(Member(key: .text(key), value: try assignedValue()))
      } else if let word = try word() {
        items.append(.text(word))
      } else {
        position += 1
      }
    }
    guard position < end else {
      throw failure(at: start, "found a list, expected a parenthesis that closes it")
    }
    position += 1
    let span = Span(region, start..<position)
    guard !members.isEmpty else { return .list(items, span) }
    return .mapping(members + items.map { Member(key: .group([]), value: $0) }, span)
  }
}

extension SimpleCommand {
  /// Whether assignments may be its arguments.
  var declares: Bool {
    guard let first = words.first, !first.isQuoted else { return false }
    return ["export", "local", "declare", "readonly", "typeset"].contains(first.text)
  }
}
