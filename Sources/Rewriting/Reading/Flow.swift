import SourceText
import Testbed

/// Where the texts that variables get end up.
struct Flow {
  /// One use of a variable.
  struct Demand {
    let role: Role
    /// How many nodes are wanted there at once; nil when nothing tells.
    let count: NodeCount?
    let span: Span
  }

  /// By the region of the text that is used.
  private(set) var demands: [RegionID: [Demand]] = [:]

  /// Tables that are read with a text as their key, and where.
  private var lookups: [RegionID: [(table: String, span: Span)]] = [:]

  init(_ file: ReadFile, _ selectors: [WrittenSelector], _ job: Job) {
    var flow = self
    let look = { (node: Syntax, context: Context) in
      switch node {
      case .name(let name):
        // In an expression it may be the key of a table.
        guard context.operands.count < 2, let role = Role(in: context) else { return }
        flow.add(name.text, role, name.span, context, job)
      case .group(let parts):
        flow.add(lookup: parts, context, job)
        guard let role = Role(in: context), let path = Bindings.path(of: node),
          case .name(let name)? = parts.first
        else { return }
        flow.add(path, role, name.span, context, job)
      case .text(let literal) where !literal.holes.isEmpty:
        for use in Use.uses(of: literal, in: context, job.document) {
          guard let variable = use.variable, let role = use.role else { continue }
          flow.add(variable, role, use.span, context, job)
        }
      default: break
      }
    }
    for kind in [Visit.Kind.name, .template] { file.forEach(kind, look) }
    for selector in selectors {
      for variable in selector.variables {
        guard let role = Role(key: variable.property) else { continue }
        flow.add(variable.definitions, role, selector.span, selector.context, job)
      }
    }
    self = flow
  }

  private mutating func add(lookup parts: [Syntax], _ context: Context, _ job: Job) {
    guard parts.count == 2, case .name(let table) = parts[0], case .comparison(let key) = parts[1],
      key.count == 1, case .name(let key) = key[0],
      let keys = job.bindings.tables[Bindings.key(table.text)]
    else { return }
    for definition in job.bindings.definitions(of: key.text, in: context.scopes)
    where keys.contains(definition.literal.text) {
      lookups[definition.literal.region, default: []].append((table.text, key.span))
    }
  }

  private mutating func add(
    _ name: String, _ role: Role, _ span: Span, _ context: Context, _ job: Job
  ) {
    add(job.bindings.definitions(of: name, in: context.scopes), role, span, context, job)
  }

  private mutating func add(
    _ definitions: [Bindings.Definition], _ role: Role, _ span: Span, _ context: Context, _ job: Job
  ) {
    guard !definitions.isEmpty, role != .name, role != .count else { return }
    let demand = Demand(
      role: role, count: NodeCount.wanted(around: context, in: job), span: span)
    for definition in definitions { demands[definition.literal.region, default: []].append(demand) }
  }

  /// What a text is used for.
  func roles(of literal: Literal) -> Set<Role> {
    Set(demands[literal.region, default: []].map(\.role))
  }

  /// A proposal about a text, unless the text is used for things that have to change differently.
  func checked(_ proposal: Proposal, _ use: Use, _ job: Job) -> Proposal {
    guard proposal.decision == .rewritten else { return proposal }
    let demands = demands[use.literal.region, default: []]
    var lines: [ReferenceClass: Int] = [:]
    for demand in demands {
      guard let kind = demand.role.referenceClass else { continue }
      lines[kind] = lines[kind] ?? job.document.position(of: demand.span).line
    }
    guard lines.count > 1 else { return lookedUp(proposal, use, job) }
    let uses = lines.sorted { $0.value < $1.value }.map {
      "\($0.key.rawValue.replacing("_", with: " ")) (line \($0.value))"
    }
    return Proposal(
      proposal.kind, proposal.span, proposal.value, .unresolved,
      "one text for several things: \(uses.joined(separator: ", ")); give each its own",
      options: proposal.replacement.map { [$0] } ?? [])
  }

  /// A proposal with a warning of tables that have no entry for the new text.
  private func lookedUp(_ proposal: Proposal, _ use: Use, _ job: Job) -> Proposal {
    let missing = lookups[use.literal.region, default: []].first { lookup in
      let keys = job.bindings.tables[Bindings.key(lookup.table)] ?? []
      return proposal.replacement.map { !keys.contains($0) } ?? false
    }
    guard let missing else { return proposal }
    let line = job.document.position(of: missing.span).line
    var warned = Proposal(
      proposal.kind, proposal.span, proposal.value, .choice,
      "\(proposal.reason); \(missing.table), read with it in line \(line), has no entry for the new one",
      options: proposal.options)
    warned.replacement = proposal.replacement
    warned.changes = proposal.changes
    warned.translation = proposal.translation
    return warned
  }
}
