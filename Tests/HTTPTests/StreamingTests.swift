import HTTP
import Synchronization
import Testing
import TestSupport

/// Bytes that a test makes up, counted as they are taken.
final class MadeUpStream: ByteStream {
  struct Failure: Error, Equatable {}

  private let chunk: [UInt8]
  private let count: Int
  private let failsInTheEnd: Bool
  private let given = Mutex(0)

  /// `count` times the same chunk, and then the end or a `Failure`.
  init(chunk: [UInt8] = Array(repeating: 65, count: 100_000), count: Int, fails: Bool = false) {
    self.chunk = chunk
    self.count = count
    failsInTheEnd = fails
  }

  /// How many chunks have been taken.
  var chunksGiven: Int { given.withLock { $0 } }

  func next() async throws -> [UInt8]? {
    try Task.checkCancellation()
    let isOver = given.withLock { given in
      guard given < count else { return true }
      given += 1
      return false
    }
    if isOver, failsInTheEnd { throw Failure() }
    return isOver ? nil : chunk
  }
}

/// Nothing until the task is cancelled.
struct SilentStream: ByteStream {
  func next() async throws -> [UInt8]? {
    while true { try await Task.sleep(for: .seconds(3600)) }
  }
}

extension ByteStream {
  /// How many bytes are left, without keeping them.
  func drain() async throws -> Int {
    var count = 0
    while let chunk = try await next() {
      #expect(!chunk.isEmpty)
      count += chunk.count
    }
    return count
  }
}

private func header(length: Int?, status: String = "200 OK") -> String {
  "HTTP/1.1 \(status)\r\n\(length.map { "Content-Length: \($0)\r\n" } ?? "")\r\n"
}

@Suite struct StreamedAnswerTests {
  @Test func bringsHeaderAndContent() async throws {
    let server = try LoopbackServer { _ in
      .message(status: 200, headers: [("ETag", "x")], body: Array("körper".utf8))
    }
    let response = try await makeClient().open(HTTPRequest("\(server.url)/a"))
    #expect(response.status == .ok)
    #expect(response.headers["etag"] == "x")
    #expect(response.url == "\(server.url)/a")
    #expect(try await response.body.next() == Array("körper".utf8))
    #expect(try await response.body.next() == nil)
    #expect(try await response.body.next() == nil)
    #expect(server.requests[0]["accept-encoding"] == "identity")
  }

  struct Edge: Sendable, CustomTestStringConvertible {
    let name: String
    let reply: LoopbackServer.Reply
    let status: Int
    let bytes: Int
    var method = HTTPMethod.get
    var testDescription: String { name }
  }

  @Test(arguments: [
    Edge(name: "empty", reply: .text(""), status: 200, bytes: 0),
    Edge(
      name: "no content", reply: .raw(Array(header(length: nil, status: "204 No").utf8)),
      status: 204, bytes: 0),
    Edge(
      name: "an error is an answer",
      reply: .message(
        status: 404, headers: [], body: [1, 2, 3]), status: 404, bytes: 3),
    Edge(
      name: "until the connection closes",
      reply: .raw(
        Array("HTTP/1.1 200 OK\r\n\r\nabc".utf8)), status: 200, bytes: 3),
    Edge(
      name: "interim answer",
      reply: .raw(
        Array(
          "HTTP/1.1 103 Early\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na".utf8)),
      status: 200, bytes: 1),
    Edge(
      name: "chunks",
      reply: .chunked(
        status: 200, headers: [], chunks: [[1], [2, 3], Array(repeating: 4, count: 700_000)]),
      status: 200, bytes: 700_003),
    Edge(
      name: "compressed by the store, and left so",
      reply: .message(
        status: 200, headers: [("Content-Encoding", "gzip")], body: Gzip.hello), status: 200,
      bytes: Gzip.hello.count),
    Edge(
      name: "head",
      reply: .message(
        status: 200, headers: [], body: Array(repeating: 1, count: 9)), status: 200, bytes: 0,
      method: .head),
    Edge(name: "a redirect that leads nowhere", reply: .status(304), status: 304, bytes: 0),
  ])
  func edges(edge: Edge) async throws {
    let server = try LoopbackServer { _ in edge.reply }
    let response = try await makeClient().open(HTTPRequest(server.url, method: edge.method))
    #expect(response.status.rawValue == edge.status)
    #expect(try await response.body.drain() == edge.bytes)
  }

  @Test func followsRedirects() async throws {
    let server = try LoopbackServer { request in
      request.target == "/"
        ? .message(
          status: 302, headers: [("Location", "/next")], body: [1, 2]) : .text("there")
    }
    let response = try await makeClient().open(HTTPRequest("\(server.url)/"))
    #expect(response.url == "\(server.url)/next")
    #expect(try await response.body.drain() == 5)
  }

  @Test func aSlowReaderHoldsTheServerBack() async throws {
    let chunk = [UInt8](repeating: 7, count: 1 << 20)
    let sent = Shared(0)
    let isSent = Event()
    let server = try LoopbackServer(takingOver: { _, connection in
      guard connection.send(header(length: 100 << 20)) else { return }
      for _ in 0..<100 where connection.send(chunk) { sent.withLock { $0 += 1 } }
      isSent.happen()
    })
    let response = try await makeClient().open(
      HTTPRequest(server.url, timeouts: .streaming, maximumBodyInBytes: .max))
    let first = try #require(try await response.body.next())
    // What is under way sits in the pipe and in the system's buffers, which hold some megabytes.
    for _ in 0..<1000 { await Task.yield() }
    #expect(sent.value < 50)
    #expect(try await first.count + response.body.drain() == 100 << 20)
    await isSent.wait()
    #expect(sent.value == 100)
  }

  @Test func aCutContentIsAnErrorAfterWhatCame() async throws {
    let server = try LoopbackServer { _ in .truncated("abc", declaredLength: 100) }
    let response = try await makeClient().open(HTTPRequest("\(server.url)/a"))
    #expect(try await response.body.next() == Array("abc".utf8))
    let error = await #expect(throws: CurlError.self) { try await response.body.next() }
    #expect(error?.isRetryable == true)
    #expect(error?.description.hasPrefix("GET \(server.url)/a: curl error 18: ") == true)
  }

  @Test func theBoundOnTheContentHolds() async throws {
    let server = try LoopbackServer { _ in
      .endless(headers: [], chunk: Array(repeating: 65, count: 4096))
    }
    let response = try await makeClient().open(
      HTTPRequest(server.url, maximumBodyInBytes: 2 << 20))
    let error = await #expect(throws: CurlError.self) { try await response.body.drain() }
    #expect(error?.cause == .bodyTooLarge(limitInBytes: 2 << 20))
  }

  @Test func whoeverLetsGoEndsTheTransfer() async throws {
    let server = try LoopbackServer { _ in
      .endless(headers: [], chunk: Array(repeating: 65, count: 4096))
    }
    let closed = Event()
    let watched = try LoopbackServer(takingOver: { _, connection in
      guard connection.send(header(length: 100 << 30)) else { return }
      while connection.send(Array(repeating: 65, count: 4096)) {}
      closed.happen()
    })
    let client = makeClient()
    _ = try await client.open(HTTPRequest(server.url)).body.next()
    _ = try await client.open(
      HTTPRequest(watched.url, maximumBodyInBytes: .max)
    ).body.next()
    await closed.wait()
  }

  @Test func cancellationEndsReading() async throws {
    let (asked, closed) = (Event(), Event())
    let server = try LoopbackServer(takingOver: { _, connection in
      guard connection.send(header(length: 10)) else { return }
      asked.happen()
      while connection.receive() != nil {}
      closed.happen()
    })
    let client = makeClient()
    let task = Task { try await client.open(HTTPRequest(server.url)).body.next() }
    await asked.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    await closed.wait()
  }

  @Test func cancellationEndsWaitingForTheHeader() async throws {
    let (asked, closed) = (Event(), Event())
    let server = try LoopbackServer { _ in
      asked.happen()
      return .silence(onClose: { closed.happen() })
    }
    let client = makeClient()
    let task = Task { try await client.open(HTTPRequest(server.url)).status }
    await asked.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    await closed.wait()
  }

  @Test func openStreamsLeaveTheirPlaceToOthers() async throws {
    let server = try LoopbackServer { request in
      request.target == "/" ? .text("") : .endless(headers: [], chunk: [65])
    }
    let client = makeClient(limit: 1)
    let first = try await client.open(HTTPRequest("\(server.url)/endless"))
    let second = try await client.open(HTTPRequest("\(server.url)/endless"))
    #expect(try await client.send(HTTPRequest("\(server.url)/")).status == .ok)
    _ = try await (first.body.next(), second.body.next())
  }

  @Test func isOpenedAgainWhileTheFailureMayPass() async throws {
    let script = Script(.hangUp, .status(503), .text("there"))
    let server = try LoopbackServer { _ in script.next() }
    let client = RetryingStreamingClient(makeClient(), sleep: { _ in })
    let response = try await client.open(HTTPRequest(server.url))
    #expect(try await response.body.drain() == 5)
    #expect(server.requests.count == 3)
  }
}
