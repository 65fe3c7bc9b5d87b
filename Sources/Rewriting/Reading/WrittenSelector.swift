import JSON
import Selectors
import SourceText

/// A selector as it stands in a program: a list of the language, or JSON in a text.
struct WrittenSelector {
  /// An element that is only known by a name.
  struct Variable {
    let name: String
    /// What may be substituted for it.
    let definitions: [Bindings.Definition]
    /// The property that is compared with it.
    let property: String
    let values: Set<String>
    /// The file that defines it, when it is not this one.
    let neighbour: String?
  }

  let items: [Syntax]
  /// The list with its brackets.
  let span: Span
  let context: Context
  /// Whether something around says that it selects what is reserved.
  let isReserved: Bool
  /// What stands for it, with variables replaced by their values where these are known.
  private(set) var value: JSONValue = .null
  private(set) var variables: [Variable] = []
  /// The literals of the comparisons' values, in the order of the leaves, for a selector whose
  /// leaves are all written out.
  private(set) var valueLiterals: [Literal?] = []
  /// Regions of the literals that it consists of.
  private(set) var regions: Set<RegionID> = []
  private var property = ""

  /// The selector in a list; nil when the list is none.
  init?(_ items: [Syntax], _ span: Span, _ context: Context, in job: Job) {
    isReserved = context.isReserved
    guard WrittenSelector.isSelector(items, isReserved: isReserved) else { return nil }
    self.items = items
    self.span = span
    self.context = context
    value = json(items, job)
  }

  /// As JSON; what is not known is `…`.
  var text: String { value.compact.replacing(WrittenSelector.unknown, with: "…") }

  /// The names that are used although nothing tells their values.
  var unknownNames: [String] { variables.filter { $0.values.count != 1 }.map(\.name) }

  private static let operators: Set = ["=", "==", "!=", ">=", "<=", ">", "<", "in", "not", "like"]

  static func isSelector(_ items: [Syntax], isReserved: Bool) -> Bool {
    guard case .text(let first)? = items.first else { return false }
    if ["and", "or", "not"].contains(first.text) {
      return items.dropFirst().contains {
        if case .list(let inner, _) = $0 {
          isSelector(inner, isReserved: isReserved)
        } else {
          false
        }
      }
    }
    guard operators.contains(first.text), items.count >= 2, case .text(let name) = items[1] else {
      return false
    }
    return name.text.hasPrefix("$") || isReserved && items.count == 3
  }

  private mutating func json(_ items: [Syntax], _ job: Job) -> JSONValue {
    var values: [JSONValue] = []
    if items.count > 1, case .text(let name) = items[1] {
      property = String(name.text.drop { $0 == "$" })
    }
    for (index, item) in items.enumerated() {
      var literal: Literal?
      switch item {
      case .list(let inner, _):
        values.append(json(inner, job))
        continue
      case .text(let text):
        regions.insert(text.region)
        values.append(value(of: text, at: index, job))
        literal = text.isQuoted ? text : nil
      case .number(let text, _): values.append(.number(text))
      default: values.append(expression(item, job))
      }
      if index == 2 { valueLiterals.append(literal) }
    }
    return .array(values)
  }

  /// The value of what is no literal.
  private mutating func expression(_ item: Syntax, _ job: Job) -> JSONValue {
    switch item {
    case .name(let name): return .string(value(of: name.text, job) ?? WrittenSelector.unknown)
    case .assignment(let inner):
      return .string(value(of: inner.name, job) ?? WrittenSelector.unknown)
    case .group(let parts) where parts.isEmpty: return .null
    case .text(let literal) where literal.holes.isEmpty && literal.text != Self.unknown:
      // What a format puts there is a value like that of a variable.
      let definition = Bindings.Definition(
        name: literal.text, literal: literal, kind: .assignment, scopes: [])
      variables.append(
        Variable(
          name: literal.text, definitions: [definition], property: property,
          values: [literal.text], neighbour: nil))
      return .string(literal.text)
    case .text(let literal):
      let name = literal.text == Self.unknown ? literal.holes.first?.name : nil
      return .string(value(of: name ?? "an expression", job) ?? Self.unknown)
    default:
      let name = Bindings.path(of: item) ?? Bindings.spelling(of: item) ?? "an expression"
      return .string(value(of: name, job) ?? WrittenSelector.unknown)
    }
  }

  private static let unknown = "\u{FFFC}"

  private mutating func value(of literal: Literal, at index: Int, _ job: Job) -> JSONValue {
    guard literal.isQuoted else { return .number(literal.text) }
    guard !literal.holes.isEmpty else {
      // A template's hole in a script.
      if literal.text == WrittenSelector.unknown {
        let name = job.nameOfOuterHole(in: literal, at: 0) ?? "an expression"
        return .string(value(of: name, job) ?? WrittenSelector.unknown)
      }
      if index == 2, let operand = context.formatOperand(of: literal, job.document) {
        return expression(operand, job)
      }
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
      let name = hole.name ?? job.nameOfOuterHole(in: literal, at: hole.offset) ?? "an expression"
      result += value(of: name, job) ?? WrittenSelector.unknown
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
    let definitions = job.bindings.definitions(of: name, in: context.scopes)
    let neighbour = definitions.isEmpty ? job.definingNeighbour(of: name) : nil
    let values = neighbour?.definitions[Bindings.key(name)] ?? Set(definitions.map(\.literal.text))
    variables.append(
      Variable(
        name: name, definitions: definitions, property: property, values: values,
        neighbour: neighbour?.path))
    return values.count == 1 ? values.first : nil
  }
}

extension Context {
  /// Whether something around says that a reservation is made.
  fileprivate var isReserved: Bool {
    outward.contains {
      switch $0 {
      case .member(let name?, _), .keyword(let name, _), .assigned(let name, _):
        name.lowercased().contains("properties")
      case .word(let index, let command):
        command.words[index].text.contains("resource_properties")
      default: false
      }
    }
  }

  /// What `%` or `.format` puts in the place of a text that is nothing but `%s` or `{}`.
  fileprivate func formatOperand(of literal: Literal, _ document: Document) -> Syntax? {
    let before = document.outer(literal.span)
    let text = document[before.region].bytes[..<before.range.lowerBound]
    if literal.text == "%s" {
      if let operand = printOperand(text.count { $0 == UInt8(ascii: "%") }) { return operand }
      guard let operand = operands.dropFirst().first else { return nil }
      guard case .list(let items, _) = operand else { return operand }
      let index = text.count { $0 == UInt8(ascii: "%") }
      return index < items.count ? items[index] : nil
    }
    guard literal.text.hasPrefix("{"), literal.text.hasSuffix("}"),
      case .receiver(let call)? = outward.first(where: {
        if case .receiver = $0 { true } else { false }
      }),
      call.callee.hasSuffix("format")
    else { return nil }
    let name = String(literal.text.dropFirst().dropLast())
    if let keyword = call.keywords.first(where: { $0.name == name }) { return keyword.value }
    let index = name.isEmpty ? text.count { $0 == UInt8(ascii: "{") } : Int(name)
    return index.flatMap { $0 < call.positional.count ? call.positional[$0] : nil }
  }

  /// The argument of `printf` for the conversion at `index`.
  private func printOperand(_ index: Int) -> Syntax? {
    for case .word(let place, let command) in outward {
      guard command.starts(with: ["printf"]), place + 1 + index < command.words.count else {
        return nil
      }
      return .text(command.words[place + 1 + index])
    }
    return nil
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
        let inHost = host.region == outer.region ? outer : document.outer(outer)
        if let hole = host.holes.first(where: { $0.offset == inHost.range.lowerBound }),
          let name = hole.name
        {
          return name
        }
      }
      if let name = Job.spelledName(document.text(of: outer)) { return name }
      span = outer
    }
    return nil
  }

  /// The variable in `$NAME`, `${NAME}` or `{name}`; nil for anything else.
  private static func spelledName(_ text: String) -> String? {
    guard text.hasPrefix("$") || text.hasPrefix("{") else { return nil }
    let rest = text.drop { $0 == "$" || $0 == "{" }
    let name = rest.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
    let end = rest[name.endIndex...]
    let isWhole = end.isEmpty || end == "}" || end.hasPrefix(":-") || end.hasPrefix(":=")
    return isWhole && !name.isEmpty ? String(name) : nil
  }
}
