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
    for (name, text) in [("1", "one "), ("2", "two")] {
      rig.source.model.add("data_segments/d/\(name)", text)
    }
    rig.source.model["data/d"] = StoreModel.Object(
      content: .dynamic(try ObjectPath(parsing: "data_segments/d/"), own: Array(own.utf8)),
      metadata: ObjectMetadata(contentType: "text/plain"))
    #expect(try await rig.run().failures.isEmpty)
    let there = try #require(rig.destination.model["new/d"])
    #expect(
      there.content
        == .dynamic(try ObjectPath(parsing: "new_segments/d/"), own: Array(own.utf8)))
    #expect(rig.destination.model.bytes(of: there) == Array("one two".utf8))
    rig.destination.model.remove(try ObjectPath(parsing: "new_segments/d/2"))
    #expect(try await rig.run().failures.isEmpty)
    #expect(rig.destination.model.bytes(of: there) == Array("one two".utf8))
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
