import HTTP
import OpenStack
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
