import Files
import Glibc
import OpenStack
import Synchronization
import TestSupport
import Testing

@testable import Transfer

@Suite struct TreeCopyTests {
  private func fill(_ folder: TemporaryFolder) throws {
    try folder.write("hello", to: "a.txt")
    try folder.write("", to: "empty")
    try folder.write("deep", to: "d/e/f.txt")
    try folder.write("x", to: "a b%?#\n\u{E9}")
    try folder.write([UInt8](repeating: 7, count: 5 << 20), to: "d/big.bin")
    try folder.link(to: "a.txt", at: "link")
    try folder.link(to: "../a.txt", at: "d/up")
    try folder.link(to: "nowhere", at: "dangling")
    #expect(mkdir(folder["void"], 0o755) == 0 && mkdir(folder["d/private"], 0o755) == 0)
    #expect(chmod(folder["d/private"], 0o700) == 0 && chmod(folder["void"], 0o755) == 0)
    #expect(chmod(folder["d"], 0o755) == 0 && chmod(folder["d/e"], 0o755) == 0)
    #expect(chmod(folder["a.txt"], 0o751) == 0)
    var times = [timespec(tv_sec: 5, tv_nsec: 0), timespec(tv_sec: 1_354_040_105, tv_nsec: 123)]
    #expect(utimensat(AT_FDCWD, folder["a.txt"], &times, 0) == 0)
  }

  @Test func thereAndBack() async throws {
    let rig = try TreeRig()
    try fill(rig.here)
    let up = try await rig.upload()
    #expect(up.failures == [:] && up.plan.refused == [])
    let down = try await rig.download()
    #expect(down.failures == [:] && down.plan.refused == [])
    #expect(try TreeRig.contents(rig.there) == TreeRig.contents(rig.here))
    rig.store.model.forgetRequests()
    #expect(try await rig.upload().plan.items.isEmpty)
    #expect(try await rig.download().plan.items.isEmpty)
    #expect(rig.store.model.mutations == [] && rig.store.model.count("GET") == 0)
  }

  @Test(arguments: [true, false])
  func largeFilesGoInSegmentsAndResume(_ lists: Bool) async throws {
    var rig = try TreeRig()
    rig.store = MemoryObjectStore(StoreModel(listsLargeObjects: lists))
    rig.limits = SegmentLimits(largestPiece: 1000, segmentLength: 300)
    let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try rig.here.write(bytes, to: "big")
    rig.store.fail("PUT", "/00000003", .status(500), times: 4)
    #expect(try await rig.upload().failures.count == 1)
    #expect(rig.store.model["data/run/big"] == nil)
    let present = rig.store.model.containers[try ContainerName("data_segments")]?.count ?? 0
    rig.store.model.forgetRequests()
    #expect(try await rig.upload().failures == [:])
    let sent = rig.store.model.mutations.filter { $0.subject.hasPrefix("data_segments/") }
    #expect(sent.count == 7 - present && present > 0)
    #expect(try await rig.upload().plan.items.isEmpty)
    #expect(try await rig.download().failures == [:])
    #expect(rig.there.contents(of: "big") == bytes)
    #expect(try await rig.download().plan.items.isEmpty)
  }

  @Test func brokenDownloadsGoOn() async throws {
    var rig = try TreeRig()
    rig.limits = SegmentLimits(largestPiece: 1000, segmentLength: 300)
    let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try rig.here.write(bytes, to: "big")
    try rig.here.write(Array(bytes.prefix(900)), to: "small")
    _ = try await rig.upload()
    for name in ["big", "small"] { rig.store.fail("GET", name, .truncated(70), times: 20) }
    #expect(try await rig.download().failures.count == 2)
    #expect(rig.there.contents(of: "big") == nil && rig.there.contents(of: "small") == nil)
    rig.store.fail("GET", "", .truncated(0), times: 0)
    var runs = 0
    while try await !rig.download().plan.items.isEmpty, runs < 20 { runs += 1 }
    #expect(rig.there.contents(of: "big") == bytes)
    #expect(rig.there.contents(of: "small") == Array(bytes.prefix(900)))
  }

  @Test func aWrongLeftoverIsNotTrusted() async throws {
    let rig = try TreeRig()
    try rig.here.write("the right content", to: "a")
    _ = try await rig.upload()
    try rig.there.write("wrong", to: ".a.chiport-partial")
    #expect(try await rig.download().failures == [:])
    #expect(rig.there.contents(of: "a") == Array("the right content".utf8))
  }

  /// Neither the old half with the new one, nor the first part of what is longer now.
  @Test(arguments: [5 << 20, 9 << 20])
  func aFileThatChangesOnItsWayIsNotStored(_ length: Int) async throws {
    var rig = try TreeRig()
    rig.limits = SegmentLimits(largestPiece: 8 << 20, segmentLength: 2 << 20)
    try rig.here.write([UInt8](repeating: 1, count: length), to: "a")
    let folder = rig.here
    rig.store.duringPut.withLock {
      $0 = { try? folder.write([UInt8](repeating: 2, count: length + (1 << 20)), to: "a") }
    }
    let up = try await rig.upload()
    #expect(up.failures["a"]?.contains("changed while it was copied") == true)
    #expect(rig.store.model["data/run/a"] == nil)
    #expect(try await rig.upload().failures == [:])
    let stored = try #require(rig.store.model["data/run/a"])
    #expect(rig.store.model.bytes(of: stored)?.count == length + (1 << 20))
  }

  @Test func anObjectOfUnknownLengthIsNoEmptyFile() async throws {
    let rig = try TreeRig()
    rig.store.model.add("data_segments/d/1", "one")
    rig.store.model["data/run/d"] = StoreModel.Object(
      content: .dynamic(try ObjectPath(parsing: "data_segments/d/"), own: []),
      metadata: ObjectMetadata(), saysSize: false)
    let down = try await rig.download()
    #expect(down.failures["d"]?.contains("does not say its size") == true)
    #expect(rig.there.contents(of: "d") == nil)
  }

  @Test func conflictsStay() async throws {
    var rig = try TreeRig()
    try rig.here.write("mine", to: "a")
    rig.store.model.add("data/run/a", "other")
    rig.store.model.add("data/run/z", "extra")
    let up = try await rig.upload()
    #expect(up.plan.conflicts.map(\.subject) == ["run/a"] && up.plan.extraCount == 1)
    try rig.there.write("local", to: "a")
    #expect(try await rig.download().plan.conflicts.map(\.subject) == ["a"])
    #expect(rig.there.contents(of: "a") == Array("local".utf8))
    rig.replaces = true
    #expect(try await rig.upload().failures == [:])
    #expect(try await rig.download().failures == [:])
    #expect(rig.there.contents(of: "a") == Array("mine".utf8))
  }

  @Test func whatIsNoFileIsRefused() async throws {
    let rig = try TreeRig()
    try rig.here.write("x", to: "a")
    #expect(mkfifo(rig.here["pipe"], 0o600) == 0)
    let name: [CChar] = [0x62, CChar(bitPattern: 0xFF), 0]
    let folder = open(rig.here.path, O_RDONLY | O_DIRECTORY)
    close(openat(folder, name, O_CREAT | O_WRONLY, 0o600))
    close(folder)
    let up = try await rig.upload()
    #expect(up.plan.refused.map(\.reason).sorted() == ["it is a named pipe", "it is not UTF-8"])
    #expect(rig.store.model.names == ["data/run/a"])
  }

  @Test func nothingLeadsOutOfTheFolder() async throws {
    let rig = try TreeRig()
    let outside = try TemporaryFolder()
    rig.store.model.add("data/run/../evil", "x")
    rig.store.model.add("data/run/way/x", "x")
    let link = ObjectMetadata(contentType: FileAttributes.linkType)
    rig.store.model.add("data/run/out", outside.path, link)
    try rig.there.link(to: outside.path, at: "way")
    let down = try await rig.download()
    #expect(
      down.plan.refused.map(\.subject).sorted()
        == ["run/../evil", "\(rig.there.path)/way/x"].sorted())
    #expect(down.failures.keys.sorted() == ["out"])
    #expect(outside.contents(of: "x") == nil)
  }

  @Test func holesComeBack() async throws {
    let rig = try TreeRig()
    try rig.here.write("begin", to: "sparse")
    #expect(truncate(rig.here["sparse"], 4 << 20) == 0)
    let before = try #require(try TreeRig.entry(rig.here, "sparse"))
    try #require(before.isSparse)
    let up = try await rig.upload()
    #expect(up.failures == [:] && up.plan.notes.count == 1)
    #expect(try await rig.download().failures == [:])
    let after = try #require(try TreeRig.entry(rig.there, "sparse"))
    #expect(after.allocatedBytes <= before.allocatedBytes && after.sizeInBytes == 4 << 20)
    #expect(rig.there.contents(of: "sparse") == rig.here.contents(of: "sparse"))
  }

  @Test func corruptedContentNeverGetsItsName() async throws {
    let rig = try TreeRig()
    try rig.here.write("some text", to: "a")
    _ = try await rig.upload()
    rig.store.fail("GET", "/a", .corrupted, times: 9)
    #expect(try await rig.download().failures.count == 1)
    #expect(rig.there.contents(of: "a") == nil)
  }
}
