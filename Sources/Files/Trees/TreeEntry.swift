import Glibc

/// What stands at one place of a tree of files, as `lstat` tells it.
package struct TreeEntry: Sendable, Hashable {
  /// What it is.
  package enum Kind: Sendable, Hashable {
    case file, folder, link
    /// A device, a socket or a named pipe; the text says which.
    case special(String)
  }

  /// From the root of the tree; `.` for the root itself.
  package let path: FilePath
  package let kind: Kind
  /// Of a file its length, holes included; of a link that of its text.
  package let sizeInBytes: Int
  /// What it takes on the disk; less than the size where a file has holes.
  package let allocatedBytes: Int
  /// The bits of `rwxrwxrwx`.
  package let permissions: UInt32
  /// Since 1970-01-01 00:00:00 UTC.
  package let modifiedNanoseconds: Int
  /// How many names it has.
  package let linkCount: Int
  /// Which file it is, in which state.
  package let identity: FileIdentity

  init(_ path: FilePath, _ status: stat) {
    self.path = path
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .special("a named pipe")
      case S_IFSOCK: .special("a socket")
      default: .special("a device")
      }
    let basics = FileStatus(status)
    sizeInBytes = Int(status.st_size)
    // POSIX leaves the unit to the system; Linux counts 512 bytes whatever the file system does.
    allocatedBytes = Int(status.st_blocks) * 512
    permissions = basics.permissions
    linkCount = basics.linkCount
    identity = basics.identity
    modifiedNanoseconds = identity.modified
  }

  /// Whether the file has holes worth a word.
  package var isSparse: Bool { kind == .file && allocatedBytes + 4096 <= sizeInBytes }
}
