import Files
import OpenStack
import Resources
import TestSupport
import Testing

@testable import Transfer

@Suite struct ImageFaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let call: MemoryImages.Call
    let fault: MemoryImages.Fault
    var atSource = false
    var testDescription: String { "\(fault) at \(call)\(atSource ? " of the source" : "")" }
  }

  static let passing = [
    Case(call: .list, fault: .transient, atSource: true),
    Case(call: .open, fault: .transient, atSource: true),
    Case(call: .open, fault: .truncated(50), atSource: true),
    Case(call: .open, fault: .cut(50), atSource: true),
    Case(call: .open, fault: .cut(0), atSource: true),
    Case(call: .open, fault: .corrupted, atSource: true),
    Case(call: .create, fault: .transient), Case(call: .create, fault: .lostAnswer),
    Case(call: .upload, fault: .transient), Case(call: .upload, fault: .corrupted),
    Case(call: .upload, fault: .truncated(20)), Case(call: .upload, fault: .lostAnswer),
    Case(call: .publish, fault: .transient), Case(call: .publish, fault: .lostAnswer),
  ]

  @Test(arguments: passing)
  func passingFaultsAreOvercome(item: Case) async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", ImageRig.data)
    let plan = try await rig.plan()
    (item.atSource ? rig.source : rig.destination).fail(item.call, item.fault)
    let attempts = CopyAttempts(sleep: { _ in }, chance: { 0 })
    let image = try await ImageCopier(
      from: rig.source, to: rig.destination, attempts: attempts
    ).copy(plan)
    #expect(rig.isCopied() && image.name == "cc")
  }

  @Test func aBrokenDownloadGoesOnWhereItBrokeOff() async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", ImageRig.data)
    rig.source.fail(.open, .cut(50), .cut(100), .cut(150))
    _ = try await rig.copy()
    #expect(rig.isCopied())
    #expect(rig.destination.log.filter { $0 == .upload }.count == 1)
  }

  static let lasting = [
    Case(call: .open, fault: .refused, atSource: true), Case(call: .create, fault: .refused),
    Case(call: .upload, fault: .refused), Case(call: .publish, fault: .refused),
  ]

  @Test(arguments: lasting)
  func whatFailsIsDeleted(item: Case) async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", ImageRig.data)
    (item.atSource ? rig.source : rig.destination).fail(item.call, item.fault)
    await #expect(throws: (any Error).self) { try await rig.copy() }
    #expect(rig.destination.model.names == [])
    _ = try await rig.copy()
    #expect(rig.isCopied())
  }

  @Test func wrongDataAreNeverComplete() async throws {
    let rig = ImageRig()
    let image = try rig.source.model.add("cc", ImageRig.data)
    rig.source.model.change(image.id) { $0.data[3] ^= 1 }
    let error = await #expect(throws: ImageCopyError.self) { try await rig.copy() }
    #expect(error?.description.hasPrefix("image 'cc' (0 MiB): digest mismatch: expected ") == true)
    #expect(rig.destination.model.names == [])
    // Not one upload came to its end.
    #expect(!rig.destination.log.contains(.publish))
  }

  @Test(arguments: [MemoryImages.Call.upload, .publish])
  func whatIsCancelledIsDeleted(call: MemoryImages.Call) async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", ImageRig.data)
    rig.destination.fail(call, .cancelled)
    let task = Task { try await rig.copy() }
    if call == .upload {
      await #expect(throws: CancellationError.self) { _ = try await task.value }
      #expect(rig.destination.model.names == [])
    } else {
      _ = try await task.value
      #expect(rig.isCopied())
    }
  }

  @Test func whatAKilledRunLeftIsPublishedWhenItIsWhole() async throws {
    let rig = ImageRig()
    let source = try rig.source.model.add("cc", ImageRig.data)
    let record = NewImage(copying: source, name: "cc.chiport-partial")
    let half = try await rig.destination.create(record, marked: source.id)
    let wrong = try await rig.destination.create(record, marked: source.id)
    try rig.destination.model.fill(wrong.id, [1, 2])
    let whole = try await rig.destination.create(record, marked: source.id)
    try rig.destination.model.fill(whole.id, ImageRig.data)
    #expect(try await rig.copy().id == whole.id)
    #expect(rig.isCopied() && half.id != whole.id)
    #expect(!rig.destination.log.contains(.upload))
  }

  @Test func theLeftoverOfAnotherCopyStays() async throws {
    let rig = ImageRig()
    let source = try rig.source.model.add("cc", ImageRig.data)
    let record = NewImage(copying: source, name: "another.chiport-partial")
    _ = try await rig.destination.create(record, marked: source.id)
    _ = try await rig.copy()
    #expect(rig.destination.model.names == ["another.chiport-partial", "cc"])
  }
}

@Suite struct ImageSpoolTests {
  private func rig(_ folder: TemporaryFolder) throws -> ImageRig {
    var rig = ImageRig()
    rig.spool = try ImageSpool(FilePath(folder.path + "/spool"))
    try rig.source.model.add("cc", ImageRig.data)
    return rig
  }

  @Test func aDownloadGoesOnInTheNextRun() async throws {
    let folder = try TemporaryFolder()
    let rig = try rig(folder)
    rig.source.fail(.open, .cut(100), .refused)
    await #expect(throws: (any Error).self) { try await rig.copy() }
    #expect(try await rig.plan().spooledBytes == 100)
    #expect(rig.destination.model.names == [])
    _ = try await rig.copy()
    #expect(rig.isCopied())
    #expect(try await rig.plan(name: "x").spooledBytes == 0)
  }

  @Test func anUploadThatFailsLeavesTheDownload() async throws {
    let folder = try TemporaryFolder()
    let rig = try rig(folder)
    rig.destination.fail(.upload, .refused)
    await #expect(throws: (any Error).self) { try await rig.copy() }
    #expect(rig.destination.model.names == [])
    let opened = rig.source.log.filter { $0 == .open }.count
    _ = try await rig.copy()
    #expect(rig.isCopied())
    #expect(rig.source.log.filter { $0 == .open }.count == opened)
  }

  @Test func damageInTheSpoolIsFound() async throws {
    let folder = try TemporaryFolder()
    let rig = try rig(folder)
    rig.source.fail(.open, .cut(100), .refused)
    await #expect(throws: (any Error).self) { try await rig.copy() }
    let image = try await rig.plan().source
    let partial = try #require(rig.spool).partialPath(of: image)
    try AtomicFile.create(
      partial, [UInt8](repeating: 9, count: 100), permissions: 0o600, overwrites: true)
    _ = try await rig.copy()
    #expect(rig.isCopied())
  }
}
