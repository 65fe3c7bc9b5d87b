import OpenStack
private import Synchronization

/// What an image is called while its copy is not whole.
enum NewImageRecord {
  private static let suffix = ".chiport-partial"

  /// The name, of at most 255 characters, that nobody takes for the final one.
  static func partialName(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.prefix(255 - suffix.count))) + suffix
  }

  /// The record under that name.
  static func partial(of plan: ImageCopyPlan) -> NewImage {
    NewImage(copying: plan.source, name: partialName(plan.name))
  }
}

/// How many bytes one attempt has sent.
final class SentBytes: Sendable {
  private let count = Mutex(0)

  var total: Int { count.withLock { $0 } }

  func add(_ bytes: Int) { count.withLock { $0 += bytes } }
}
