import Files
import Hashing
import OpenStack
import Resources
import TestSupport
import Testbed
import Testing

@testable import Transfer

/// Two image services in memory and a copy from one to the other, without any waiting.
struct ImageRig {
  var source = MemoryImages()
  var destination = MemoryImages()
  var spool: ImageSpool?

  static let data = (0..<200).map { UInt8($0) }

  init(source: ImageModel = ImageModel(), destination: ImageModel = ImageModel()) {
    self.source = MemoryImages(source)
    self.destination = MemoryImages(destination)
  }

  func plan(
    _ text: String = "cc", name: String? = nil, force: Bool = false, isAssociate: Bool = false
  ) async throws -> ImageCopyPlan {
    let survey = ImageSurvey(from: source, to: destination)
    return try await survey.plan(
      try await survey.image(text), name: name, force: force, isAssociate: isAssociate,
      spool: spool)
  }

  func copy(_ text: String = "cc", name: String? = nil) async throws -> Image {
    let plan = try await plan(text, name: name)
    if let present = plan.present { return present }
    let attempts = CopyAttempts(sleep: { _ in }, chance: { 0 })
    return try await ImageCopier(
      from: source, to: destination, spool: spool, attempts: attempts
    ).copy(plan)
  }

  /// Whether the destination has this one image, whole.
  func isCopied(as name: String = "cc") -> Bool {
    let entries = destination.model.entries
    return entries.count == 1 && entries[0].image.name == name && entries[0].data == ImageRig.data
      && entries[0].image.status == "active" && entries[0].image.properties["mark"] == nil
  }
}

@Suite struct ImageCopyTests {
  @Test func carriesEverythingThatIsTheUsers() async throws {
    let rig = ImageRig()
    try rig.source.model.add(
      "cc", ImageRig.data,
      properties: [
        "os_distro": "ubuntu", "build-variant": "cuda", "chiport_copy_of": "x",
        "owner_specified.openstack.md5": "0", "os_glance_importing": "s", "instance_uuid": "i",
      ], tags: ["a"])
    let image = try await rig.copy(name: "mine")
    #expect(image.name == "mine" && image.visibility == "private" && image.tags == ["a"])
    #expect(image.properties == ["os_distro": "ubuntu", "build-variant": "cuda"])
    #expect(image.minDisk == 12 && image.minRAM == 512 && image.diskFormat == "raw")
    #expect(rig.isCopied(as: "mine"))
  }

  @Test func aSecondRunSendsNothing() async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", ImageRig.data)
    let first = try await rig.copy()
    let changes = rig.destination.changes.count
    #expect(try await rig.copy().id == first.id)
    #expect(rig.destination.changes.count == changes && rig.isCopied())
  }

  @Test func neverOverwrites() async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", ImageRig.data)
    let other = try rig.destination.model.add("cc", [1, 2, 3])
    let error = await #expect(throws: ImageCopyError.self) { try await rig.plan() }
    #expect(error?.isConflict == true && error?.description.contains(other.id) == true)
    #expect(error?.hint == "--name gives the copy another name")
    #expect(rig.destination.changes == [])
  }

  @Test func anImageThatIsBeingMadeIsInTheWay() async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", ImageRig.data)
    _ = rig.destination.model.create(
      NewImage(name: "cc", diskFormat: "raw", containerFormat: "bare"))
    let error = await #expect(throws: ImageCopyError.self) { try await rig.plan() }
    #expect(error?.reason.contains("the status queued") == true)
  }

  @Test func aTargetThatHashesOtherwiseIsReadBack() async throws {
    let rig = ImageRig(destination: ImageModel(algorithm: .sha256))
    try rig.source.model.add("cc", ImageRig.data)
    _ = try await rig.copy()
    #expect(rig.isCopied() && rig.destination.log.contains(.open))
  }

  @Test func anEmptyImageIsCopied() async throws {
    let rig = ImageRig()
    try rig.source.model.add("cc", [])
    _ = try await rig.copy()
    #expect(rig.destination.model.entries.map(\.image.status) == ["active"])
  }

  @Test func saysWhatCannotBeMeant() async throws {
    let rig = ImageRig()
    let one = try rig.source.model.add("twice", [1])
    let two = try rig.source.model.add("twice", [2])
    _ = rig.source.model.create(
      NewImage(name: "queued", diskFormat: "raw", containerFormat: "bare"))
    let several = await #expect(throws: ImageCopyError.self) { try await rig.plan("twice") }
    #expect(several?.reason.contains(one.id) == true && several?.reason.contains(two.id) == true)
    #expect(try await rig.plan(two.id).source.id == two.id)
    let queued = await #expect(throws: ImageCopyError.self) { try await rig.plan("queued") }
    #expect(queued?.reason == "it is queued, and only active images have data")
    let none = await #expect(throws: ImageCopyError.self) { try await rig.plan("no such") }
    #expect(none?.description.hasPrefix("image 'no such': there is none") == true)
  }

  @Test(arguments: [(10.0, 0, false), (10.1, 1, false), (20.0, 1, false), (20.1, 1, true)])
  func warnsOfAndRefusesWhatWillNotBoot(
    gigabytes: Double, warnings: Int, refused: Bool
  ) async throws {
    let rig = ImageRig()
    let image = try rig.source.model.add("cc", [1])
    rig.source.model.change(image.id) {
      $0.image = $0.image.with(size: ByteCount(Int(gigabytes * 1e9)))
    }
    if refused {
      let error = await #expect(throws: ImageCopyError.self) { try await rig.plan() }
      #expect(error?.reason == "images of more than 20 GB do not boot")
    }
    #expect(try await rig.plan(force: true).warnings.count == warnings)
  }

  @Test func warnsOfZstandardOnlyAtAssociateSites() async throws {
    var header = [UInt8](repeating: 0, count: 112)
    header.replaceSubrange(0..<8, with: [0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3])
    (header[79], header[103], header[104]) = (8, 112, 1)
    #expect(ImageLimits.isZstandard(header))
    for (index, value) in [(104, 0), (79, 0), (7, 2), (0, 0), (103, 104)] {
      var other = header
      other[index] = UInt8(value)
      #expect(!ImageLimits.isZstandard(other), "byte \(index)")
    }
    #expect(!ImageLimits.isZstandard(Array(header.prefix(104))))
    let rig = ImageRig()
    try rig.source.model.add("cc", header, diskFormat: "qcow2")
    #expect(try await rig.plan(isAssociate: true).warnings.count == 1)
    #expect(try await rig.plan().warnings == [])
  }
}
