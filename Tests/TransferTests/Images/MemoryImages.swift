import HTTP
import OpenStack
import Resources
import Synchronization
import Testbed

@testable import Transfer

/// An image service in memory whose faults are up to the test.
final class MemoryImages: ImageDestination {
  enum Fault: Sendable {
    /// Fails in a way that may pass, before anything is done.
    case transient
    /// Fails for good.
    case refused
    /// Data end after some bytes, without or with an error.
    case truncated(Int)
    case cut(Int)
    /// One byte is another.
    case corrupted
    /// Is done, and the answer is lost.
    case lostAnswer
    /// Cancels the task, and goes on until that is noticed.
    case cancelled
  }

  enum Call: Hashable, Sendable { case list, create, open, upload, publish, delete }

  let model: ImageModel
  private let faults = Mutex<[Call: [Fault]]>([:])
  private let calls = Mutex<[Call]>([])

  init(_ model: ImageModel = ImageModel()) { self.model = model }

  /// What has been asked for, in order.
  var log: [Call] { calls.withLock { $0 } }
  var changes: [Call] { log.filter { ![.list, .open].contains($0) } }

  func fail(_ call: Call, _ faults: Fault...) { self.faults.withLock { $0[call] = faults } }

  private func fault(_ call: Call) -> Fault? {
    calls.withLock { $0.append(call) }
    return faults.withLock { faults in
      guard faults[call]?.isEmpty == false else { return nil }
      return faults[call]?.removeFirst()
    }
  }

  private static func error(_ isRetryable: Bool) -> OpenStackError {
    OpenStackError(
      place: "memory", reason: "HTTP 503", status: .init(rawValue: isRetryable ? 503 : 403),
      isRetryable: isRetryable)
  }

  private func begin(_ call: Call) throws -> Fault? {
    let fault = fault(call)
    switch fault {
    case .transient: throw MemoryImages.error(true)
    case .refused: throw MemoryImages.error(false)
    case .cancelled: withUnsafeCurrentTask { $0?.cancel() }
    default: break
    }
    return fault
  }

  func image(id: String) async throws -> Image? { model[id]?.image }

  func images(named name: String) async throws -> [Image] {
    _ = try begin(.list)
    return model.entries.map(\.image).filter { $0.name == name }
  }

  func open(_ image: Image, from offset: Int) async throws -> any ByteStream {
    let fault = try begin(.open)
    guard var data = model[image.id]?.data else { throw MemoryImages.error(false) }
    switch fault {
    case .corrupted: data[data.count / 2] ^= 1
    case .truncated(let count): data = Array(data.prefix(count))
    case .cut(let count): return PieceStream(Array(data.prefix(count)[offset...]), fails: true)
    default: break
    }
    return PieceStream(offset < data.count ? Array(data[offset...]) : [])
  }

  func leftovers(marked mark: String) async throws -> [Image] {
    model.entries.map(\.image).filter { $0.properties["mark"] == mark }
  }

  func create(_ image: NewImage, marked mark: String) async throws -> Image {
    let fault = try begin(.create)
    var image = image
    image.properties["mark"] = mark
    let made = model.create(image)
    if case .lostAnswer = fault { throw MemoryImages.error(true) }
    return made
  }

  func upload(_ body: StreamedBody, to image: Image) async throws {
    let fault = try begin(.upload)
    var data: [UInt8] = []
    while let bytes = try await body.stream.next() { data += bytes }
    guard data.count == body.lengthInBytes else { throw MemoryImages.error(true) }
    if case .corrupted = fault { data[0] ^= 1 }
    if case .truncated(let count) = fault { data = Array(data.prefix(count)) }
    try model.fill(image.id, data)
    if case .lostAnswer = fault { throw MemoryImages.error(true) }
  }

  func publish(_ image: Image, as name: String) async throws -> Image {
    let fault = try begin(.publish)
    model.rename(image.id, name, removing: "mark")
    if case .lostAnswer = fault { throw MemoryImages.error(true) }
    return model[image.id]?.image ?? image
  }

  func delete(_ image: Image) async throws {
    _ = try begin(.delete)
    model.delete(image.id)
  }
}

/// Bytes in pieces of 7, and perhaps an error after the last.
private actor PieceStream: ByteStream {
  private var rest: ArraySlice<UInt8>
  private let fails: Bool

  init(_ bytes: [UInt8], fails: Bool = false) {
    rest = bytes[...]
    self.fails = fails
  }

  func next() async throws -> [UInt8]? {
    try Task.checkCancellation()
    if rest.isEmpty, fails {
      throw OpenStackError(place: "memory", reason: "cut", isRetryable: true)
    }
    defer { rest = rest.dropFirst(7) }
    return rest.isEmpty ? nil : Array(rest.prefix(7))
  }
}
