import Resources
import Testbed

extension Planner {
  /// What concerns the whole plan: sites that cannot be used now, or that go.
  var warnings: [String] {
    let sides = [
      (question.source, question.from), (question.target, question.to),
    ]
    let outages = sides.compactMap { state, site in
      state.outage.map { "\(site.name) is down: \($0)" }
    }
    let leaving = sides.compactMap { _, site in
      site.retiresOn.map { "\(site.name) retires on \($0): no lease may end later" }
    }
    return outages + leaving
  }

  /// The step as it can be done while sites are down: what needs them waits.
  func afterOutages(_ step: PlanStep) -> PlanStep {
    guard step.state == .todo || step.state == .decide else { return step }
    let down = [
      question.source.outage != nil && readsSource(step) ? fromName : nil,
      question.target.outage != nil && changesTarget(step) ? toName : nil,
    ].compactMap { $0 }
    guard !down.isEmpty else { return step }
    let names = down.joined(separator: " and ")
    return step.changed(
      title: "\(step.title), once \(names) answer\(down.count == 1 ? "s" : "")", state: .blocked,
      why: "\(names) \(down.count == 1 ? "is" : "are") down; \(step.why)")
  }

  private func readsSource(_ step: PlanStep) -> Bool {
    switch step.action {
    case .copyImage, .copyContainer: return true
    // The public half is in the plan.
    case .importKeyPair: return false
    default: break
    }
    let places = step.commands.map(\.place) + [step.shortcut?.place].compactMap { $0 }
    return places.contains(.source) || places.contains(.sourceInstance)
      || step.shortcut?.words.starts(with: ["chiport", "copy"]) == true
  }

  private func changesTarget(_ step: PlanStep) -> Bool {
    if step.action?.changesTarget == true { return true }
    return step.commands.contains { $0.place == .target || $0.place == .targetInstance }
      || step.shortcut?.words.starts(with: ["chiport", "copy"]) == true
  }
}
