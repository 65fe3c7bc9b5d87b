import HTTP
import OpenStack
import Resources
import TestSupport
import Testbed
import Testing

@testable import Transfer

/// What every image service has to do; run over the one in memory and over the real client.
struct ImageStoreContract {
  let store: any ImageDestination
  /// Of the service behind it.
  let model: ImageModel

  private func read(_ image: Image, from offset: Int) async throws -> String {
    let body = try await store.open(image, from: offset)
    var bytes: [UInt8] = []
    while let chunk = try await body.next() { bytes += chunk }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Runs all of it on an empty service.
  func check() async throws {
    let id = try await checkMaking()
    try await checkReading(id)
    try await checkListing()
  }

  private func checkMaking() async throws -> String {
    let name = "naïve 'name' & more/?=#"
    let record = NewImage(
      name: name, diskFormat: "qcow2", containerFormat: "bare", minDisk: 3, minRAM: 4,
      tags: ["a", "été"], properties: ["os_distro": "ubuntu", "k": "v \"quoted\""])
    let made = try await store.create(record, marked: "source-1")
    #expect(made.status == "queued" && made.visibility == "private" && made.size == nil)
    #expect(try await store.leftovers(marked: "source-1").map(\.id) == [made.id])
    #expect(try await store.leftovers(marked: "source-2") == [])

    let text = Array("the data of the image".utf8)
    try await store.upload(StreamedBody(HeldBytes(text), lengthInBytes: text.count), to: made)
    let filled = try #require(try await store.image(id: made.id))
    #expect(filled.status == "active" && filled.size?.bytes == text.count)
    let digest = try #require(ImageDigest(of: filled))
    #expect(digest.algorithm == model.algorithm)

    let published = try await store.publish(made, as: "final")
    #expect(published.name == "final" && published.diskFormat == "qcow2")
    #expect(published.minDisk == 3 && published.minRAM == 4 && published.tags == ["a", "été"])
    #expect(published.properties == ["os_distro": "ubuntu", "k": "v \"quoted\""])
    #expect(try await store.leftovers(marked: "source-1") == [])
    #expect(try await store.images(named: name) == [])
    return made.id
  }

  private func checkReading(_ id: String) async throws {
    let image = try #require(try await store.image(id: id))
    #expect(try await read(image, from: 0) == "the data of the image")
    #expect(try await read(image, from: 9) == "of the image")
    let empty = try await store.create(
      NewImage(name: "empty", diskFormat: "raw", containerFormat: "bare"), marked: "x")
    try await store.delete(empty)
    #expect(try await store.image(id: empty.id) == nil)
    // One that is gone is as good.
    try await store.delete(empty)
  }

  private func checkListing() async throws {
    for index in 0..<7 { try model.add(index < 5 ? "same" : "other", [UInt8(index)]) }
    #expect(try await store.images(named: "same").count == 5)
    #expect(try await store.images(named: "final").count == 1)
    #expect(try await store.images(named: "absent") == [])
  }
}

@Suite struct ImageStoreContractTests {
  @Test func memory() async throws {
    let store = MemoryImages()
    try await ImageStoreContract(store: store, model: store.model).check()
  }

  @Test func glance() async throws {
    let server = try GlanceStandIn()
    try await ImageStoreContract(store: try server.glance(), model: server.model).check()
  }

  @Test func glanceWithoutRanges() async throws {
    let server = try GlanceStandIn(hasRanges: false)
    try await ImageStoreContract(store: try server.glance(), model: server.model).check()
  }
}
