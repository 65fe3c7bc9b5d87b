import HTTP
import Hashing
import OpenStack
import Resources
import Synchronization
import Testbed

@testable import Transfer

/// What an image service has, in memory.
final class ImageModel: Sendable {
  /// One image with its data.
  struct Entry: Sendable {
    var image: Image
    var data: [UInt8] = []
  }

  private struct State {
    var entries: [Entry] = []
    var made = 0
  }

  /// Which digest it tells, as its operator chose.
  let algorithm: HashAlgorithm
  private let state = Mutex(State())

  init(algorithm: HashAlgorithm = .sha512) { self.algorithm = algorithm }

  var entries: [Entry] { state.withLock { $0.entries } }
  var names: [String] { entries.map(\.image.name) }

  subscript(id: String) -> Entry? { entries.first { $0.image.id == id } }

  /// Makes a record without data.
  func create(_ image: NewImage) -> Image {
    state.withLock { state in
      state.made += 1
      let made = Image(
        id: "00000000-0000-0000-0000-\(100_000_000_000 + state.made)", name: image.name,
        status: "queued", visibility: image.visibility, owner: "p1", size: nil,
        diskFormat: image.diskFormat, containerFormat: image.containerFormat,
        minDisk: image.minDisk, minRAM: image.minRAM, tags: image.tags,
        properties: image.properties)
      state.entries.append(Entry(image: made))
      return made
    }
  }

  /// Makes an image with data.
  @discardableResult func add(
    _ name: String, _ data: [UInt8], properties: [String: String] = [:], tags: [String] = [],
    diskFormat: String = "raw"
  ) throws -> Image {
    let image = create(
      NewImage(
        name: name, diskFormat: diskFormat, containerFormat: "bare", minDisk: 12, minRAM: 512,
        tags: tags, properties: properties))
    try fill(image.id, data)
    return entries.first { $0.image.id == image.id }?.image ?? image
  }

  /// Gives an image its data, as a whole.
  func fill(_ id: String, _ data: [UInt8]) throws {
    let (md5, value) = (try Digest.of(data, .md5), try Digest.of(data, algorithm))
    change(id) { entry in
      entry.data = data
      entry.image = entry.image.with(
        status: "active", size: ByteCount(data.count), checksum: md5,
        hash: (algorithm.rawValue, value))
    }
  }

  func rename(_ id: String, _ name: String, removing property: String) {
    change(id) { entry in
      var properties = entry.image.properties
      properties[property] = nil
      entry.image = entry.image.with(name: name, properties: properties)
    }
  }

  func change(_ id: String, _ body: (inout Entry) -> Void) {
    state.withLock { state in
      guard let index = state.entries.firstIndex(where: { $0.image.id == id }) else { return }
      body(&state.entries[index])
    }
  }

  func delete(_ id: String) { state.withLock { $0.entries.removeAll { $0.image.id == id } } }
}

extension Image {
  /// The same with some members exchanged.
  func with(
    name: String? = nil, status: String? = nil, size: ByteCount? = nil, checksum: String? = nil,
    hash: (algorithm: String, value: String)? = nil, properties: [String: String]? = nil
  ) -> Image {
    Image(
      id: id, name: name ?? self.name, status: status ?? self.status, visibility: visibility,
      owner: owner, size: size ?? self.size, diskFormat: diskFormat,
      containerFormat: containerFormat, minDisk: minDisk, minRAM: minRAM,
      checksum: checksum ?? self.checksum, hashAlgorithm: hash?.algorithm ?? hashAlgorithm,
      hashValue: hash?.value ?? hashValue, tags: tags,
      properties: properties ?? self.properties)
  }
}
