private import Synchronization

extension LoopbackServer {
  /// A connection that is up to the test; its calls block.
  package final class Connection: Sendable {
    private let socket: Socket
    private let received: Mutex<[UInt8]>

    init(_ socket: Socket, received: [UInt8]) {
      self.socket = socket
      self.received = Mutex(received)
    }

    /// Sends all of `bytes`; false when the client has closed the connection.
    package func send(_ bytes: [UInt8]) -> Bool { socket.send(bytes) }

    /// Sends `text`; false when the client has closed the connection.
    package func send(_ text: String) -> Bool { socket.send(Array(text.utf8)) }

    /// Waits for bytes; nil when the client has closed the connection.
    package func receive() -> [UInt8]? {
      let first = received.withLock { received in
        defer { received = [] }
        return received
      }
      return first.isEmpty ? socket.receive() : first
    }

    /// Waits for `count` bytes without keeping them; how many came before the connection was closed.
    package func skip(_ count: Int) -> Int {
      var total = 0
      while total < count, let bytes = receive() { total += bytes.count }
      return total
    }
  }
}
