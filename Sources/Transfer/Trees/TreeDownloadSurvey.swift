package import Files
import HTTP
import Hashing
package import OpenStack

/// Compares a container with a folder and plans what is to be fetched.
package struct TreeDownloadSurvey: Sendable {
  private let store: any ObjectSource
  private let container: ContainerName
  private let names: TreeNames
  private let folder: TreeFolder?
  private let replaces: Bool
  private let width: Int

  /// How many objects are compared before what came of them is noted.
  private static let batchLength = 256
  /// Makes a survey.
  ///
  /// - Parameters:
  ///   - store: Where the objects are.
  ///   - container: In which container.
  ///   - names: Which names are meant.
  ///   - folder: Where they go; nil when it is not there yet.
  ///   - replaces: Whether other files may go.
  ///   - width: How many objects are compared at once.
  package init(
    of store: any ObjectSource, _ container: ContainerName, names: TreeNames,
    in folder: TreeFolder?, replaces: Bool, atOnce width: Int
  ) {
    self.store = store
    self.container = container
    self.names = names
    self.folder = folder
    self.replaces = replaces
    self.width = width
  }

  /// Reads the list of the container, and the files that are there already.
  ///
  /// Files and links come before folders, whose permissions may forbid to put anything into them, and
  /// inner folders before outer ones.
  ///
  /// - Throws: What the store throws, `CancellationError`.
  package func plan() async throws -> TreePlan<TreeDownloadItem> {
    var plan = TreePlan<TreeDownloadItem>()
    var cursor = ListingCursor(store, container, prefix: names.prefix)
    var objects: [ListedObject] = []
    while let object = try await cursor.next() {
      // The prefix itself stands for the folder that everything goes into.
      if object.name.bytes.elementsEqual(names.prefix.utf8) { continue }
      objects.append(object)
      if objects.count == TreeDownloadSurvey.batchLength { try await settle(&objects, &plan) }
    }
    try await settle(&objects, &plan)
    plan.isSourceMissing = cursor.isMissing
    let folders = plan.items.filter { $0.kind == .folder }
    plan.items = plan.items.filter { $0.kind != .folder } + folders.reversed()
    return plan
  }

  /// What came of looking at one object.
  private enum Look: Sendable {
    case compared(TreeDownloadItem, ObjectComparison)
    case refused(subject: String, reason: String)
  }

  /// Compares objects, which are gone then, and adds what came of it in their order.
  private func settle(
    _ objects: inout [ListedObject], _ plan: inout TreePlan<TreeDownloadItem>
  ) async throws {
    for look in try await ConcurrentWork.map(objects, atOnce: width, { try await look(at: $0) }) {
      switch look {
      case .compared(let item, let comparison):
        plan.add(
          item, subject: item.place.description, bytes: item.object.sizeInBytes, comparison,
          replaces: replaces)
      case .refused(let subject, let reason):
        plan.refused.append(.init(subject: subject, reason: reason))
      }
    }
    objects = []
  }

  private func look(at object: ListedObject) async throws -> Look {
    do {
      let item = TreeDownloadItem(object, at: try names.place(of: object.name))
      return .compared(item, try await compare(item))
    } catch let error as ObjectCopyError {
      return .refused(subject: error.subject, reason: error.reason)
    } catch let error as FileError {
      return .refused(subject: error.path.description, reason: error.reason)
    }
  }

  private func compare(_ item: TreeDownloadItem) async throws -> ObjectComparison {
    guard let folder, let entry = try folder.entry(at: item.place) else { return .missing }
    switch (item.kind, entry.kind) {
    case (.folder, .folder): return .same
    case (.link, .link):
      let text = try folder.linkText(at: item.place)
      return try Digest.of(text, .md5) == item.object.hash ? .same : .other("another link here")
    case (.file, .file):
      let file = try folder.file(at: item.place)
      let content = ListedContent(item.object, in: container, of: store)
      return try await content.isIn(file, fileSize: entry.sizeInBytes)
        ? .same : .other(TreeSizes.difference(entry.sizeInBytes, item.object))
    case (_, .folder): throw refusal(item, "a folder has its name")
    case (.folder, _): throw refusal(item, "it is a folder, and something else has its name")
    default: return .other("something else here")
    }
  }

  private func refusal(_ item: TreeDownloadItem, _ reason: String) -> ObjectCopyError {
    ObjectCopyError(subject: item.place.description, reason: reason)
  }
}
