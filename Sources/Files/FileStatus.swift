import Glibc

/// Which file it is and when it last changed, so that a later change can be noticed.
package struct FileIdentity: Sendable, Hashable {
  let device: UInt64
  let inode: UInt64
  let size: Int
  /// Nanoseconds since 1970.
  let modified: Int
  /// Nanoseconds since 1970; also permissions, owner and links change it.
  let changed: Int
}

/// What the system knows of a file.
struct FileStatus {
  enum Kind {
    case regular, directory, link, other
  }

  let kind: Kind
  let identity: FileIdentity
  let permissions: mode_t
  let owner: uid_t
  let group: gid_t
  let linkCount: Int

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      default: .other
      }
    identity = FileIdentity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      modified: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec,
      changed: status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec)
    permissions = status.st_mode & 0o777
    owner = status.st_uid
    group = status.st_gid
    linkCount = Int(status.st_nlink)
  }

  /// The status of what is at `path`; nil when there is nothing, with the reason in `errno`.
  ///
  /// - Parameters:
  ///   - path: Any path.
  ///   - followsLinks: Whether a symbolic link is asked for its target.
  init?(of path: FilePath, followsLinks: Bool) {
    var status = stat()
    let result = path.withCString {
      followsLinks ? stat($0, &status) : lstat($0, &status)
    }
    guard result == 0 else { return nil }
    self.init(status)
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }
}
