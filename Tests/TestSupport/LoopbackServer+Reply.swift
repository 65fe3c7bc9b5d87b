extension LoopbackServer {
  /// An answer, or a fault.
  package enum Reply: Sendable {
    /// A well-formed answer with the length of `body` declared; the connection is kept.
    case message(status: Int, headers: [(String, String)], body: [UInt8])
    /// A well-formed answer in chunks; the connection is kept.
    case chunked(status: Int, headers: [(String, String)], chunks: [[UInt8]])
    /// Exactly these bytes, then the connection is closed.
    case raw([UInt8])
    /// The header given, then `chunk` again and again until the client closes the connection.
    case endless(headers: [(String, String)], chunk: [UInt8])
    /// Nothing until the client closes the connection, which is then told.
    case silence(onClose: @Sendable () -> Void)

    /// The connection is closed without an answer.
    package static let hangUp = Reply.raw([])

    package static func status(_ status: Int, _ headers: [(String, String)] = []) -> Reply {
      .message(status: status, headers: headers, body: [])
    }

    package static func text(_ text: String, _ headers: [(String, String)] = []) -> Reply {
      .message(status: 200, headers: headers, body: Array(text.utf8))
    }

    /// An answer that declares more than it sends before the connection is closed.
    package static func truncated(_ text: String, declaredLength: Int) -> Reply {
      .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: \(declaredLength)\r\n\r\n\(text)".utf8))
    }
  }
}

extension LoopbackServer.Reply {
  /// Sends the answer; false when the connection is to be closed.
  func send(to socket: Socket, isHead: Bool) -> Bool {
    switch self {
    case .message(let status, let headers, let body):
      let length = [("Content-Length", "\(body.count)")]
      return socket.send(head(status, headers + length) + (isHead ? [] : body))
    case .chunked(let status, let headers, let chunks):
      var bytes = head(status, headers + [("Transfer-Encoding", "chunked")])
      for chunk in chunks + [[]] {
        bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
      }
      return socket.send(bytes)
    case .raw(let bytes):
      _ = socket.send(bytes)
      return false
    case .endless(let headers, let chunk):
      var isOpen = socket.send(head(200, headers))
      while isOpen { isOpen = socket.send(chunk) }
      return false
    case .silence(let onClose):
      while socket.receive() != nil {}
      onClose()
      return false
    }
  }

  private func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
    let lines = headers.map { "\($0): \($1)\r\n" }.joined()
    return Array("HTTP/1.1 \(status) Status\r\n\(lines)\r\n".utf8)
  }
}
