package import OpenStack

/// Compares two stores and plans what is to be copied from one to the other.
///
/// A container is compared by its listings; headers are read only of objects of which these do not tell
/// enough: those without content, which may be manifests, and those of the same size that seem to differ.
package struct ObjectSurvey: Sendable {
  private let source: any ObjectReader
  private let destination: any ObjectReader
  private let containers: SegmentContainers
  private let replaces: Bool
  private let checksMetadata: Bool
  private let slots: TransferSlots

  /// How many objects are asked for before their answers are waited for.
  private static let batchLength = 256

  /// Makes a survey.
  ///
  /// - Parameters:
  ///   - source: Where the objects are.
  ///   - destination: Where they go.
  ///   - containers: Which container goes where.
  ///   - replaces: Whether other objects of the same names may go.
  ///   - checksMetadata: Whether the headers of all objects are compared, which takes two requests for
  ///     each that is there already.
  ///   - slots: How many requests may run at once.
  package init(
    from source: any ObjectReader, to destination: any ObjectReader, containers: SegmentContainers,
    replaces: Bool, checksMetadata: Bool, slots: TransferSlots
  ) {
    self.source = source
    self.destination = destination
    self.containers = containers
    self.replaces = replaces
    self.checksMetadata = checksMetadata
    self.slots = slots
  }

  /// Plans the copy of a container, or of what begins with a prefix in it.
  ///
  /// - Complexity: O(*n*) in the objects of both; memory is taken only by what is to be copied.
  /// - Throws: What the stores throw, `ObjectCopyError`, `CancellationError`.
  package func plan(prefix: String) async throws -> ObjectCopyPlan {
    var plan = ObjectCopyPlan()
    var cursor = ListingCursor(source, containers.source, prefix: prefix)
    var there = ListingCursor(destination, containers.destination, prefix: prefix)
    var candidate = try await there.next()
    var pending: [Pair] = []
    while let object = try await cursor.next() {
      while let other = candidate, other.name < object.name {
        plan.extraCount += 1
        candidate = try await there.next()
      }
      let match = candidate?.name == object.name ? candidate : nil
      if match != nil { candidate = try await there.next() }
      let pair = Pair(object, match)
      if pair.comparison == .unknown || checksMetadata && match != nil || pair.mayBeDynamic {
        pending.append(pair)
      } else {
        add(pair, pair.comparison, nil, to: &plan)
      }
      if pending.count == ObjectSurvey.batchLength {
        try await inspect(&pending, &plan)
      }
    }
    try await inspect(&pending, &plan)
    while candidate != nil {
      plan.extraCount += 1
      candidate = try await there.next()
    }
    plan.isSourceMissing = cursor.isMissing
    plan.makesContainer = there.isMissing
    plan.items.sort { ($0.isLarge ? 1 : 0, $0.source.name) < ($1.isLarge ? 1 : 0, $1.source.name) }
    return plan
  }

  /// Plans the copy of one object.
  ///
  /// - Throws: What the stores throw; `ObjectCopyError` when there is no such object.
  package func plan(_ name: ObjectName, to target: ObjectName) async throws -> ObjectCopyPlan {
    let object = ObjectPath(container: containers.source, name: name)
    guard let description = try await source.describe(object) else {
      throw ObjectCopyError(subject: object.description, reason: "there is no such object")
    }
    let path = ObjectPath(container: containers.destination, name: target)
    let there = try await destination.describe(path)
    var plan = ObjectCopyPlan()
    if there == nil {
      let page = try await destination.page(
        of: containers.destination, prefix: target.description, after: nil)
      plan.makesContainer = page == nil
    }
    let item = ObjectCopyPlan.Item(
      source: object, target: path, sizeInBytes: description.sizeInBytes ?? 0,
      description: description, isMetadataOnly: false,
      isSegmented: description.layout == .segmented)
    add(item, ObjectComparison(description, there, containers), to: &plan)
    return plan
  }
}

extension ObjectSurvey {
  /// An object and what has its name at the destination.
  private struct Pair: Sendable {
    let object: ListedObject
    let comparison: ObjectComparison
    /// Whether only its header tells if it is the manifest of a dynamic large object.
    let mayBeDynamic: Bool

    init(_ object: ListedObject, _ match: ListedObject?) {
      self.object = object
      comparison = ObjectComparison(object, match)
      mayBeDynamic =
        match == nil && object.sizeInBytes == 0
        && object.contentType != ObjectComparison.folderType
    }
  }

  private func inspect(_ pending: inout [Pair], _ plan: inout ObjectCopyPlan) async throws {
    typealias Answer = (Int, ObjectDescription?, ObjectDescription?)
    let pairs = pending
    pending = []
    let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
      for (index, pair) in pairs.enumerated() {
        group.addTask {
          let name = pair.object.name
          return try await slots.run {
            let object = ObjectPath(container: containers.source, name: name)
            let target = ObjectPath(container: containers.destination, name: name)
            let here = try await source.describe(object)
            let there = pair.comparison == .missing ? nil : try await destination.describe(target)
            return (index, here, there)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for (index, here, there) in answers.sorted(by: { $0.0 < $1.0 }) {
      // An object that went since it was listed is nothing to copy.
      guard let here else { continue }
      add(pairs[index], ObjectComparison(here, there, containers), here, to: &plan)
    }
  }

  private func add(
    _ pair: Pair, _ comparison: ObjectComparison, _ description: ObjectDescription?,
    to plan: inout ObjectCopyPlan
  ) {
    let name = pair.object.name
    let item = ObjectCopyPlan.Item(
      source: ObjectPath(container: containers.source, name: name),
      target: ObjectPath(container: containers.destination, name: name),
      sizeInBytes: description?.sizeInBytes ?? pair.object.sizeInBytes, description: description,
      isMetadataOnly: false, isSegmented: pair.object.largeObjectETag != nil)
    add(item, comparison, to: &plan)
  }

  private func add(
    _ item: ObjectCopyPlan.Item, _ comparison: ObjectComparison, to plan: inout ObjectCopyPlan
  ) {
    switch comparison {
    case .missing: plan.items.append(item)
    case .same:
      plan.present.count += 1
      plan.present.bytes += item.sizeInBytes
    case .otherMetadata where replaces: plan.items.append(item.metadataOnly)
    case .otherMetadata(let fields):
      plan.conflicts.append(
        .init(target: item.target, reason: "the same content with other \(fields)"))
    case .other where replaces, .unknown where replaces: plan.items.append(item)
    case .other(let reason): plan.conflicts.append(.init(target: item.target, reason: reason))
    case .unknown: plan.conflicts.append(.init(target: item.target, reason: "other content"))
    }
  }
}

extension ObjectCopyPlan.Item {
  fileprivate var isLarge: Bool {
    isSegmented || description.map { $0.layout != .plain } ?? false
  }

  fileprivate var metadataOnly: ObjectCopyPlan.Item {
    ObjectCopyPlan.Item(
      source: source, target: target, sizeInBytes: sizeInBytes, description: description,
      isMetadataOnly: true, isSegmented: isSegmented)
  }
}
