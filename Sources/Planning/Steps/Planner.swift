import Resources
import Testbed

/// Makes a plan from what is known.
package struct Planner: Sendable {
  let question: PlanQuestion
  /// What of the source stands for what at the target; nil unless both are known.
  let map: ResourceMap?

  /// Takes the question as it is, and pairs what is known of both sites where nobody has.
  package init(_ question: PlanQuestion) {
    self.question = question
    if question.map == nil, let source = question.source.inventory,
      let target = question.target.inventory
    {
      map = ResourceMap(from: source, to: target, cloud: question.to.cloud)
    } else {
      map = question.map
    }
  }

  /// The plan: the same question gives the same plan.
  package func plan() -> Plan {
    var steps = hardwareSteps + [availabilityStep, credentialStep].compactMap { $0 }
    steps += imageSteps + containerSteps + shareSteps
    steps += [snapshotStep].compactMap { $0 }
    steps += networkSteps + keyPairSteps + securityGroupSteps
    steps = Planner.numbered(steps).map(afterOutages)
    steps += [fileStep(after: steps.filter(givesNewNames).map(\.id))].compactMap { $0 }
    steps += [leaseStep(after: steps)].compactMap { $0 }.map(afterOutages)
    return Plan(
      from: question.from.id, to: question.to.id, madeAt: question.madeAt, paths: question.paths,
      folder: question.folder, warnings: warnings, grounds: grounds, unknowns: unknowns,
      steps: steps, elsewhere: elsewhere(steps), map: namedPairs)
  }

  /// Whether a step makes something that is to have another name or id in the files.
  private func givesNewNames(_ step: PlanStep) -> Bool {
    guard let action = step.action else { return false }
    let ids = Set(action.sourceIDs.map { $0.lowercased() })
    return action.renames || question.references.contains { ids.contains($0.value.lowercased()) }
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

  /// What became of one thing of the source, by its id there; nil where nothing was paired.
  func pair(_ kind: ResourceKind, _ id: String) -> ResourcePair? {
    map?.pairs.first { $0.kind == kind && $0.source.id == id }
  }

  var source: ProjectInventory? { question.source.inventory }
  var target: ProjectInventory? { question.target.inventory }
  var fromName: String { question.from.name }
  var toName: String { question.to.name }
  /// The options that tell chiport's commands which sites they are between.
  var siteOptions: [String] { ["--from", question.from.id.text, "--to", question.to.id.text] }

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

  /// That a kind of resources is unknown at a site, whose own reason is among the plan's unknowns.
  func whyUnknown<Element>(_ listing: Listing<Element>?, at state: SiteState, _ name: String)
    -> String
  {
    if case .unknown(let reason)? = listing { return "unknown at \(name): \(reason)" }
    return state.outage == nil ? "unknown at \(name)" : "unknown, as \(name) is down"
  }

  /// Gives each step an id of its own; what a step needs is the nearest one above it of that id.
  private static func numbered(_ steps: [PlanStep]) -> [PlanStep] {
    var given: [String: String] = [:]
    var taken: Set<String> = []
    return steps.map { step in
      let needs = step.needs.map { given[$0] ?? $0 }
      var (id, count) = (step.id, 1)
      // A name may end like a number that was given.
      while !taken.insert(id).inserted {
        count += 1
        id = "\(step.id)-\(count)"
      }
      given[step.id] = id
      return step.changed(id: id, needs: needs)
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
      if let inventory = state.inventory {
        found += Planner.unknownKinds(of: inventory, name)
      } else {
        found.append("what the project has at \(name): \(state.reason ?? "it is down")")
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
  /// The same step with some of its parts changed.
  func changed(
    id: String? = nil, title: String? = nil, state: State? = nil, why: String? = nil,
    needs: [String]? = nil
  ) -> PlanStep {
    PlanStep(
      id: id ?? self.id, kind: kind, title: title ?? self.title, state: state ?? self.state,
      why: why ?? self.why, duration: duration, check: check, commands: commands,
      shortcut: shortcut, left: left, needs: needs ?? self.needs, action: action)
  }
}
