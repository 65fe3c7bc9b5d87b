import JSON
import Selectors
import SourceText

/// A selector as it stands in a program: a list of the language, or JSON in a text.
struct WrittenSelector {
  /// An element that is only known by a name.
  struct Variable {
    let name: String
    /// What is substituted for it.
    let definition: Bindings.Definition?
    let values: Set<String>
  }

  let items: [Syntax]
  /// The list with its brackets.
  let span: Span
  let context: Context
  /// What stands for it, with variables replaced by their values where these are known.
  private(set) var value: JSONValue = .null
  private(set) var variables: [Variable] = []
  /// The literals of the comparisons' values, in the order of the leaves, for a selector whose
  /// leaves are all written out.
  private(set) var valueLiterals: [Literal?] = []

  /// The selector in a list; nil when the list is none.
  init?(_ items: [Syntax], _ span: Span, _ context: Context, in job: Job) {
    guard WrittenSelector.isSelector(items) else { return nil }
    self.items = items
    self.span = span
    self.context = context
    value = json(items, job)
  }

  /// The names that are used although nothing tells their values.
  var unknownNames: [String] { variables.filter { $0.values.count != 1 }.map(\.name) }

  private static let operators: Set = ["=", "==", "!=", ">=", "<=", ">", "<", "in", "not", "like"]

  static func isSelector(_ items: [Syntax]) -> Bool {
    guard case .text(let first)? = items.first else { return false }
    if ["and", "or", "not"].contains(first.text) {
      return items.dropFirst().contains {
        if case .list(let inner, _) = $0 { isSelector(inner) } else { false }
      }
    }
    guard operators.contains(first.text), items.count >= 2, case .text(let name) = items[1] else {
      return false
    }
    return name.text.hasPrefix("$") || items.count == 3
  }

  private mutating func json(_ items: [Syntax], _ job: Job) -> JSONValue {
    var values: [JSONValue] = []
    for (index, item) in items.enumerated() {
      switch item {
      case .list(let inner, _): values.append(json(inner, job))
      case .text(let literal):
        values.append(text(of: literal, at: index, job))
        if index == 2 { valueLiterals.append(literal.isQuoted ? literal : nil) }
      case .name(let name):
        values.append(.string(value(of: name.text, job) ?? "\u{FFFC}"))
        if index == 2 { valueLiterals.append(nil) }
      case .number(let text, _):
        values.append(.number(text))
        if index == 2 { valueLiterals.append(nil) }
      default: values.append(.null)
      }
    }
    return .array(values)
  }

  private mutating func text(of literal: Literal, at index: Int, _ job: Job) -> JSONValue {
    guard literal.isQuoted else { return .number(literal.text) }
    guard !literal.holes.isEmpty else {
      // IPython replaces `$NAME` even inside quotes that would keep a shell from it.
      guard index == 2, let name = WrittenSelector.variable(in: literal.text) else {
        return .string(literal.text)
      }
      return .string(value(of: name, job) ?? literal.text)
    }
    var result = ""
    var rest = literal.text.unicodeScalars[...]
    for hole in literal.holes {
      let before = rest.prefix { $0 != "\u{FFFC}" }
      result.unicodeScalars += before
      rest = rest.dropFirst(before.count + 1)
      let name = hole.name ?? job.nameOfOuterHole(in: literal, at: hole.offset)
      result += name.flatMap { value(of: $0, job) } ?? "\u{FFFC}"
      if name == nil {
        variables.append(Variable(name: "an expression", definition: nil, values: []))
      }
    }
    result.unicodeScalars += rest
    return .string(result)
  }

  /// The name in a text that is nothing but `$NAME` or `${NAME}`.
  private static func variable(in text: String) -> String? {
    guard text.hasPrefix("$") else { return nil }
    let name = text.dropFirst().filter { $0 != "{" && $0 != "}" }
    let isName = !name.isEmpty && name.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
    return isName ? name : nil
  }

  /// The one value of a variable; nil when there is none or several.
  private mutating func value(of name: String, _ job: Job) -> String? {
    let definitions = job.bindings.definitions(of: name, in: context.scopes.map(\.name))
    let values = Set(definitions.map(\.literal.text))
    variables.append(Variable(name: name, definition: definitions.first, values: values))
    return values.count == 1 ? values.first : nil
  }
}

extension Job {
  /// The variable behind a hole of a JSON text, as the literal around the text knows it.
  func nameOfOuterHole(in literal: Literal, at offset: Int) -> String? {
    var span = Span(literal.region, offset..<offset + Region.hole.count)
    for _ in 0..<8 {
      let outer = document.outer(span)
      if outer == span { return nil }
      if let host = literals[outer.region] {
        // The JSON region is a stretch of the literal's region as it stands.
        let inHost = document.outer(outer)
        if let hole = host.holes.first(where: { $0.offset == inHost.range.lowerBound }),
          let name = hole.name
        {
          return name
        }
      }
      span = outer
    }
    return nil
  }
}
