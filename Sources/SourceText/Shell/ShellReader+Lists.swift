/// What a pipeline is made of.
enum ShellElement {
  case simple(SimpleCommand)
  case other([Syntax], isTest: Bool)

  var isTest: Bool {
    switch self {
    case .simple: false
    case .other(_, let isTest): isTest
    }
  }
}

extension ShellReader {
  /// Reads statements up to one of the reserved words, or the end of what encloses them.
  mutating func list(until stops: [String]) throws(ReadingError) -> [Syntax] {
    var result: [Syntax] = []
    let outerComments = comments
    comments = []
    while position < end {
      skipLines()
      result += comments
      comments = []
      guard position < end, !isAtEndOfList(stops) else { break }
      let start = position
      if !skipStrayOperator() { result += try conditionalList() }
      result += comments
      comments = []
      if position == start { position += 1 }
    }
    comments = outerComments
    return result
  }

  private func isAtEndOfList(_ stops: [String]) -> Bool {
    switch byte() {
    case UInt8(ascii: ")"): return open.parentheses > 0
    case UInt8(ascii: "}"): return open.braces > 0
    case UInt8(ascii: ";"):
      return open.cases > 0 && (byte(1) == UInt8(ascii: ";") || byte(1) == UInt8(ascii: "&"))
    default:
      // No closure: it would hold a copy of the document while that changes.
      for stop in stops where isReserved(stop) { return true }
      return false
    }
  }

  /// Skips `;`, `&`, and what has no meaning where a statement begins.
  private mutating func skipStrayOperator() -> Bool {
    switch byte() {
    case UInt8(ascii: "&") where byte(1) == UInt8(ascii: ">"): return false
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ")"):
      position += 1
      return true
    default: return false
    }
  }

  /// Whether the word at the position is `word`.
  func isReserved(_ word: String) -> Bool {
    guard hasText(word) else { return false }
    let offset = word.utf8.count
    return position + offset >= end || byte(offset).endsShellWord || newlineLength(offset) > 0
      || (byte(offset) == UInt8(ascii: "\\") && newlineLength(offset + 1) > 0)
  }

  mutating func skipReserved(_ word: String) -> Bool {
    guard isReserved(word) else { return false }
    position += word.utf8.count
    return true
  }

  /// Reads pipelines joined by `&&` and `||`; what follows a test runs on that condition.
  mutating func conditionalList() throws(ReadingError) -> [Syntax] {
    var parts: [(syntax: [Syntax], isTest: Bool)] = []
    repeat {
      parts.append(try pipeline())
      skipBlanks()
    } while skipAndOr()
    var result: [Syntax] = []
    for (index, part) in parts.enumerated().reversed() {
      if part.isTest, index < parts.count - 1 {
        result = [.branch(conditions: part.syntax, body: result)]
      } else {
        result = part.syntax + result
      }
    }
    return result
  }

  private mutating func skipAndOr() -> Bool {
    guard hasText("&&") || hasText("||") else { return false }
    position += 2
    skipLines()
    return true
  }

  private mutating func pipeline() throws(ReadingError) -> ([Syntax], isTest: Bool) {
    while skipReserved("!") || skipReserved("time") { skipBlanks() }
    var elements = [try command()]
    skipBlanks()
    while byte() == UInt8(ascii: "|"), byte(1) != UInt8(ascii: "|") {
      position += byte(1) == UInt8(ascii: "&") ? 2 : 1
      skipLines()
      elements.append(try command())
      skipBlanks()
    }
    var result: [Syntax] = []
    for (index, element) in elements.enumerated() {
      switch element {
      case .other(let syntax, _): result += syntax
      case .simple(let simple):
        var next: SimpleCommand?
        if index + 1 < elements.count, case .simple(let following) = elements[index + 1] {
          next = following
        }
        result += finish(simple, pipedInto: next)
      }
    }
    return (result, elements.count == 1 && elements[0].isTest)
  }

  /// Reads one command of any form.
  private mutating func command() throws(ReadingError) -> ShellElement {
    try enter()
    defer { depth -= 1 }
    let isTest = hasText("[[") || hasText("((")
    guard let syntax = try compound() else {
      if let function = try function() { return .other(function, isTest: false) }
      let simple = try simpleCommand()
      guard let test = test(simple) else { return .simple(simple) }
      return .other(test, isTest: true)
    }
    let redirections = try redirections()
    return .other(
      syntax + finish(redirections, words: [], pipedInto: nil).map(\.syntax), isTest: isTest)
  }
}
