/// What is mounted where on a machine.
package struct MountTable: Sendable, Hashable {
  /// One mounted file system.
  package struct Mount: Sendable, Hashable {
    /// The folder that it is mounted on.
    package let path: String
    /// `ext4`, `nfs4`, `ceph`, `fuse.rclone`.
    package let type: String
    /// The device, or what a share is mounted from; may be empty.
    package let source: String
    /// The part of the file system that is mounted; `/` for all.
    package let root: String

    /// Makes a mount.
    package init(path: String, type: String, source: String, root: String = "/") {
      self.path = path
      self.type = type
      self.source = source
      self.root = root
    }

    /// Whether its data is on other machines.
    package var isShare: Bool {
      MountTable.shares.contains(type)
        || type.hasPrefix("fuse.") && !MountTable.local.contains(type)
    }

    /// Whether its data is on disks of this machine.
    package var isDisk: Bool { MountTable.disks.contains(type) }
  }

  /// In the order of mounting.
  package let mounts: [Mount]

  /// Takes mounts as they are.
  package init(_ mounts: [Mount]) { self.mounts = mounts }

  /// Reads the text of `/proc/self/mountinfo`; lines that are not of its form are passed over.
  ///
  /// Source: proc_pid_mountinfo(5): number, parent, device, root, mount point, options, any number of
  /// optional fields, `-`, type, source, options; blanks, tabs, line ends and backslashes are octal.
  package init(mountInfo text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard fields.count >= 9, let dash = fields.dropFirst(6).firstIndex(of: "-"),
        fields.count > dash + 2
      else { return nil }
      return Mount(
        path: MountTable.decoded(fields[4]), type: fields[dash + 1],
        source: MountTable.decoded(fields[dash + 2]), root: MountTable.decoded(fields[3]))
    }
  }

  /// File systems of other machines.
  private static let shares: Set = [
    "nfs", "nfs4", "ceph", "cifs", "smb3", "glusterfs", "lustre", "beegfs", "afs", "9p", "gpfs",
  ]
  /// File systems in user space that are of this machine.
  private static let local: Set = [
    "fuse.lxcfs", "fuse.gvfsd-fuse", "fuse.snapfuse", "fuse.portal", "fuse.fuse-overlayfs",
    "fuse.squashfuse", "fuse.bindfs",
  ]
  private static let disks: Set = ["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs"]

  private static func decoded(_ field: String) -> String {
    guard field.contains("\\") else { return field }
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.first {
      let digits = rest.dropFirst().prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        bytes.append(value)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
