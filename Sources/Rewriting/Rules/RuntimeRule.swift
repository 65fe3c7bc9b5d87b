import SourceText
import Testbed
import Translation

/// Node types and sites that are chosen when the program runs: no text of the file tells them.
struct RuntimeRule {
  /// Functions whose arguments choose what is reserved, and where.
  private static let functions: Set = [
    "use_site", "add_node_reservation", "get_nodes", "set",
  ]

  func proposals(in file: ReadFile, _ job: Job) -> [Proposal] {
    var found: [Proposal] = []
    file.forEach(.name) { node, context in
      guard let (name, span) = RuntimeRule.name(node, context), let role = Role(in: context),
        role == .nodeType || role == .site, RuntimeRule.decides(context),
        job.reasonToKeep(context) == nil, let kind = role.referenceClass,
        job.bindings.definitions(of: name, in: context.scopes).isEmpty
      else { return }
      let isRead = name.hasPrefix("env.")
      if let neighbour = job.definingNeighbour(of: name) {
        let reason = RuntimeRule.refusal(of: name, kind, from: neighbour, context, job)
        found.append(
          Proposal(
            kind, span, name, reason == nil ? .portable : .unresolved,
            reason ?? "follows \(name), which \(neighbour.path) defines",
            ground: reason == nil ? .follows : nil))
      } else {
        found.append(
          Proposal(
            kind, span, name, isRead ? .portable : .unresolved,
            isRead
              ? "the environment decides: set \(name.dropFirst(4)) for \(job.targetName)"
              : job.origins(of: [name])))
      }
    }
    return found
  }

  private static func name(_ node: Syntax, _ context: Context) -> (String, Span)? {
    switch node {
    // A name inside of an expression is not all of it.
    case .name(let name): return context.operands.count > 1 ? nil : (name.text, name.span)
    case .group(let parts):
      guard case .name(let name)? = parts.first, parts.count > 1 else { return nil }
      return (Bindings.path(of: node) ?? name.text, name.span)
    default: return nil
    }
  }

  /// Why the node type that a neighbour names will not do here; nil when it will.
  private static func refusal(
    of name: String, _ kind: ReferenceClass, from neighbour: Survey, _ context: Context, _ job: Job
  ) -> String? {
    guard kind == .nodeType, let values = neighbour.definitions[Bindings.key(name)],
      values.count == 1, let value = values.first, let translator = job.translator
    else { return nil }
    let translation = NodeCount.translation(for: NodeCount.wanted(around: context, in: job)) {
      translator.nodeType(value, nodes: $0)
    }
    guard case .none(let reason) = translation.outcome else { return nil }
    return "\(name) is \(value) in \(neighbour.path): \(reason)"
  }

  /// Whether the value goes where it decides something, and is not only passed on.
  private static func decides(_ context: Context) -> Bool {
    switch context.step {
    case .keyword(_, let call), .positional(_, let call):
      functions.contains(Bindings.key(call.callee))
    default: false
    }
  }
}

extension Job {
  /// The file beside this one that defines a name.
  func definingNeighbour(of name: String) -> Survey? {
    neighbours.first { $0.mayDefine(for: path) && $0.definitions[Bindings.key(name)] != nil }
  }

  /// Why the values of names are not known, and where they are from.
  func origins(of names: [String]) -> String {
    var parts: [String] = []
    for name in names {
      guard let origin = bindings.origin(of: name) else {
        parts.append(Int(name) == nil ? name : "the argument $\(name)")
        continue
      }
      let line = document.position(of: origin.span).line
      parts.append("\(name), which \(path):\(line) takes from \(origin.text)")
    }
    return "only the running program knows " + parts.joined(separator: "; ")
  }
}
