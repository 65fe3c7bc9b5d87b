package import Files
import Hashing
package import OpenStack

/// Compares a container with a folder and plans what is to be fetched.
package struct TreeDownloadSurvey: Sendable {
  private let store: any ObjectSource
  private let container: ContainerName
  private let names: TreeNames
  private let folder: TreeFolder?
  private let replaces: Bool

  /// Makes a survey.
  ///
  /// - Parameters:
  ///   - store: Where the objects are.
  ///   - container: In which container.
  ///   - names: Which names are meant.
  ///   - folder: Where they go; nil when it is not there yet.
  ///   - replaces: Whether other files may go.
  package init(
    of store: any ObjectSource, _ container: ContainerName, names: TreeNames,
    in folder: TreeFolder?,
    replaces: Bool
  ) {
    self.store = store
    self.container = container
    self.names = names
    self.folder = folder
    self.replaces = replaces
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
    while let object = try await cursor.next() {
      // The prefix itself stands for the folder that everything goes into.
      if object.name.bytes.elementsEqual(names.prefix.utf8) { continue }
      do {
        let item = TreeDownloadItem(object, at: try names.place(of: object.name))
        plan.add(
          item, subject: item.place.description, bytes: object.sizeInBytes,
          try await compare(item), replaces: replaces)
      } catch let error as ObjectCopyError {
        plan.refused.append(.init(subject: error.subject, reason: error.reason))
      } catch let error as FileError {
        plan.refused.append(.init(subject: error.path.description, reason: error.reason))
      }
    }
    plan.isSourceMissing = cursor.isMissing
    let folders = plan.items.filter { $0.kind == .folder }
    plan.items = plan.items.filter { $0.kind != .folder } + folders.reversed()
    return plan
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
