/// What lies below a folder on its own file system, as it was counted in one pass.
package struct DiskUsage: Sendable {
  /// Sums over files; one that has several names counts once, where it was met first.
  package struct Amount: Sendable, Hashable {
    /// Bytes of the blocks that are in use, also those of folders: what `du` counts.
    package var allocated = 0
    /// Sizes of regular files, with their holes: what an archive without `--sparse` holds.
    package var apparent = 0
    /// The allocated bytes of files whose names say that they are compressed.
    package var packed = 0
    /// Everything but folders.
    package var fileCount = 0

    package init() {}

    static func += (sum: inout Amount, other: Amount) {
      sum.allocated += other.allocated
      sum.apparent += other.apparent
      sum.packed += other.packed
      sum.fileCount += other.fileCount
    }
  }

  /// A file or folder with at least the size that was asked for.
  package struct Entry: Sendable, Hashable {
    /// Begins with the folder that was asked about.
    package let path: FilePath
    package let isFolder: Bool
    package let amount: Amount
  }

  package internal(set) var total = Amount()
  /// What a rule left out; not in `total`.
  package internal(set) var leftOut = Amount()
  /// By path, folders before what is in them.
  package internal(set) var large: [Entry] = []
  /// Places where other file systems are mounted; what is there is not counted.
  package internal(set) var mountPoints: [FilePath] = []
  /// What could not be looked at, the first of them; what is below is not counted.
  package internal(set) var unreadable: [FilePath] = []
  package internal(set) var unreadableCount = 0

  /// Nothing was met.
  static var empty: DiskUsage { DiskUsage() }

  private init() {}

  /// Counts what is below a folder, without following symbolic links.
  ///
  /// - Parameters:
  ///   - root: The folder.
  ///   - largeBytes: From how many allocated bytes on files and folders are told one by one.
  ///   - rules: What is counted apart.
  ///   - packedSuffixes: What names of compressed files end in, lower case, without the dot, at most
  ///     16 bytes each.
  /// - Throws: `FileError` when the folder itself cannot be read.
  /// - Complexity: O(*n*) calls of the system for *n* files; memory for the names of one folder a
  ///   level, and for the numbers of files with several names.
  package init(
    of root: FilePath, largeBytes: Int, rules: [FolderRule] = [], packedSuffixes: [String] = []
  ) throws(FileError) {
    var walk = DiskWalk(largeBytes: largeBytes, rules: rules, packedSuffixes: packedSuffixes)
    try walk.start(at: root)
    self = walk.usage
    large.sort { $0.path < $1.path }
  }
}

/// Folders that are counted apart, by the names at the end of their paths.
package struct FolderRule: Sendable, Hashable {
  /// From the outermost to the folder itself; never empty.
  let names: [[UInt8]]
  /// Whether the folder itself stays, and only what is in it is counted apart.
  let isForContents: Bool

  /// - Parameters:
  ///   - path: One or more names with slashes between, such as `var/lib/cloud`.
  ///   - isForContents: Whether the folder itself stays.
  package init(_ path: String, isForContents: Bool) {
    names = path.utf8.split(separator: FilePath.slash).map { Array($0) }
    precondition(!names.isEmpty, "a rule needs a name")
    self.isForContents = isForContents
  }
}
