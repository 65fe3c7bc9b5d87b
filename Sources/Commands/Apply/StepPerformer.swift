import Planning
import Resources

/// Carries out actions of a plan.
///
/// Each is idempotent: what is there already, from a run that was ended before it could note it, is
/// taken as it is.
protocol StepPerformer: Sendable {
  /// Carries out an action.
  ///
  /// - Parameters:
  ///   - action: What to do.
  ///   - record: The file that has what was made before.
  /// - Returns: What stands at the target for what of the source.
  /// - Throws: `CommandFailure` with what went wrong; `CancellationError`.
  func perform(_ action: PlanAction, record: String) async throws -> [RecordedCopy]
}
