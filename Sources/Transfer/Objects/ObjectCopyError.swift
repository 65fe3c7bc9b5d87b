/// Why an object was not copied, where no service says so itself.
package struct ObjectCopyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What could not be copied: `container/name`, or a path.
  package let subject: String
  /// In lower case, without a full stop.
  package let reason: String
  /// What to do about it, where something helps.
  package let hint: String?
  /// Whether the same copy may succeed at once.
  package let isRetryable: Bool
  /// Whether something else is in the way, which stays.
  package let isConflict: Bool

  /// Takes texts.
  package init(
    subject: String, reason: String, hint: String? = nil, isRetryable: Bool = false,
    isConflict: Bool = false
  ) {
    self.subject = subject
    self.reason = reason
    self.hint = hint
    self.isRetryable = isRetryable
    self.isConflict = isConflict
  }

  /// One line.
  package var description: String { "\(subject): \(reason)" }
}
