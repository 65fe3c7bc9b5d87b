private import Glibc
private import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 whose every answer, and every fault, is up to the test.
///
/// Each connection has a thread, on which the handler runs, so a handler may block. Connections are
/// kept alive where the reply allows. The server stops when it is released.
package final class LoopbackServer: Sendable {
  /// What the client asked.
  package struct Request: Sendable {
    package let method: String
    /// Path and query as sent.
    package let target: String
    /// In the order received; names in lower case.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// The number of the connection, from 1 in the order of acceptance.
    package let connection: Int

    /// The value of the first field named `name`, which is in lower case; nil for none.
    package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
  }

  package typealias Handler = @Sendable (Request) -> Reply
  /// Does what it likes with a connection after the header of a request; `body` of it is empty.
  package typealias Takeover = @Sendable (Request, Connection) -> Void

  package let port: UInt16
  private let core: Core

  /// Binds a free port and begins to accept connections.
  ///
  /// - Parameter handler: Answers each request; it runs on the threads of the connections.
  /// - Throws: `SystemError` of the call that failed.
  package convenience init(_ handler: @escaping Handler) throws {
    try self.init(handler, takingOver: nil)
  }

  /// Binds a free port and gives each connection to `takeover` after its first header.
  ///
  /// The connection is closed when that returns. For contents that no memory should hold, and for answers that come before their end.
  package convenience init(takingOver takeover: @escaping Takeover) throws {
    try self.init({ _ in .hangUp }, takingOver: takeover)
  }

  private init(_ handler: @escaping Handler, takingOver takeover: Takeover?) throws {
    let listener = try Socket.listening()
    port = listener.port
    let core = Core(handler, takeover)
    self.core = core
    core.keep(listener.descriptor)
    startThread { core.accept(on: listener.descriptor) }
  }

  deinit { stop() }

  /// `http://127.0.0.1:` and the port, without a slash at the end.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// What has been asked so far, in the order in which the requests were complete.
  package var requests: [Request] { core.requests }

  /// How many connections neither side has closed.
  package var openConnections: Int { core.openConnections }

  /// Closes the port and all connections, once or more often.
  package func stop() { core.stop() }
}

/// What the threads share; it outlives the server until the last of them ends.
private final class Core: Sendable {
  private struct State: Sendable {
    var requests: [LoopbackServer.Request] = []
    /// Open descriptors, each closed by the thread that uses it after taking it out.
    var descriptors: Set<Int32> = []
    var connections = 0
    var closedConnections = 0
    var isStopped = false
  }

  private let handler: LoopbackServer.Handler
  private let takeover: LoopbackServer.Takeover?
  private let state = Mutex(State())

  init(_ handler: @escaping LoopbackServer.Handler, _ takeover: LoopbackServer.Takeover?) {
    self.handler = handler
    self.takeover = takeover
  }

  var requests: [LoopbackServer.Request] { state.withLock { $0.requests } }

  var openConnections: Int { state.withLock { $0.connections - $0.closedConnections } }

  func stop() {
    state.withLock { state in
      state.isStopped = true
      // Wakes the threads that block in accept() and recv().
      for descriptor in state.descriptors { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  func keep(_ descriptor: Int32) { state.withLock { _ = $0.descriptors.insert(descriptor) } }

  func accept(on listener: Int32) {
    defer { release(listener) }
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      if descriptor < 0, errno == EINTR || errno == ECONNABORTED { continue }
      guard descriptor >= 0 else { return }
      let number = state.withLock { state -> Int? in
        guard !state.isStopped else { return nil }
        state.descriptors.insert(descriptor)
        state.connections += 1
        return state.connections
      }
      guard let number else {
        close(descriptor)
        return
      }
      startThread { self.serve(Socket(descriptor: descriptor), connection: number) }
    }
  }

  private func serve(_ socket: Socket, connection: Int) {
    defer {
      release(socket.descriptor)
      state.withLock { $0.closedConnections += 1 }
    }
    var reader = RequestReader(
      socket: socket, connection: connection, leavesBodies: takeover != nil)
    if let takeover {
      guard let request = reader.next() else { return }
      state.withLock { $0.requests.append(request) }
      return takeover(request, LoopbackServer.Connection(socket, received: reader.rest))
    }
    while let request = reader.next() {
      state.withLock { $0.requests.append(request) }
      guard handler(request).send(to: socket, isHead: request.method == "HEAD"),
        request["connection"] != "close"
      else { return }
    }
  }

  private func release(_ descriptor: Int32) {
    state.withLock { _ = $0.descriptors.remove(descriptor) }
    // Ends the connection even if a child process has inherited the descriptor.
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}

/// Reads requests off one connection.
private struct RequestReader {
  let socket: Socket
  let connection: Int
  let leavesBodies: Bool
  private var buffer: [UInt8] = []

  init(socket: Socket, connection: Int, leavesBodies: Bool) {
    self.socket = socket
    self.connection = connection
    self.leavesBodies = leavesBodies
  }

  /// What has been received beyond the last request.
  var rest: [UInt8] { buffer }

  /// The next request; nil when the client has closed the connection or sends something else.
  mutating func next() -> LoopbackServer.Request? {
    guard let head = take(until: Array("\r\n\r\n".utf8)) else { return nil }
    var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")[...]
    let start = lines.popFirst()?.split(separator: " ") ?? []
    guard start.count == 3 else { return nil }
    let headers = lines.map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      let value = line[colon...].dropFirst().drop { $0 == " " }
      return (name: line[..<colon].lowercased(), value: String(value))
    }
    let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) }
    guard let body = take(count: leavesBodies ? 0 : length ?? 0) else { return nil }
    return LoopbackServer.Request(
      method: String(start[0]), target: String(start[1]), headers: headers, body: body,
      connection: connection)
  }

  private mutating func take(until end: [UInt8]) -> [UInt8]? {
    while true {
      if let index = buffer.indices.first(where: { buffer[$0...].starts(with: end) }) {
        defer { buffer.removeFirst(index + end.count) }
        return Array(buffer[..<index])
      }
      guard fill() else { return nil }
    }
  }

  private mutating func take(count: Int) -> [UInt8]? {
    while buffer.count < count { guard fill() else { return nil } }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  private mutating func fill() -> Bool {
    guard let bytes = socket.receive() else { return false }
    buffer += bytes
    return true
  }
}
