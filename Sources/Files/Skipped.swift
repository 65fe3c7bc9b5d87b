/// What was left out of a walk, and why.
package struct Skipped: Sendable {
  package enum Reason: String, Sendable, CaseIterable {
    /// By a `.gitignore`.
    case ignored
    /// Other people's code, or what tools keep beside a project; a whole folder counts once.
    case vendored
    case binary
    /// The former text of a file beside it.
    case backup
    /// Above `FileContents.limit`.
    case huge
    /// What Terraform knows of the world, which only Terraform may write.
    case state = "terraform state"
    /// A link within a tree; its target is read where it is, if it is in the tree.
    case link = "symbolic link"
    /// What chiport wrote itself: plans, maps and the like.
    case own = "chiport's own"
    /// A device, a pipe or a socket.
    case special = "special file"

    /// In a sentence, `it is …`.
    package var description: String {
      switch self {
      case .huge: "above \(FileContents.limit >> 20) MiB"
      case .special: "a special file"
      default: rawValue
      }
    }
  }

  /// How many of each; those of none are not there.
  package private(set) var counts: [Reason: Int] = [:]
  /// What the system did not let be listed or read.
  package private(set) var errors: [FileError] = []

  package init() {}

  package mutating func add(_ reason: Reason) { counts[reason, default: 0] += 1 }

  package mutating func add(_ error: FileError) { errors.append(error) }

  /// All that `other` has too.
  package mutating func add(_ other: Skipped) {
    counts.merge(other.counts, uniquingKeysWith: +)
    errors += other.errors
  }
}
