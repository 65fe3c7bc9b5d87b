import HTTP
private import Synchronization

/// Bytes at hand as a stream.
package final class HeldBytes: ByteStream {
  private let rest: Mutex<[UInt8]>

  /// Takes all bytes there will be.
  package init(_ bytes: [UInt8]) { rest = Mutex(bytes) }

  /// All bytes at once.
  package func next() -> [UInt8]? {
    rest.withLock { rest in
      defer { rest = [] }
      return rest.isEmpty ? nil : rest
    }
  }
}
