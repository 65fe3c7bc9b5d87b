/// Which steps of a plan are carried out now.
package struct PlanSelection: Sendable, Hashable {
  /// A step that is not carried out, and why.
  package struct Left: Sendable, Hashable {
    package let step: PlanStep
    package let reason: String
  }

  /// In the order of the plan.
  package let steps: [PlanStep]
  /// Those with something to do that no program does now.
  package let left: [Left]
  /// Those that the record has.
  package let done: [PlanStep]

  /// Words that `--only` takes beside ids and kinds.
  package static let copies = "copies"

  /// Selects.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - record: What was done before.
  ///   - only: Ids or kinds of steps, or `copies` for all that copies data; empty for all.
  ///   - withLease: Whether leases are created; a lease that `only` names by its id is.
  /// - Throws: `PlanError` for a word that fits no step.
  package init(
    _ plan: Plan, record: PlanRecord, only: [String] = [], withLease: Bool = false
  ) throws(PlanError) {
    for word in only where !plan.steps.contains(where: { PlanSelection.fits(word, $0) }) {
      throw PlanError(
        member: "",
        reason: "no step '\(word)'; ids: \(plan.steps.map(\.id).joined(separator: ", "))")
    }
    var steps: [PlanStep] = []
    var left: [Left] = []
    var done: [PlanStep] = []
    for step in plan.steps {
      guard only.isEmpty || only.contains(where: { PlanSelection.fits($0, step) }) else { continue }
      let isWanted = step.kind != .lease || withLease || !only.isEmpty
      switch (step.state, step.action != nil) {
      case (.done, _), (.skip, _): continue
      case (_, true) where record.has(step): done.append(step)
      case (.todo, true) where isWanted: steps.append(step)
      case (.todo, true): left.append(Left(step: step, reason: "created with --lease only"))
      case (.todo, false): left.append(Left(step: step, reason: "to be done by you"))
      case (.decide, _): left.append(Left(step: step, reason: "to be decided by you"))
      case (.blocked, _): left.append(Left(step: step, reason: "cannot be done now"))
      }
    }
    (self.steps, self.left, self.done) = (steps, left, done)
  }

  private static func fits(_ word: String, _ step: PlanStep) -> Bool {
    if word == copies { return step.kind == .image || step.kind == .objects }
    return word == step.id || word == step.kind.rawValue
  }
}
