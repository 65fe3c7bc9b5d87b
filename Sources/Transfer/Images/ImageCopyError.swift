package import Resources
import Testbed

/// Why an image was not copied, where no service says so itself.
package struct ImageCopyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name and, where it has data, the size.
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
  ///
  /// - Parameters:
  ///   - image: What could not be copied.
  ///   - reason: Why.
  ///   - hint: What to do about it.
  ///   - isRetryable: Whether the same copy may succeed at once.
  ///   - isConflict: Whether something else is in the way.
  package init(
    _ image: Image, _ reason: String, hint: String? = nil, isRetryable: Bool = false,
    isConflict: Bool = false
  ) {
    self.init(
      subject: ImageCopyError.subject(of: image), reason, hint: hint, isRetryable: isRetryable,
      isConflict: isConflict)
  }

  /// Takes texts, for an image that is not there.
  package init(
    subject: String, _ reason: String, hint: String? = nil, isRetryable: Bool = false,
    isConflict: Bool = false
  ) {
    self.subject = subject
    self.reason = reason
    self.hint = hint
    self.isRetryable = isRetryable
    self.isConflict = isConflict
  }

  /// `image 'cc-ubuntu22' (12.4 GiB)`.
  package static func subject(of image: Image) -> String {
    "image '\(image.name)'" + (image.size.map { " (\($0))" } ?? "")
  }

  /// One line.
  package var description: String { "\(subject): \(reason)" }
}
