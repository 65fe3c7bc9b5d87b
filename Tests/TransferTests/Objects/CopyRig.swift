import HTTP
import OpenStack
import Synchronization

@testable import Transfer

/// Two stores in memory and a copy from one to the other, without any waiting.
struct CopyRig {
  var source = MemoryObjectStore()
  var destination = MemoryObjectStore()
  var from = "data"
  var to = "data"
  var replaces = false
  var checksMetadata = false
  var workers = 3

  /// What a run did.
  struct Result {
    let plan: ObjectCopyPlan
    var copied: [String: CopiedObject] = [:]
    var failures: [String: String] = [:]
    var left = 0
  }

  static let attempts = CopyAttempts(sleep: { _ in }, chance: { 0 })

  func run(prefix: String = "") async throws -> Result {
    let slots = TransferSlots(workers)
    let containers = SegmentContainers(from: try ContainerName(from), to: try ContainerName(to))
    let survey = ObjectSurvey(
      from: source, to: destination, containers: containers, replaces: replaces,
      checksMetadata: checksMetadata, slots: slots)
    return try await carryOut(try await survey.plan(prefix: prefix), containers, slots)
  }

  func run(object: String, as target: String) async throws -> Result {
    let slots = TransferSlots(workers)
    let containers = SegmentContainers(from: try ContainerName(from), to: try ContainerName(to))
    let survey = ObjectSurvey(
      from: source, to: destination, containers: containers, replaces: replaces,
      checksMetadata: checksMetadata, slots: slots)
    let plan = try await survey.plan(try ObjectName(object), to: try ObjectName(target))
    return try await carryOut(plan, containers, slots)
  }

  private func carryOut(
    _ plan: ObjectCopyPlan, _ containers: SegmentContainers, _ slots: TransferSlots
  ) async throws -> Result {
    let copier = ObjectCopier(
      from: source, to: destination, containers: containers, replaces: replaces, slots: slots,
      attempts: CopyRig.attempts)
    let result = Mutex(Result(plan: plan))
    let left = try await ObjectCopyRun(copier, workers: workers).run(plan) { item, outcome in
      result.withLock { result in
        switch outcome {
        case .done(let object): result.copied["\(item.target)"] = object
        case .failed(let error): result.failures["\(item.target)"] = "\(error)"
        }
      }
    }
    return result.withLock { result in
      result.left = left
      return result
    }
  }

  /// Adds a dynamic large object to the source, with segments 0, 1 and so on.
  func addDynamic(
    _ name: String, _ pieces: [String], own: String = "",
    metadata: ObjectMetadata = ObjectMetadata()
  ) throws {
    for (index, text) in pieces.enumerated() {
      source.model.add("data_segments/\(name)/\(index)", text)
    }
    let segments = try ObjectPath(parsing: "data_segments/\(name)/")
    source.model["data/\(name)"] = StoreModel.Object(
      content: .dynamic(segments, own: Array(own.utf8)), metadata: metadata)
  }

  /// Adds a static large object to the source.
  func addSegmented(_ name: String, _ pieces: [String], in container: String = "data_segments")
    throws
  {
    let segments = try pieces.enumerated().map { index, text in
      let path = "\(container)/\(name)/\(index)"
      source.model.add(path, text)
      return ObjectSegment(
        path: try ObjectPath(parsing: path), sizeInBytes: text.utf8.count,
        etag: StoreModel.md5(text.utf8))
    }
    source.model["data/\(name)"] = StoreModel.Object(
      content: .segmented(segments),
      metadata: ObjectMetadata(contentType: "video/mp4", items: [.init("k", "v")]))
  }
}
