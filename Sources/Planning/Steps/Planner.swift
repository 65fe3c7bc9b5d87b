import Resources

/// Makes a plan from what is known.
package struct Planner: Sendable {
  let question: PlanQuestion

  /// Takes the question as it is.
  package init(_ question: PlanQuestion) { self.question = question }

  /// The plan: the same question gives the same plan.
  package func plan() -> Plan {
    var steps = hardwareSteps + [availabilityStep, credentialStep].compactMap { $0 }
    steps += imageSteps + containerSteps + shareSteps
    steps += [snapshotStep].compactMap { $0 }
    steps += networkSteps + keyPairSteps + securityGroupSteps
    steps = numbered(steps)
    let made = steps.filter { $0.action?.changesTarget == true }.map(\.id)
    steps += [fileStep(after: made)].compactMap { $0 }
    steps += [leaseStep(after: steps)].compactMap { $0 }
    return Plan(
      from: question.from.id, to: question.to.id, madeAt: question.madeAt, paths: question.paths,
      grounds: grounds, unknowns: unknowns, steps: steps, elsewhere: elsewhere(steps),
      map: namedPairs)
  }

  /// What the files name that both sites have.
  private var namedPairs: ResourceMap? {
    let named = Set(question.references.map { $0.value.lowercased() })
    let pairs = question.map?.filtered { pair in
      let texts = [pair.source.id, pair.source.name] + pair.source.locations
      return pair.target != nil && texts.contains { named.contains($0.lowercased()) }
    }
    return pairs?.pairs.isEmpty == false ? pairs : nil
  }

  var source: ProjectInventory? { question.source.inventory }
  var target: ProjectInventory? { question.target.inventory }
  var fromName: String { question.from.name }
  var toName: String { question.to.name }

  /// References of some classes, but for those that stay as they are on purpose.
  func references(_ kinds: String...) -> [PlanReference] {
    question.references.filter { kinds.contains($0.kind) && $0.decision != "kept" }
  }

  /// References by what they name, in the order in which they were met.
  func grouped(_ references: [PlanReference]) -> [(value: String, references: [PlanReference])] {
    var order: [String] = []
    var groups: [String: [PlanReference]] = [:]
    for reference in references {
      if groups[reference.value] == nil { order.append(reference.value) }
      groups[reference.value, default: []].append(reference)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }

  /// `named in lease.sh:5`, with how many more there are.
  func places(_ references: [PlanReference]) -> String {
    guard let first = references.first else { return "named nowhere" }
    let more = references.count - 1
    return "named in \(first.place)" + (more > 0 ? " and \(more) more" : "")
  }

  /// Why nothing is known of a kind of resources at the source: `CHI@UC was not asked`.
  func whyUnknown<Element>(_ listing: Listing<Element>?, at state: SiteState, _ name: String)
    -> String
  {
    if case .unknown(let reason)? = listing { return "unknown at \(name): \(reason)" }
    switch state {
    case .known: return "unknown at \(name)"
    case .unknown(let reason), .down(let reason): return "unknown at \(name): \(reason)"
    }
  }

  private func numbered(_ steps: [PlanStep]) -> [PlanStep] {
    var counts: [String: Int] = [:]
    return steps.map { step in
      let count = counts[step.id, default: 0] + 1
      counts[step.id] = count
      return count == 1 ? step : step.renamed("\(step.id)-\(count)")
    }
  }

  private var grounds: [String] {
    func state(_ state: SiteState, _ name: String) -> String? {
      guard let inventory = state.inventory else { return nil }
      let project = inventory.projectName.map { ", project \($0)" } ?? ""
      return "\(name)\(project), read \(inventory.readAt)"
    }
    let count = question.files.count
    return [
      "\(count) file\(count == 1 ? "" : "s") with references",
      state(question.source, fromName), state(question.target, toName),
      question.rate.map { "\(SizeText.text($0.bytesPerSecond))/s, \($0.basis)" },
    ].compactMap { $0 }
  }

  private var unknowns: [String] {
    var found: [String] = []
    for (state, name) in [(question.source, fromName), (question.target, toName)] {
      switch state {
      case .known(let inventory): found += Planner.unknownKinds(of: inventory, name)
      case .unknown(let reason): found.append("what the project has at \(name): \(reason)")
      case .down(let reason): found.append("what the project has at \(name): \(reason)")
      }
    }
    if case .unknown(let reason) = question.slots { found.append("when nodes are free: \(reason)") }
    if question.rate == nil { found.append("how fast the link is: not measured (--rate tells it)") }
    return found
  }

  private static func unknownKinds(of inventory: ProjectInventory, _ name: String) -> [String] {
    func reason<Element>(_ listing: Listing<Element>) -> String? {
      // That a site has no such service is known.
      if case .unknown(let reason) = listing, reason != ResourceMap.Gap.absent {
        reason
      } else {
        nil
      }
    }
    let reasons: [(String, String?)] = [
      ("images", reason(inventory.images)), ("networks", reason(inventory.networks)),
      ("key pairs", reason(inventory.keyPairs)),
      ("security groups", reason(inventory.securityGroups)), ("shares", reason(inventory.shares)),
      ("containers", reason(inventory.containers)), ("instances", reason(inventory.instances)),
    ]
    return reasons.compactMap { kind, reason in reason.map { "\(kind) at \(name): \($0)" } }
  }
}

extension PlanStep {
  /// The same step with another id.
  func renamed(_ id: String) -> PlanStep {
    PlanStep(
      id: id, kind: kind, title: title, state: state, why: why, duration: duration, check: check,
      commands: commands, shortcut: shortcut, left: left, needs: needs, action: action)
  }
}
