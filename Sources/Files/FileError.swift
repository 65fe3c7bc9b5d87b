import Glibc

/// What a file cannot be used for, and why.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was attempted, as a verb.
  package enum Operation: String, Sendable {
    case find, read, list, write, replace, create, copy
    case backUp = "back up"
  }

  package let operation: Operation
  package let path: FilePath
  /// Without a full stop.
  package let reason: String
  /// What to do about it, where something helps.
  package let hint: String?

  package init(_ operation: Operation, _ path: FilePath, reason: String, hint: String? = nil) {
    self.operation = operation
    self.path = path
    self.reason = reason
    self.hint = hint
  }

  /// The error that the last call of the system left in `errno`.
  init(_ operation: Operation, _ path: FilePath) {
    self.init(operation, path, code: errno)
  }

  init(_ operation: Operation, _ path: FilePath, code: Int32) {
    self.init(operation, path, reason: FileError.text(of: code))
  }

  static func text(of code: Int32) -> String { String(cString: strerror(code)) }

  package var description: String { "cannot \(operation.rawValue) '\(path)': \(reason)" }
}
