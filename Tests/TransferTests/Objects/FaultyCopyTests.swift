import HTTP
import OpenStack
import Synchronization
import TestSupport
import Testing

@testable import Transfer

@Suite struct FaultyCopyTests {
  @Test(arguments: [
    ("GET", MemoryObjectStore.Fault.status(503)), ("GET", .truncated(3)), ("GET", .corrupted),
    ("PUT", .status(503)), ("PUT", .corrupted), ("PUT", .lostAnswer),
  ])
  func passingFaultsAreOvercome(_ method: String, _ fault: MemoryObjectStore.Fault) async throws {
    let rig = CopyRig()
    rig.source.model.add("data/a", "some text")
    (method == "GET" ? rig.source : rig.destination).fail(method, "/a", fault)
    let result = try await rig.run()
    #expect(result.failures == [:])
    #expect(rig.destination.model.containers == rig.source.model.containers)
  }

  @Test func whatTheSourceHasLostIsNeverVisible() async throws {
    let rig = CopyRig()
    rig.source.model.add("data/a", "some text")
    rig.source.model["data/a"]?.wrongETag = StoreModel.md5("another".utf8)
    let result = try await rig.run()
    #expect(result.failures["data/a"]?.contains("MD5") == true)
    #expect(rig.destination.model.names == [])
  }

  /// Objects that were stored in parts through S3 have entity tags that no other store makes.
  @Test(arguments: [false, true])
  func aTagThatIsNoMD5IsKnownAgain(_ checksMetadata: Bool) async throws {
    var rig = CopyRig()
    rig.checksMetadata = checksMetadata
    rig.source.model.add("data/a", "some text", ObjectMetadata(items: [.init("k", "v")]))
    rig.source.model["data/a"]?.wrongETag = "0123456789abcdef0123456789abcdef-5"
    let first = try await rig.run()
    #expect(first.copied["data/a"]?.isVerifiedAtSource == false)
    rig.destination.model.forgetRequests()
    let second = try await rig.run()
    #expect(second.plan.items.isEmpty && second.plan.conflicts.isEmpty)
    #expect(second.plan.present.count == 1 && rig.destination.model.mutations.isEmpty)
    rig.source.model["data/a"]?.wrongETag = "1123456789abcdef0123456789abcdef-5"
    #expect(try await rig.run().plan.conflicts.map(\.reason) == ["other content"])
    // On its way to a third store it is what it is.
    let next = CopyRig(source: rig.destination)
    #expect(try await next.run().failures.isEmpty)
    #expect(next.destination.model["data/a"]?.metadata.items == [.init("k", "v")])
  }

  @Test func wrongBytesAreNotCountedAsSent() async throws {
    let sent = Mutex(0)
    let stream = try VerifiedStream(
      HeldBytes(Array("wrong".utf8)), of: "it", sizeInBytes: 5, md5: StoreModel.md5("right".utf8)
    ) { count in sent.withLock { $0 += count } }
    await #expect(throws: ObjectCopyError.self) { try await stream.next() }
    let count = await stream.count
    #expect(count == 0 && sent.withLock { $0 } == 0)
  }

  @Test func bytesAfterTheLastAreRefused() async throws {
    let bytes = TwoChunks()
    let stream = try VerifiedStream(
      bytes, of: "it", sizeInBytes: 3, md5: StoreModel.md5("one".utf8)
    ) { _ in }
    #expect(try await stream.next() == Array("one".utf8))
    #expect(await stream.md5 == StoreModel.md5("one".utf8))
    let error = await #expect(throws: ObjectCopyError.self) { try await stream.next() }
    #expect(error?.reason == "more than its 3 bytes came")
  }

  @Test func oneFailureLeavesTheOthers() async throws {
    let rig = CopyRig()
    for index in 0..<20 { rig.source.model.add("data/\(index)", "x\(index)") }
    rig.source.fail("GET", "data/7", .status(403))
    let result = try await rig.run()
    #expect(result.failures.keys.sorted() == ["data/7"] && result.copied.count == 19)
  }

  @Test func givesUpWhenEverythingFails() async throws {
    let rig = CopyRig()
    for index in 0..<200 { rig.source.model.add("data/\(index)", "x\(index)") }
    rig.destination.fail("PUT", "", .status(413), times: 500)
    rig.destination.model.make(try ContainerName("data"), [])
    let result = try await rig.run()
    #expect(result.left > 150 && result.failures.count + result.left == 200)
  }

  /// Random stores and random faults: what is visible is right at any moment, and in the end all is there.
  @Test func anyFaultsAnyStores() async throws {
    for seed in UInt64(1)...40 {
      var random = SplitMix64(seed: seed)
      let rig = CopyRig()
      rig.source.model.make(try ContainerName("data"), [])
      for index in 0..<Int.random(in: 1...12, using: &random) {
        let text = String(repeating: "t\(index)", count: Int.random(in: 0...9, using: &random))
        if Bool.random(using: &random) {
          rig.source.model.add("data/o\(index)", text)
        } else {
          try rig.addSegmented("o\(index)", [text + "a", text, "c"])
        }
      }
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        let fault: MemoryObjectStore.Fault =
          [
            .status(500), .status(503), .truncated(2), .corrupted, .lostAnswer, .status(403),
          ].randomElement(using: &random) ?? .corrupted
        let atSource = Bool.random(using: &random)
        (atSource ? rig.source : rig.destination).fail(atSource ? "GET" : "PUT", "", fault)
      }
      var runs = 0
      while rig.destination.model.containers != rig.source.model.containers, runs < 40 {
        _ = try? await rig.run()
        for (container, objects) in rig.destination.model.containers {
          for (name, object) in objects {
            let path = ObjectPath(container: container, name: name)
            #expect(object == rig.source.model[path], "seed \(seed): \(path)")
          }
        }
        runs += 1
      }
      #expect(
        rig.destination.model.containers == rig.source.model.containers, "seed \(seed)")
    }
  }
}

/// `one`, and then `two`.
private final class TwoChunks: ByteStream {
  private let rest = Mutex(["two", "one"])

  func next() async throws -> [UInt8]? { rest.withLock { $0.popLast().map { Array($0.utf8) } } }
}
