import Files
import Glibc
import OpenStack
import Synchronization
import TestSupport

@testable import Transfer

/// A folder to send, a store, and a folder to fetch into.
struct TreeRig {
  let here: TemporaryFolder
  let there: TemporaryFolder
  var store = MemoryObjectStore()
  let names = TreeNames(prefix: "run")
  var replaces = false
  var limits = SegmentLimits()

  init() throws {
    here = try TemporaryFolder()
    there = try TemporaryFolder()
  }

  var container: ContainerName { get throws { try ContainerName("data") } }

  /// What a run did: what was copied, and what went wrong.
  struct Result<Item: Sendable> {
    let plan: TreePlan<Item>
    var copied: [String: CopiedObject] = [:]
    var failures: [String: String] = [:]
  }

  func upload() async throws -> Result<TreeUploadItem> {
    let root = FilePath(here.path)
    let plan = try await TreeUploadSurvey(
      of: root, in: store, try container, names: names, replaces: replaces, atOnce: 3
    ).plan()
    if plan.makesContainer { try await store.create(try container, metadata: []) }
    let uploader = TreeUploader(
      of: root, to: store, try container, limits: limits, replaces: replaces,
      slots: TransferSlots(3), attempts: CopyRig.attempts)
    let result = Mutex(Result(plan: plan))
    let queue = CopyQueue<TreeUploadItem>(workers: 3, work: { try await uploader.send($0) }) {
      item, outcome in
      result.withLock { TreeRig.take(item.entry.path, outcome, &$0) }
    }
    _ = try await queue.run(plan.items)
    return result.withLock { $0 }
  }

  func download() async throws -> Result<TreeDownloadItem> {
    let folder = try TreeFolder(FilePath(there.path))
    let plan = try await TreeDownloadSurvey(
      of: store, try container, names: names, in: folder, replaces: replaces, atOnce: 3
    ).plan()
    let downloader = TreeDownloader(
      of: store, try container, to: folder, slots: TransferSlots(3), attempts: CopyRig.attempts)
    let result = Mutex(Result(plan: plan))
    let queue = CopyQueue<TreeDownloadItem>(workers: 1, work: { try await downloader.fetch($0) }) {
      item, outcome in
      result.withLock { TreeRig.take(item.place, outcome, &$0) }
    }
    _ = try await queue.run(plan.items)
    return result.withLock { $0 }
  }

  private static func take<Item>(
    _ path: FilePath, _ outcome: CopyQueue<Item>.Outcome, _ result: inout Result<Item>
  ) {
    switch outcome {
    case .done(let object): result.copied["\(path)"] = object
    case .failed(let error): result.failures["\(path)"] = "\(error)"
    }
  }

  /// Everything in a folder: kind, permissions, time and content, by path.
  static func contents(_ folder: TemporaryFolder) throws -> [String: String] {
    var contents: [String: String] = [:]
    var walk = TreeWalk(FilePath(folder.path))
    while let item = walk.next() {
      guard case .entry(let entry) = item else { continue }
      let path = "\(entry.path)"
      switch entry.kind {
      case .link:
        let text = try LinkText.read(FilePath("\(folder.path)/\(path)"))
        contents[path] = "link \(String(decoding: text, as: UTF8.self))"
      case .folder: contents[path] = "folder \(String(entry.permissions, radix: 8))"
      default:
        let bytes = folder.contents(of: path) ?? []
        contents[path] =
          "file \(String(entry.permissions, radix: 8)) \(entry.modifiedNanoseconds) "
          + StoreModel.md5(bytes)
      }
    }
    return contents
  }

  static func entry(_ folder: TemporaryFolder, _ name: String) throws -> TreeEntry? {
    try TreeFolder(FilePath(folder.path)).entry(at: FilePath(name))
  }
}
