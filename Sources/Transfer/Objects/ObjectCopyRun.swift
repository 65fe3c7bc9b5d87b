import OpenStack

/// Carries out a plan.
package struct ObjectCopyRun: Sendable {
  private let copier: ObjectCopier
  private let workers: Int

  /// Takes what copies, and how many objects are copied at once.
  package init(_ copier: ObjectCopier, workers: Int) {
    self.copier = copier
    self.workers = workers
  }

  /// Copies what the plan says.
  ///
  /// - Parameters:
  ///   - plan: What to do.
  ///   - report: Told of each object when it is done, by one caller at a time.
  /// - Returns: How many objects were left, because too many failed one after the other.
  /// - Throws: What making the container throws; `CancellationError`.
  package func run(
    _ plan: ObjectCopyPlan,
    report:
      @escaping @Sendable (ObjectCopyPlan.Item, CopyQueue<ObjectCopyPlan.Item>.Outcome) -> Void
  ) async throws -> Int {
    if plan.makesContainer {
      let metadata = try await copier.source.metadata(of: copier.containers.source) ?? []
      try await copier.destination.create(copier.containers.destination, metadata: metadata)
    }
    let queue = CopyQueue<ObjectCopyPlan.Item>(
      workers: workers, work: { try await carryOut($0) }, report: report)
    return try await queue.run(plan.items)
  }

  private func carryOut(_ item: ObjectCopyPlan.Item) async throws -> CopiedObject {
    if item.isMetadataOnly, let description = item.description {
      try await copier.slots.run {
        try await copier.destination.update(
          item.target, description.copiedMetadata,
          manifest: copier.containers.target(of: description.layout).manifest)
      }
      return CopiedObject(
        etag: description.etag, sizeInBytes: item.sizeInBytes, sentBytes: 0)
    }
    var description = item.description
    if description == nil, item.isSegmented {
      // Its content is not asked for, only to be let go again.
      description = try await copier.source.describe(item.source)
    }
    return try await copier.copy(
      item.source, to: item.target, expecting: item.sizeInBytes, description)
  }
}
