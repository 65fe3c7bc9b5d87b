import SourceText

/// Which names have which values, and what the values are used for.
struct Bindings: Sendable {
  /// A text that a name gets.
  struct Definition: Sendable {
    let name: String
    let literal: Literal
    let kind: Assignment.Kind
    /// Names of the functions around it, from the outside in.
    let scopes: [String]
  }

  /// Where a name gets what only the running program knows.
  struct Origin: Sendable {
    /// As the program spells it, roughly: `input()`, `$1`.
    let text: String
    let span: Span
  }

  /// What a name gets.
  struct Entry: Sendable {
    enum Value: Sendable {
      case text(Definition)
      case number(Int)
      /// The value of another name.
      case name(String)
    }
    let value: Value
    let scopes: [String]
  }

  private(set) var entries: [String: [Entry]] = [:]
  /// The names that get the value of a name.
  private(set) var copies: [String: Set<String>] = [:]
  private(set) var origins: [String: [Origin]] = [:]
  /// What the values of names are used for.
  private(set) var roles: [String: Set<Role>] = [:]
  /// Names of the functions and classes of the file.
  private var functions: Set<String> = []
  /// Arguments by function: place or name, and what is given.
  private(set) var arguments: [String: [(place: Int?, name: String?, value: Syntax)]] = [:]
  /// Names that options of the command line have.
  private(set) var options: Set<String> = []
  /// The keys of tables.
  private(set) var tables: [String: Set<String>] = [:]
  /// Names of the parameters by function.
  private(set) var parameters: [String: [String]] = [:]

  /// All texts by the last part of the name.
  var definitions: [String: [Definition]] {
    entries.compactMapValues { entries in
      let texts = entries.compactMap {
        if case .text(let definition) = $0.value { definition } else { nil }
      }
      return texts.isEmpty ? nil : texts
    }
  }

  /// The part of a name that definitions and uses have in common: `args.node_type` and
  /// `--node-type` are `node_type`, `env.NODE_TYPE` and `$NODE_TYPE` are `NODE_TYPE`.
  static func key(_ name: String) -> String {
    // Asked of every name of a program, and most have neither.
    let isPlain = name.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }
    guard !isPlain else { return name }
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      if byte == UInt8(ascii: ".") {
        bytes.removeAll(keepingCapacity: true)
      } else {
        bytes.append(byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte)
      }
    }
    return bytes.isEmpty ? name : String(decoding: bytes, as: UTF8.self)
  }

  /// The name of an element that is read by a plain key: `CONFIG[node_type]`.
  static func path(of syntax: Syntax) -> String? {
    switch syntax {
    case .name(let name): return key(name.text)
    case .group(let parts):
      guard parts.count == 2, let base = path(of: parts[0]) else { return nil }
      if case .text(let literal) = parts[1], literal.holes.isEmpty {
        return element(literal.text, of: base)
      }
      if case .comparison(let keys) = parts[1], keys.count == 1, case .text(let literal) = keys[0],
        literal.holes.isEmpty
      {
        return element(literal.text, of: base)
      }
      return nil
    default: return nil
    }
  }

  private static func element(_ key: String, of base: String) -> String {
    base + "[" + String(key.map { $0 == "." ? "_" : $0 }) + "]"
  }

  /// Collects from what was read.
  init(_ file: ReadFile) {
    // What is given matters only for functions and classes whose bodies are here.
    file.forEach(.scope) { node, _ in
      if case .scope(let scope) = node { functions.insert(scope.name) }
    }
    file.forEach { node, context in collect(node, context, file.document) }
  }

  private mutating func collect(_ node: Syntax, _ context: Context, _ document: Document) {
    switch node {
    case .assignment(let assignment):
      collect(assignment, context.scopes.map(\.name), document)
    case .name(let name): collect(useOf: name.text, as: Role(in: context))
    case .call(let call):
      collect(optionOf: call, context)
      collect(argumentsOf: call)
    case .command(let command): collect(argumentsOf: command)
    case .scope(let scope):
      let path = (context.scopes.map(\.name) + [scope.name]).joined(separator: ".")
      parameters[path] = scope.parameters
    case .text(let literal) where !literal.holes.isEmpty:
      for use in Use.uses(of: literal, in: context, document) {
        if let variable = use.variable { collect(useOf: variable, as: use.role) }
      }
    case .mapping(let members, _) where context.language == .yaml:
      collect(settings: members, document)
    default: break
    }
  }

  /// Keys of YAML, which `{{ name }}`, `${{ env.NAME }}` and the scripts in the file read.
  private mutating func collect(settings members: [Member], _ document: Document) {
    for member in members {
      guard let name = member.name, case .text(let value) = member.value,
        case .text(let key) = member.key
      else { continue }
      collect(
        Assignment(name: name, nameSpan: key.span, value: member.value, kind: .fallback), [],
        document)
      // `{name: NODE_TYPE, value: gpu_p100}`, as Kubernetes and Argo write it.
      guard name == "name", let given = members.first(where: { $0.name == "value" }) else {
        continue
      }
      collect(
        Assignment(name: value.text, nameSpan: value.span, value: given.value, kind: .fallback), [],
        document)
    }
  }

  private mutating func collect(
    _ assignment: Assignment, _ scopes: [String], _ document: Document
  ) {
    let key = Bindings.key(assignment.name)
    collect(assignment.value, as: key, of: assignment, scopes)
    if case .mapping(let members, _) = assignment.value {
      tables[key, default: []].formUnion(members.compactMap(\.name))
    }
    if case .group(let parts) = assignment.value {
      for case .text(let literal) in Bindings.alternatives(in: parts, document) {
        collect(.text(literal), as: key, of: assignment, scopes)
      }
    }
    let texts: [Syntax] =
      if case .list(let items, _) = assignment.value { items } else { [assignment.value] }
    for case .text(let literal) in texts {
      guard let array = Bindings.array(in: literal, document) else { continue }
      append(.name(array), to: key, scopes)
    }
  }

  private static func isBranch(_ syntax: Syntax) -> Bool {
    if case .branch = syntax { true } else { false }
  }

  /// What `a or b` may be; nothing for other expressions.
  private static func alternatives(in parts: [Syntax], _ document: Document) -> [Syntax] {
    let operands = parts.compactMap { part -> Span? in
      switch part {
      case .text(let literal): literal.span
      case .name(let name): name.span
      default: nil
      }
    }
    let isChoice = zip(operands, operands.dropFirst()).allSatisfy { a, b in
      guard a.region == b.region, a.range.upperBound <= b.range.lowerBound else { return false }
      let gap = document.text(of: Span(a.region, a.range.upperBound..<b.range.lowerBound))
      let words = gap.split(whereSeparator: \.isWhitespace)
      return words.contains("or") && !gap.contains { "+%,(".contains($0) }
    }
    return isChoice && operands.count > 1 ? parts : []
  }

  /// The array in a text that is nothing but `${NAME[@]}` or one element.
  private static func array(in literal: Literal, _ document: Document) -> String? {
    guard literal.text == "\u{FFFC}", let hole = literal.holes.first, hole.name == nil,
      hole.contents.count == 1, case .name(let name) = hole.contents[0]
    else { return nil }
    return document.text(of: literal.span).contains("{" + name.text + "[") ? name.text : nil
  }

  private mutating func collect(
    _ value: Syntax, as key: String, of assignment: Assignment, _ scopes: [String]
  ) {
    func add(_ value: Entry.Value, to bindings: inout Bindings) {
      bindings.append(value, to: key, scopes)
    }
    switch value {
    case .text(let literal) where literal.holes.isEmpty:
      add(
        .text(
          Definition(
            name: assignment.name, literal: literal, kind: assignment.kind, scopes: scopes)),
        to: &self)
      if let number = Int(literal.text) { add(.number(number), to: &self) }
    case .text(let literal):
      // What a default holds is a definition of the name in front of it.
      if literal.text == "\u{FFFC}", let name = literal.holes[0].name {
        if Bindings.key(name) != key { add(.name(name), to: &self) }
      }
      note(assignment, value)
    case .number(let text, _): if let number = Int(text) { add(.number(number), to: &self) }
    case .list(let items, _):
      for item in items { collect(item, as: key, of: assignment, scopes) }
    case .mapping(let members, _):
      for member in members {
        guard let name = member.name else { continue }
        collect(
          member.value, as: Bindings.element(name, of: key), of: assignment, scopes)
      }
    case .branch(_, let body) where body.count == 1:
      collect(body[0], as: key, of: assignment, scopes)
    case .group(let parts) where parts.allSatisfy(Bindings.isBranch):
      // `a if c else b`
      for part in parts { collect(part, as: key, of: assignment, scopes) }
    case .name(let name):
      add(.name(name.text), to: &self)
      // `self.kind = kind` says nothing of where it is from.
      if Bindings.key(name.text) != key { note(assignment, value) }
    case .assignment(let inner): add(.name(inner.name), to: &self)
    default:
      if let path = Bindings.path(of: value) { add(.name(path), to: &self) }
      note(assignment, value)
    }
  }

  private mutating func append(_ value: Entry.Value, to key: String, _ scopes: [String]) {
    entries[key, default: []].append(Entry(value: value, scopes: scopes))
    if case .name(let source) = value { copies[Bindings.key(source), default: []].insert(key) }
  }

  private mutating func note(_ assignment: Assignment, _ value: Syntax) {
    let text = Bindings.spelling(of: value) ?? "an expression"
    origins[Bindings.key(assignment.name), default: []].append(
      Origin(text: text, span: assignment.nameSpan))
  }

  /// Roughly what stands there.
  static func spelling(of value: Syntax) -> String? {
    switch value {
    case .name(let name): return name.text
    case .call(let call): return call.callee + "()"
    case .text(let literal):
      guard let hole = literal.holes.first else { return nil }
      if let name = hole.name { return "$" + name }
      guard case .command(let command)? = hole.contents.first, let word = command.words.first else {
        return "an expression"
      }
      return "$(" + word.text + " …)"
    case .group(let parts): return parts.lazy.compactMap(spelling).first
    default: return nil
    }
  }

  /// `add_argument("--node-type", default="gpu_p100")` defines `node_type`.
  private mutating func collect(optionOf call: Call, _ context: Context) {
    guard call.callee.hasSuffix("add_argument") || call.callee.hasSuffix("option") else { return }
    let flags = call.positional.compactMap { argument -> String? in
      guard case .text(let literal) = argument else { return nil }
      return literal.text
    }
    guard let flag = flags.first(where: { $0.hasPrefix("--") }) ?? flags.first else { return }
    let name = String(flag.drop { $0 == "-" })
    options.insert(Bindings.key(name))
    origins[Bindings.key(name), default: []].append(
      Origin(text: "the option " + flag, span: call.span))
    for keyword in call.keywords where keyword.name == "default" {
      collect(
        keyword.value, as: Bindings.key(name),
        of: Assignment(name: name, nameSpan: call.span, value: keyword.value, kind: .fallback),
        context.scopes.map(\.name))
    }
  }

  private mutating func collect(argumentsOf call: Call) {
    let function = Bindings.key(call.callee)
    guard functions.contains(function) else { return }
    for (index, value) in call.positional.enumerated() {
      arguments[function, default: []].append((index, nil, value))
    }
    for keyword in call.keywords {
      arguments[function, default: []].append((nil, keyword.name, keyword.value))
    }
  }

  private mutating func collect(argumentsOf command: Command) {
    guard let first = command.words.first, first.holes.isEmpty else { return }
    for (index, word) in command.words.enumerated().dropFirst() {
      arguments[first.text, default: []].append((index, String(index), .text(word)))
    }
    guard first.text == "read" else { return }
    for word in command.words.dropFirst() where !word.text.hasPrefix("-") {
      origins[word.text, default: []].append(Origin(text: "read", span: word.span))
    }
  }

  private mutating func collect(useOf name: String, as role: Role?) {
    guard let role else { return }
    roles[Bindings.key(name), default: []].insert(role)
  }
}
