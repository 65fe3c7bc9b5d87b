package import Files
import HTTP
import Hashing
package import OpenStack

/// Compares a folder with a container and plans what is to be sent.
///
/// Files of the same size are compared by their MD5, which reads them here and asks nothing there; times
/// and permissions are not compared, as listings do not have them.
package struct TreeUploadSurvey: Sendable {
  private let root: FilePath
  private let store: any ObjectSource
  private let container: ContainerName
  private let names: TreeNames
  private let replaces: Bool
  private let width: Int

  /// How many files are compared before what came of them is noted.
  private static let batchLength = 256
  /// Permissions of folders that need no object to be kept.
  private static let usualPermissions: Set<UInt32> = [0o755, 0o775]

  /// Makes a survey.
  ///
  /// - Parameters:
  ///   - root: The folder.
  ///   - store: Where it goes.
  ///   - container: Into which container.
  ///   - names: Under which names.
  ///   - replaces: Whether other objects of the same names may go.
  ///   - width: How many files are compared at once.
  package init(
    of root: FilePath, in store: any ObjectSource, _ container: ContainerName, names: TreeNames,
    replaces: Bool, atOnce width: Int
  ) {
    self.root = root
    self.store = store
    self.container = container
    self.names = names
    self.replaces = replaces
    self.width = width
  }

  /// Reads the folder and the list of the container.
  ///
  /// - Complexity: O(*n* log *n*) in the files, which are all held.
  /// - Throws: What the store throws, `CancellationError`.
  package func plan() async throws -> TreePlan<TreeUploadItem> {
    var plan = TreePlan<TreeUploadItem>()
    let found = try items(&plan)
    var cursor = ListingCursor(store, container, prefix: names.prefix)
    var candidate = try await cursor.next()
    plan.makesContainer = cursor.isMissing
    var pairs: [Pair] = []
    for item in found {
      while let other = candidate, other.name < item.name {
        plan.extraCount += 1
        candidate = try await cursor.next()
      }
      let match = candidate?.name == item.name ? candidate : nil
      if match != nil { candidate = try await cursor.next() }
      pairs.append(Pair(item: item, match: match))
      if pairs.count == TreeUploadSurvey.batchLength { try await settle(&pairs, &plan) }
    }
    try await settle(&pairs, &plan)
    while candidate != nil {
      plan.extraCount += 1
      candidate = try await cursor.next()
    }
    return plan
  }

  /// A file, and what has its name at the destination.
  private struct Pair: Sendable {
    let item: TreeUploadItem
    let match: ListedObject?
  }

  /// Compares pairs, which are gone then, and adds what came of it in their order.
  private func settle(_ pairs: inout [Pair], _ plan: inout TreePlan<TreeUploadItem>) async throws {
    let results = try await ConcurrentWork.map(pairs, atOnce: width) { pair in
      do {
        return Result<ObjectComparison, FileError>.success(try await compare(pair))
      } catch let error as FileError {
        return .failure(error)
      }
    }
    for (pair, result) in zip(pairs, results) {
      switch result {
      case .success(let comparison):
        plan.add(
          pair.item, subject: pair.item.name.description, bytes: pair.item.sizeInBytes, comparison,
          replaces: replaces)
      case .failure(let error):
        plan.refused.append(.init(subject: error.path.description, reason: error.reason))
      }
    }
    pairs = []
  }

  /// What the folder has, by the names of the objects.
  private func items(_ plan: inout TreePlan<TreeUploadItem>) throws -> [TreeUploadItem] {
    var items: [TreeUploadItem] = []
    var walk = TreeWalk(root)
    var counts = TreeCounts()
    while let found = walk.next() {
      try Task.checkCancellation()
      switch found {
      case .problem(let error):
        plan.refused.append(.init(subject: error.path.description, reason: error.reason))
      case .emptyFolder(let entry):
        // Those with unusual permissions were met before.
        guard TreeUploadSurvey.usualPermissions.contains(entry.permissions) else { continue }
        add(entry, to: &items, &plan)
      case .entry(let entry):
        counts.count(entry)
        if entry.kind == .folder, TreeUploadSurvey.usualPermissions.contains(entry.permissions) {
          continue
        }
        add(entry, to: &items, &plan)
      }
    }
    plan.notes += counts.notes
    return items.sorted { $0.name < $1.name }
  }

  private func add(
    _ entry: TreeEntry, to items: inout [TreeUploadItem],
    _ plan: inout TreePlan<TreeUploadItem>
  ) {
    guard entry.path != FilePath(".") else { return }
    do {
      let kind: TreeUploadItem.Kind
      switch entry.kind {
      case .file where TreeFolder.isPartialName(entry.path.name):
        plan.notes.append("'\(entry.path)' is what an unfinished copy left, and is left out")
        return
      case .file: kind = .file
      case .folder: kind = .folder
      case .link:
        let text = try LinkText.read(root.appending(entry.path.bytes))
        if !LinkText.staysInside(text, at: entry.path) {
          plan.notes.append(
            "the link '\(entry.path)' leads out of the folder and is kept as a link")
        }
        kind = .link(text)
      case .special(let what):
        plan.refused.append(.init(subject: entry.path.description, reason: "it is \(what)"))
        return
      }
      items.append(
        TreeUploadItem(entry: entry, name: try names.name(of: entry.path), kind: kind))
    } catch let error as ObjectNameError {
      plan.refused.append(.init(subject: entry.path.description, reason: error.reason))
    } catch {
      plan.refused.append(.init(subject: entry.path.description, reason: "\(error)"))
    }
  }

  private func compare(_ pair: Pair) async throws -> ObjectComparison {
    let item = pair.item
    guard let listed = pair.match else { return .missing }
    switch item.kind {
    case .folder:
      return listed.contentType == ObjectComparison.folderType ? .same : .other("no folder there")
    case .link(let text):
      guard listed.contentType == FileAttributes.linkType else { return .other("no link there") }
      return try Digest.of(text, .md5) == listed.hash ? .same : .other("another link there")
    case .file:
      let file = try ReadableFile(root.appending(item.entry.path.bytes))
      let isSame = try await ListedContent(listed, in: container, of: store)
        .isIn(file, fileSize: item.sizeInBytes)
      return isSame ? .same : .other(TreeSizes.difference(item.sizeInBytes, listed))
    }
  }
}
