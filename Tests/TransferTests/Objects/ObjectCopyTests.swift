import HTTP
import OpenStack
import Testing

@testable import Transfer

@Suite struct ObjectCopyTests {
  @Test func copiesContentMetadataTypeAndExpiry() async throws {
    let rig = CopyRig()
    let metadata = ObjectMetadata(
      contentType: "text/csv", contentFields: [.init("content-disposition", "attachment")],
      deleteAt: 4_000_000_000, items: [.init("colour", "blue")])
    rig.source.model.add("data/a b", "1,2", metadata)
    rig.source.model.add("data/empty", "", ObjectMetadata(contentType: "text/plain"))
    rig.source.model.make(try ContainerName("data"), [.init("purpose", "runs")])
    let result = try await rig.run()
    #expect(result.failures.isEmpty && result.copied.count == 2)
    #expect(rig.destination.model.containers == rig.source.model.containers)
    #expect(
      rig.destination.model.metadata(of: try ContainerName("data")) == [.init("purpose", "runs")])
  }

  @Test func secondRunSendsNothing() async throws {
    let rig = CopyRig()
    for index in 0..<50 { rig.source.model.add("data/\(index)", "text \(index)") }
    rig.source.model.add("data/empty", "")
    try rig.addSegmented("big", ["one", "two", "three"])
    #expect(try await rig.run().failures.isEmpty)
    rig.source.model.forgetRequests()
    rig.destination.model.forgetRequests()
    let second = try await rig.run()
    #expect(second.plan.items.isEmpty && second.plan.present.count == 52)
    #expect(rig.destination.model.mutations == [])
    #expect(rig.source.model.count("GET") == 0)
    // Only the object without content could have been something else.
    #expect(rig.source.model.count("HEAD") == 1 && rig.destination.model.count("HEAD") == 1)
  }

  @Test func listsWithoutAHeadForEach() async throws {
    let source = MemoryObjectStore(StoreModel(pageLength: 100))
    for index in 0..<1000 { source.model.add("data/\(index)", "x\(index)") }
    let survey = ObjectSurvey(
      from: source, to: MemoryObjectStore(),
      containers: SegmentContainers(from: try ContainerName("data"), to: try ContainerName("data")),
      replaces: false, checksMetadata: false, slots: TransferSlots(4))
    let plan = try await survey.plan(prefix: "")
    #expect(plan.items.count == 1000 && plan.makesContainer)
    #expect(source.model.requests.count == 11 && source.model.count("LIST") == 11)
  }

  @Test func keepsWhatElseIsThere() async throws {
    let rig = CopyRig()
    for (name, text) in [("a", "new"), ("b", "same"), ("c", "other")] {
      rig.source.model.add("data/\(name)", text)
    }
    rig.destination.model.add("data/b", "same")
    rig.destination.model.add("data/c", "mine")
    rig.destination.model.add("data/extra", "mine")
    let result = try await rig.run()
    #expect(
      result.plan.conflicts.map { "\($0.target): \($0.reason)" } == [
        "data/c: 5 bytes, and there 4"
      ])
    #expect(result.plan.extraCount == 1 && result.plan.present.count == 1)
    #expect(
      rig.destination.model["data/c"]
        == StoreModel.Object(
          content: .plain(Array("mine".utf8)), metadata: .init()))
    #expect(rig.destination.model.names == ["data/a", "data/b", "data/c", "data/extra"])
  }

  @Test func overwritesWhenAsked() async throws {
    var rig = CopyRig()
    rig.replaces = true
    rig.source.model.add("data/c", "other")
    rig.destination.model.add("data/c", "mine")
    let result = try await rig.run()
    #expect(result.copied.keys.sorted() == ["data/c"])
    #expect(rig.destination.model.containers == rig.source.model.containers)
  }

  @Test func metadataAloneAreReplacedWithoutTheContent() async throws {
    var rig = CopyRig()
    rig.source.model.add(
      "data/a", "x", ObjectMetadata(contentType: "a/a", items: [.init("k", "1")]))
    rig.destination.model.add("data/a", "x", ObjectMetadata(contentType: "a/a"))
    #expect(try await rig.run().plan.present.count == 1)
    rig.checksMetadata = true
    let reported = try await rig.run()
    #expect(
      reported.plan.conflicts.map(\.reason) == [
        "the same content with other x-object-meta-k"
      ])
    rig.replaces = true
    _ = try await rig.run()
    #expect(rig.destination.model.containers == rig.source.model.containers)
    #expect(rig.destination.model.mutations.map(\.method) == ["POST"])
  }

  @Test func oneObjectUnderAnotherName() async throws {
    var rig = CopyRig()
    rig.to = "elsewhere"
    rig.source.model.add("data/a", "x")
    let result = try await rig.run(object: "a", as: "b")
    #expect(result.copied.count == 1 && rig.destination.model.names == ["elsewhere/b"])
    await #expect(throws: ObjectCopyError.self) { try await rig.run(object: "none", as: "b") }
  }

  @Test func prefixLimitsTheCopy() async throws {
    let rig = CopyRig()
    for name in ["runs/1", "runs/2", "run", "s"] { rig.source.model.add("data/\(name)", name) }
    _ = try await rig.run(prefix: "runs/")
    #expect(rig.destination.model.names == ["data/runs/1", "data/runs/2"])
  }

  @Test(arguments: [(true, false), (false, true), (false, false)])
  func storesThatDoNotListLargeObjectsAreAskedForTheirHeaders(
    _ sourceLists: Bool, _ destinationLists: Bool
  ) async throws {
    var rig = CopyRig()
    rig.source = MemoryObjectStore(StoreModel(listsLargeObjects: sourceLists))
    rig.destination = MemoryObjectStore(StoreModel(listsLargeObjects: destinationLists))
    try rig.addSegmented("big", ["one", "two"])
    #expect(try await rig.run().failures.isEmpty)
    #expect(rig.destination.model["data/big"] == rig.source.model["data/big"])
    let second = try await rig.run()
    #expect(second.plan.items.isEmpty && second.plan.present.count == 1)
    rig.source.model.add("data/big", "plain")
    #expect(
      try await rig.run().plan.conflicts.map(\.reason) == [
        "one piece, and there a static large object"
      ])
  }
}
