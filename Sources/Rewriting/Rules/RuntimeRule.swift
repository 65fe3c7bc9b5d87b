import SourceText
import Testbed

/// Node types and sites that are chosen when the program runs: no text of the file tells them.
struct RuntimeRule {
  /// Functions whose arguments choose what is reserved, and where.
  private static let functions: Set = [
    "use_site", "add_node_reservation", "get_nodes", "set",
  ]

  func proposals(in file: ReadFile, _ job: Job) -> [Proposal] {
    var found: [Proposal] = []
    file.forEach { node, context in
      guard let (name, span) = RuntimeRule.name(node), let role = Role(in: context),
        role == .nodeType || role == .site, RuntimeRule.decides(context),
        job.reasonToKeep(context) == nil, let kind = role.referenceClass,
        job.bindings.definitions(of: name, in: context.scopes).isEmpty
      else { return }
      let isRead = name.hasPrefix("env.")
      if let neighbour = job.definingNeighbour(of: name) {
        found.append(
          Proposal(kind, span, name, .portable, "follows \(name), which \(neighbour) defines"))
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

  private static func name(_ node: Syntax) -> (String, Span)? {
    switch node {
    case .name(let name): return (name.text, name.span)
    case .group(let parts):
      guard case .name(let name)? = parts.first, parts.count > 1 else { return nil }
      return (Bindings.path(of: node) ?? name.text, name.span)
    default: return nil
    }
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
  func definingNeighbour(of name: String) -> String? {
    neighbours.first {
      $0.mayDefine(for: path) && $0.definitions[Bindings.key(name)] != nil
    }?.path
  }

  /// Why the values of names are not known, and where they are from.
  func origins(of names: [String]) -> String {
    var parts: [String] = []
    for name in names {
      guard let origin = bindings.origin(of: name) else {
        parts.append(name)
        continue
      }
      let line = document.position(of: origin.span).line
      parts.append("\(name), which \(path):\(line) takes from \(origin.text)")
    }
    return "only the running program knows " + parts.joined(separator: "; ")
  }
}
