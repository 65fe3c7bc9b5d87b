import JSON
import Planning
import Resources

/// Carries out a plan, step by step, and notes each before the next.
struct ApplyJob {
  let plan: Plan
  let selection: PlanSelection
  let recordPath: String
  let performer: any StepPerformer
  /// Says one line to the user.
  let tell: (String) -> Void
  /// The time, UTC, ISO 8601.
  let now: () -> String
  private(set) var record: PlanRecord

  init(
    _ plan: Plan, _ selection: PlanSelection, record: PlanRecord, at recordPath: String,
    performer: any StepPerformer, tell: @escaping (String) -> Void, now: @escaping () -> String
  ) {
    self.plan = plan
    self.selection = selection
    self.record = record
    self.recordPath = recordPath
    self.performer = performer
    self.tell = tell
    self.now = now
  }

  /// A step that is not done.
  struct Failure: Sendable {
    let step: PlanStep
    /// Whether it failed by itself; otherwise it was left, as it needs another.
    let wasTried: Bool
  }

  /// Carries out what is selected; a step that fails stops those that need it, and no other.
  ///
  /// - Returns: The steps that failed or were left because of one.
  /// - Throws: `CancellationError`, and `CommandFailure` when the record cannot be written: nothing
  ///   more is made then.
  mutating func run() async throws -> [Failure] {
    var failed: [Failure] = []
    // It has to be there for those that read it, and shows before anything is made that it can be.
    try write()
    for step in selection.steps {
      guard let action = step.action else { continue }
      if let cause = obstacle(to: step, failed.map(\.step.id)) {
        failed.append(Failure(step: step, wasTried: false))
        tell("\(step.id): left, as it needs \(cause)")
        continue
      }
      tell("\(step.id): \(step.title)")
      do {
        let copies = try await performer.perform(action, record: recordPath)
        record.add(step, copies: copies, at: now())
      } catch let failure as CommandFailure {
        failed.append(Failure(step: step, wasTried: true))
        tell("\(step.id): failed: \(failure.message)")
        for hint in failure.hints { tell("  hint: \(hint)") }
        continue
      }
      try write()
    }
    return failed
  }

  /// What a step waits for.
  ///
  /// Files are ported once, with the new names and ids of what is made for them: a ported file is not
  /// the source's any more, so that nothing is ported in it later. Other steps that were asked for wait
  /// for no step that was not.
  private func obstacle(to step: PlanStep, _ failed: [String]) -> String? {
    if let cause = step.needs.first(where: failed.contains) { return "'\(cause)'" }
    guard step.kind == .files else { return nil }
    let open = plan.steps.first { other in
      guard other.state == .todo, let action = other.action, !record.has(other) else {
        return false
      }
      return step.needs.contains(other.id) || action.renames
    }
    return open.map { "'\($0.id)', which is not done: apply it too, or set its state to 'skip'" }
  }

  private func write() throws {
    try SavedDocument.write(record.document.pretty + "\n", to: recordPath)
  }
}
