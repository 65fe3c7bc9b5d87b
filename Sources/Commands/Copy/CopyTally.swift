import JSON
import OpenStack
import Synchronization
import Transfer

/// What became of the parts of a copy, while it goes on.
final class CopyTally: Sendable {
  /// The numbers at one moment.
  struct Counts: Sendable {
    var copied = 0
    var failed = 0
    /// Left as they were, since something else turned up in their place.
    var conflicts = 0
    /// Copied, but the source says no MD5 to compare with.
    var unverified = 0
  }

  private let state = Mutex(Counts())

  var counts: Counts { state.withLock { $0 } }

  /// Counts one, and says what is to be told of it.
  ///
  /// - Returns: The event, and a line with a hint where something is wrong.
  func take(
    _ name: String, _ outcome: CopyWork.Outcome
  ) -> (event: JSONValue, problem: (text: String, hint: String?)?) {
    switch outcome {
    case .done(let object):
      state.withLock {
        $0.copied += 1
        if !object.isVerifiedAtSource { $0.unverified += 1 }
      }
      return (
        [
          "event": "copied", "name": .string(name), "bytes": JSONValue(object.sizeInBytes),
          "sent_bytes": JSONValue(object.sentBytes), "etag": .string(object.etag),
          "verified": .bool(object.isVerifiedAtSource),
        ], nil
      )
    case .failed(let error):
      let isConflict = (error as? ObjectCopyError)?.isConflict ?? false
      state.withLock { if isConflict { $0.conflicts += 1 } else { $0.failed += 1 } }
      return (
        [
          "event": isConflict ? "conflict" : "failed", "name": .string(name),
          "reason": .string("\(error)"),
        ], ("\(error)", CopyTally.hint(of: error))
      )
    }
  }

  private static func hint(of error: any Error) -> String? {
    switch error {
    case let error as ObjectCopyError: error.hint
    case let error as OpenStackError: error.hint
    default: nil
    }
  }
}
