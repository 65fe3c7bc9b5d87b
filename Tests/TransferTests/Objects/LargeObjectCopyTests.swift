import HTTP
import OpenStack
import Testing

@testable import Transfer

@Suite struct LargeObjectCopyTests {
  @Test func segmentedKeepsItsLayout() async throws {
    let rig = CopyRig()
    try rig.addSegmented("big", ["one", "two", "three"])
    let result = try await rig.run()
    #expect(result.failures.isEmpty)
    #expect(rig.destination.model.containers == rig.source.model.containers)
    #expect(result.copied["data/big"]?.sentBytes == 11)
  }

  @Test func segmentsFollowTheContainerToItsNewName() async throws {
    var rig = CopyRig()
    rig.to = "new"
    try rig.addSegmented("big", ["one", "two"])
    _ = try await rig.run()
    #expect(
      rig.destination.model.names == [
        "new/big", "new_segments/big/0", "new_segments/big/1",
      ])
  }

  @Test(arguments: [
    ("data", "data", "other", "other"), ("data", "new", "data", "new"),
    ("data", "new", "data_segments", "new_segments"), ("data", "new", "data+s", "new+s"),
    ("data", "new", "database", "database"), ("data", "new", "segments", "segments"),
  ])
  func containersOfSegments(_ from: String, _ to: String, _ given: String, _ want: String) throws {
    let containers = SegmentContainers(from: try ContainerName(from), to: try ContainerName(to))
    #expect(try containers.target(of: try ContainerName(given)).description == want)
  }

  @Test func resumesWithTheSegmentsThatAreMissing() async throws {
    let rig = CopyRig()
    try rig.addSegmented("big", (0..<10).map { "segment \($0)" })
    rig.destination.fail("PUT", "big/7", .status(500), times: 4)
    let first = try await rig.run()
    #expect(first.failures.keys.sorted() == ["data/big"])
    #expect(rig.destination.model["data/big"] == nil)
    let present = rig.destination.model.containers[try ContainerName("data_segments")]?.count ?? 0
    // Those that were on their way are not lost with the one that failed.
    #expect(present == 9)
    rig.source.model.forgetRequests()
    let second = try await rig.run()
    #expect(second.failures.isEmpty)
    #expect(rig.destination.model.containers == rig.source.model.containers)
    let gets = rig.source.model.requests.filter {
      $0.method == "GET" && $0.subject.contains("/big/")
    }
    #expect(gets.count == 10 - present)
  }

  @Test func aSegmentInTheWayIsNotReplaced() async throws {
    let rig = CopyRig()
    try rig.addSegmented("big", ["one", "two"])
    rig.destination.model.add("data_segments/big/1", "mine")
    let result = try await rig.run()
    #expect(result.failures["data/big"]?.contains("another segment") == true)
    #expect(rig.destination.model["data_segments/big/1"]?.content == .plain(Array("mine".utf8)))
    #expect(rig.destination.model["data/big"] == nil)
  }

  @Test func rangesAndNestedManifests() async throws {
    let rig = CopyRig()
    try rig.addSegmented("inner", ["abc", "def"])
    let inner = try ObjectPath(parsing: "data/inner")
    let object = try #require(rig.source.model[inner])
    rig.source.model["data/outer"] = StoreModel.Object(
      content: .segmented([
        ObjectSegment(
          path: inner, sizeInBytes: 6, etag: rig.source.model.etag(of: object), isLarge: true),
        ObjectSegment(
          path: try ObjectPath(parsing: "data_segments/inner/0"), sizeInBytes: 3,
          etag: StoreModel.md5("abc".utf8), range: "1-2"),
      ]), metadata: .init())
    let result = try await rig.run()
    #expect(result.failures.isEmpty)
    let outer = try #require(rig.destination.model["data/outer"])
    #expect(rig.destination.model.bytes(of: outer) == Array("abcdefbc".utf8))
    #expect(rig.destination.model.etag(of: outer) == result.copied["data/outer"]?.etag)
  }

  @Test(arguments: ["", "own"])
  func dynamicKeepsItsManifestAndOwnContent(_ own: String) async throws {
    var rig = CopyRig()
    rig.checksMetadata = true
    rig.to = "new"
    try rig.addDynamic(
      "d", ["one ", "two"], own: own, metadata: ObjectMetadata(contentType: "text/plain"))
    #expect(try await rig.run().failures.isEmpty)
    let there = try #require(rig.destination.model["new/d"])
    #expect(
      there.content
        == .dynamic(try ObjectPath(parsing: "new_segments/d/"), own: Array(own.utf8)))
    #expect(rig.destination.model.bytes(of: there) == Array("one two".utf8))
    rig.destination.model.remove(try ObjectPath(parsing: "new_segments/d/1"))
    #expect(try await rig.run().failures.isEmpty)
    #expect(rig.destination.model.bytes(of: there) == Array("one two".utf8))
  }

  /// They would become a part of the object.
  @Test(arguments: [false, true])
  func moreSegmentsAtTheDestinationAreInTheWay(_ replaces: Bool) async throws {
    var rig = CopyRig()
    rig.replaces = replaces
    try rig.addDynamic("d", ["1", "2"])
    rig.destination.model.add("data_segments/d/3", "3")
    let result = try await rig.run()
    #expect(result.failures["data/d"]?.contains("such as data_segments/d/3") == true)
    #expect(rig.destination.model["data/d"] == nil)
  }

  /// Not even where the store would let it.
  @Test(arguments: [false, true]) func anotherSegmentOfTheNameStays(isStatic: Bool) async throws {
    var rig = CopyRig()
    rig.destination = MemoryObjectStore(alwaysReplaces: true)
    if isStatic {
      try rig.addSegmented("d", ["one", "two"])
    } else {
      try rig.addDynamic("d", ["one", "two"])
    }
    rig.destination.model.add("data_segments/d/1", "own")
    let result = try await rig.run()
    #expect(result.failures["data/d"]?.contains("another segment has this name") == true)
    let there = try #require(rig.destination.model["data_segments/d/1"])
    #expect(rig.destination.model.bytes(of: there) == Array("own".utf8))
    #expect(rig.destination.model["data/d"] == nil)
  }

  @Test func aManifestThatCameOutOtherwiseIsTakenBack() async throws {
    let store = MemoryObjectStore()
    store.model.add("data_segments/1", "one")
    let segment = ObjectSegment(
      path: try ObjectPath(parsing: "data_segments/1"), sizeInBytes: 3,
      etag: StoreModel.md5("one".utf8))
    let target = try ObjectPath(parsing: "data/big")
    store.model.make(target.container, [])
    let writer = ObjectWriter(to: WrongManifests(base: store), replaces: false, observer: .init())
    await #expect(throws: ObjectCopyError.self) {
      try await writer.publish([segment, segment], at: target, .init())
    }
    #expect(store.model["data/big"] == nil)
  }

  @Test func aSegmentThatIsGoneIsReported() async throws {
    let rig = CopyRig()
    try rig.addSegmented("big", ["one", "two"])
    rig.source.model.remove(try ObjectPath(parsing: "data_segments/big/1"))
    let result = try await rig.run()
    #expect(result.failures["data/big"]?.contains("404") == true)
    #expect(rig.destination.model["data/big"] == nil)
  }
}

/// A store that loses the last segment of each manifest.
private struct WrongManifests: ObjectDestination {
  let base: MemoryObjectStore

  func page(
    of container: ContainerName, prefix: String, after marker: ObjectName?
  ) async throws -> [ListedObject]? {
    try await base.page(of: container, prefix: prefix, after: marker)
  }

  func describe(_ object: ObjectPath) async throws -> ObjectDescription? {
    try await base.describe(object)
  }

  func create(_ container: ContainerName, metadata: [ObjectMetadata.Item]) async throws {
    try await base.create(container, metadata: metadata)
  }

  func put(
    _ object: ObjectPath, _ body: StreamedBody, md5: String?, metadata: ObjectMetadata,
    manifest: ObjectPath?, replaces: Bool
  ) async throws -> String {
    try await base.put(
      object, body, md5: md5, metadata: metadata, manifest: manifest, replaces: replaces)
  }

  func putManifest(
    _ object: ObjectPath, _ segments: [ObjectSegment], metadata: ObjectMetadata, replaces: Bool
  ) async throws -> String {
    try await base.putManifest(
      object, segments.dropLast(), metadata: metadata, replaces: replaces)
  }

  func update(_ object: ObjectPath, _ metadata: ObjectMetadata, manifest: ObjectPath?) async throws
  {
    try await base.update(object, metadata, manifest: manifest)
  }

  func delete(_ object: ObjectPath) async throws { try await base.delete(object) }
}
