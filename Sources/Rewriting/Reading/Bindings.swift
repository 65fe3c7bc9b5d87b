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

  /// By the last part of the name.
  private(set) var definitions: [String: [Definition]] = [:]
  /// Names that get something that is no plain text: a call, a parameter, input.
  private(set) var computed: Set<String> = []
  /// What the values of names are used for.
  private(set) var roles: [String: Set<Role>] = [:]

  /// The part of a name that definitions and uses have in common: `args.node_type` and
  /// `--node-type` are `node_type`, `env.NODE_TYPE` and `$NODE_TYPE` are `NODE_TYPE`.
  static func key(_ name: String) -> String {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    return String(last.map { $0 == "-" ? "_" : $0 })
  }

  /// Collects from what was read.
  mutating func collect(_ nodes: [Syntax], in document: Document) {
    var result = self
    Walk { node, context in result.collect(node, context, document) }.run(nodes)
    self = result
  }

  private mutating func collect(_ node: Syntax, _ context: Context, _ document: Document) {
    switch node {
    case .assignment(let assignment): collect(assignment, context)
    case .name(let name): collect(useOf: name.text, as: role(of: context))
    case .call(let call): collect(optionOf: call, context)
    case .scope(let scope): computed.formUnion(scope.parameters)
    case .text(let literal):
      for use in Use.uses(of: literal, in: context, document) {
        if let variable = use.variable { collect(useOf: variable, as: use.role) }
      }
    default: break
    }
  }

  private mutating func collect(_ assignment: Assignment, _ context: Context) {
    let key = Bindings.key(assignment.name)
    switch assignment.value {
    case .text(let literal) where literal.holes.isEmpty:
      add(key, assignment.name, literal, assignment.kind, context)
    case .text(let literal):
      // `A=${A:-gpu_p100}`: the default is a definition of its own.
      let isItself = literal.holes.count == 1 && literal.holes[0].name == assignment.name
      if !isItself { computed.insert(key) }
    case .list(let items, _):
      for case .text(let literal) in items {
        add(key, assignment.name, literal, assignment.kind, context)
      }
    case .name(let name):
      // What flows on keeps its role; resolved when roles are asked for.
      aliases[key, default: []].insert(Bindings.key(name.text))
    case .assignment(let inner):
      collect(inner, context)
      aliases[key, default: []].insert(Bindings.key(inner.name))
    default: computed.insert(key)
    }
  }

  /// Names whose value is that of another name.
  private var aliases: [String: Set<String>] = [:]

  private mutating func add(
    _ key: String, _ name: String, _ literal: Literal, _ kind: Assignment.Kind, _ context: Context
  ) {
    definitions[key, default: []].append(
      Definition(
        name: name, literal: literal, kind: kind, scopes: context.scopes.map(\.name)))
  }

  /// `add_argument("--node-type", default="gpu_p100")` defines `node_type`.
  private mutating func collect(optionOf call: Call, _ context: Context) {
    guard call.callee.hasSuffix("add_argument") || call.callee.hasSuffix("option") else { return }
    let flag = call.positional.compactMap { argument -> String? in
      guard case .text(let literal) = argument, literal.text.hasPrefix("--") else { return nil }
      return String(literal.text.dropFirst(2))
    }.first
    guard let flag else { return }
    let key = Bindings.key(flag)
    computed.insert(key)
    for keyword in call.keywords where keyword.name == "default" {
      if case .text(let literal) = keyword.value { add(key, flag, literal, .fallback, context) }
    }
  }

  private mutating func collect(useOf name: String, as role: Role?) {
    guard let role else { return }
    roles[Bindings.key(name), default: []].insert(role)
  }

  private func role(of context: Context) -> Role? {
    if let role = context.key.flatMap(Role.init(key:)) { return role }
    if case .positional(let index, let call) = context.step, index == 0 {
      return Role(firstArgumentOf: call.callee)
    }
    return nil
  }

  /// What the value of `name` is used for, also through other names that get it.
  func roles(of name: String) -> Set<Role> {
    let key = Bindings.key(name)
    var found = roles[key] ?? []
    for (alias, sources) in aliases where sources.contains(key) && alias != key {
      found.formUnion(roles[alias] ?? [])
    }
    return found
  }

  /// The texts that `name` may have where it is used inside `scopes`: the innermost that define it.
  func definitions(of name: String, in scopes: [String] = []) -> [Definition] {
    let key = Bindings.key(name)
    var all = definitions[key] ?? []
    for source in aliases[key] ?? [] where source != key { all += definitions[source] ?? [] }
    let visible = all.filter { $0.scopes.count <= scopes.count && scopes.starts(with: $0.scopes) }
    let deepest = visible.map(\.scopes.count).max()
    let innermost = visible.filter { $0.scopes.count == deepest }
    return innermost.isEmpty ? all : innermost
  }
}
