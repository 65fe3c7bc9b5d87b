import Files
import Planning

/// What the disk of an instance holds, measured as `cc-snapshot` would take it.
struct SnapshotMeasurement {
  let tree: MeasuredTree

  /// - Throws: `CommandFailure` when the root cannot be read.
  init(root: FilePath, largeBytes: Int) throws {
    let root = (try? root.resolved()) ?? root
    let rules = SnapshotTool.excludes.map { FolderRule($0.path, isForContents: $0.isForContents) }
    let usage: DiskUsage
    do {
      usage = try DiskUsage(
        of: root, largeBytes: largeBytes, rules: rules,
        packedSuffixes: SnapshotEstimate.packedSuffixes)
    } catch { throw CommandFailure(error.description, hint: error.hint) }
    tree = MeasuredTree(
      total: .init(usage.total), leftOut: .init(usage.leftOut), fileCount: usage.total.fileCount,
      large: usage.large.map { entry in
        .init(
          path: SnapshotMeasurement.path(entry.path, below: root), isFolder: entry.isFolder,
          amount: .init(entry.amount))
      },
      unreadable: usage.unreadable.map { SnapshotMeasurement.path($0, below: root) },
      unreadableCount: usage.unreadableCount)
  }

  /// What is mounted below a root, with paths from there.
  static func mounts(_ file: FilePath, root: FilePath) throws -> MountTable {
    let text: String
    do {
      guard case .contents(let contents) = try FileContents.read(file) else {
        throw CommandFailure("'\(file)' is not a list of mounts")
      }
      text = String(decoding: contents.bytes, as: UTF8.self)
    } catch let error as FileError { throw CommandFailure(error.description, hint: error.hint) }
    let root = (try? root.resolved()) ?? root
    let below = MountTable(mountInfo: text).mounts.compactMap { mount -> MountTable.Mount? in
      guard FilePath(mount.path).relative(to: root) != nil else { return nil }
      return MountTable.Mount(
        path: path(FilePath(mount.path), below: root), type: mount.type, source: mount.source,
        root: mount.root)
    }
    return MountTable(below)
  }

  private static func path(_ path: FilePath, below root: FilePath) -> String {
    guard let relative = path.relative(to: root) else { return path.description }
    return "/\(relative)"
  }
}

extension MeasuredTree.Amount {
  init(_ amount: DiskUsage.Amount) {
    self.init(
      allocated: amount.allocated, apparent: amount.apparent, packed: amount.packed)
  }
}
