/// Why a text is no plan.
package struct PlanError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The member that is wrong, from the outermost on, such as `steps[3].state`; empty for the whole.
  package let member: String
  /// What was found and what was expected.
  package let reason: String

  /// One line with the member and the reason.
  package var description: String { member.isEmpty ? reason : "'\(member)': \(reason)" }
}
