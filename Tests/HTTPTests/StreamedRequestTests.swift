import Dispatch
@testable import HTTP
import Synchronization
import Testing
import TestSupport

@Suite struct StreamedRequestTests {
  private func put(
    _ server: LoopbackServer, _ stream: any ByteStream, length: Int?, method: HTTPMethod = .put
  ) async throws -> HTTPResponse {
    try await makeClient().send(
      HTTPRequest("\(server.url)/a", method: method, timeouts: .streaming),
      body: StreamedBody(stream, lengthInBytes: length))
  }

  @Test(arguments: [HTTPMethod.put, .post, .patch])
  func sendsWhatTheStreamGives(method: HTTPMethod) async throws {
    let server = try LoopbackServer { _ in .text("done") }
    let stream = MadeUpStream(chunk: [1, 2, 3], count: 4)
    let response = try await put(server, stream, length: 12, method: method)
    #expect(response.body == Array("done".utf8))
    let request = server.requests[0]
    #expect(request.method == method.rawValue)
    #expect(request.body == [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])
    #expect(request["content-length"] == "12")
    #expect(request["transfer-encoding"] == nil)
    #expect(request["expect"] == nil)
  }

  /// The stream may fail before the transfer has begun.
  @Test func aStreamThatFailsAtOnceEndsEveryRequest() async throws {
    struct Failure: Error {}
    struct FailingStream: ByteStream {
      func next() async throws -> [UInt8]? { throw Failure() }
    }
    let server = try LoopbackServer { _ in .text("") }
    let client = makeClient()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 {
        group.addTask {
          let request = HTTPRequest(server.url, method: .put, timeouts: .streaming)
          do {
            _ = try await client.send(
              request, body: StreamedBody(FailingStream(), lengthInBytes: 10))
            return false
          } catch { return true }
        }
      }
      for await hasFailed in group { #expect(hasFailed) }
    }
  }

  @Test func sendsNothing() async throws {
    let server = try LoopbackServer { _ in .text("") }
    #expect(try await put(server, MadeUpStream(count: 0), length: 0).status == .ok)
    #expect(server.requests[0]["content-length"] == "0")
  }

  @Test func sendsChunksWhereTheLengthIsUnknown() async throws {
    let received = Shared<[UInt8]>([])
    let server = try LoopbackServer(takingOver: { _, connection in
      while let bytes = connection.receive() {
        let isOver = received.withLock { received in
          received += bytes
          return received.suffix(5) == Array("0\r\n\r\n".utf8)
        }
        if isOver { break }
      }
      _ = connection.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
    })
    let response = try await put(server, MadeUpStream(chunk: [65, 66], count: 1), length: nil)
    #expect(response.status.rawValue == 201)
    #expect(server.requests[0]["transfer-encoding"] == "chunked")
    #expect(String(decoding: received.value, as: UTF8.self) == "2\r\nAB\r\n0\r\n\r\n")
  }

  @Test func muchGoesThroughLittleMemory() async throws {
    let (length, total) = (100_000, 1000)
    let count = Shared(0)
    let server = try LoopbackServer(takingOver: { _, connection in
      let skipped = connection.skip(length * total)
      count.withLock { $0 = skipped }
      _ = connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    })
    let stream = MadeUpStream(count: total)
    #expect(try await put(server, stream, length: length * total).status == .ok)
    #expect(count.value == length * total)
  }

  @Test func aSlowServerHoldsTheStreamBack() async throws {
    let (first, go) = (Event(), DispatchSemaphore(value: 0))
    let server = try LoopbackServer(takingOver: { _, connection in
      first.happen()
      go.wait()
      _ = connection.skip(100_000_000)
      _ = connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    })
    let stream = MadeUpStream(count: 1000)
    let task = Task { try await put(server, stream, length: 100_000_000) }
    await first.wait()
    for _ in 0..<1000 { await Task.yield() }
    // The pipe and the system's buffers hold some megabytes.
    #expect(stream.chunksGiven < 500)
    go.signal()
    #expect(try await task.value.status == .ok)
  }

  @Test(arguments: [409, 413, 500])
  func anEarlyAnswerStopsTheStream(status: Int) async throws {
    let server = try LoopbackServer(takingOver: { _, connection in
      _ = connection.send("HTTP/1.1 \(status) No\r\nContent-Length: 3\r\n\r\nwhy")
      while connection.receive() != nil {}
    })
    let stream = MadeUpStream(count: 1_000_000)
    let response = try await put(server, stream, length: 100_000_000_000)
    #expect(response.status.rawValue == status)
    #expect(response.body == Array("why".utf8))
    #expect(stream.chunksGiven < 1000)
  }

  @Test func anEarlyAnswerDoesNotWaitForTheStream() async throws {
    let server = try LoopbackServer(takingOver: { _, connection in
      _ = connection.send("HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n")
      while connection.receive() != nil {}
    })
    #expect(try await put(server, SilentStream(), length: 10).status.rawValue == 409)
  }

  struct BadStream: Sendable, CustomTestStringConvertible {
    let name: String
    let chunks: Int
    var fails = false
    let announced: Int?
    let error: CurlError.Cause?
    var testDescription: String { name }
  }

  @Test(arguments: [
    BadStream(
      name: "too short", chunks: 2, announced: 300_000,
      error: .bodyLength(announcedInBytes: 300_000, foundInBytes: 200_000)),
    BadStream(
      name: "too long by a chunk", chunks: 4, announced: 300_000,
      error: .bodyLength(announcedInBytes: 300_000, foundInBytes: 400_000)),
    BadStream(
      name: "too long by a part", chunks: 3, announced: 299_999,
      error: .bodyLength(announcedInBytes: 299_999, foundInBytes: 300_000)),
    BadStream(name: "fails in the middle", chunks: 2, fails: true, announced: 300_000, error: nil),
    BadStream(
      name: "fails after the last byte", chunks: 3, fails: true, announced: 300_000, error: nil),
    BadStream(name: "fails, of unknown length", chunks: 3, fails: true, announced: nil, error: nil),
  ])
  func theServerNeverGetsACompleteRequestOf(bad: BadStream) async throws {
    let (received, closed) = (Shared<[UInt8]>([]), Event())
    let server = try LoopbackServer(takingOver: { _, connection in
      while let bytes = connection.receive() { received.withLock { $0 += bytes } }
      closed.happen()
    })
    let stream = MadeUpStream(count: bad.chunks, fails: bad.fails)
    do {
      _ = try await put(server, stream, length: bad.announced)
      Issue.record("nothing was thrown")
    } catch let error as CurlError {
      #expect(error.cause == bad.error)
      #expect(!error.isRetryable)
    } catch {
      #expect(error is MadeUpStream.Failure && bad.error == nil)
    }
    await closed.wait()
    if let announced = bad.announced { #expect(received.value.count < announced) }
    #expect(received.value.suffix(5) != Array("0\r\n\r\n".utf8))
  }

  @Test func cancellationEndsTheUpload() async throws {
    let (asked, closed) = (Event(), Event())
    let server = try LoopbackServer(takingOver: { _, connection in
      asked.happen()
      while connection.receive() != nil {}
      closed.happen()
    })
    let task = Task { try await put(server, SilentStream(), length: 10) }
    await asked.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    await closed.wait()
  }

  @Test func aServerThatHangsUpIsAnError() async throws {
    let server = try LoopbackServer(takingOver: { _, connection in _ = connection.receive() })
    let error = await #expect(throws: CurlError.self) {
      try await put(server, MadeUpStream(count: 1000), length: 100_000_000)
    }
    #expect(error?.isRetryable == true)
  }

  @Test func aContentThatIsGoneIsNotRedirected() async throws {
    let server = try LoopbackServer { request in
      request.target == "/a" ? .status(307, [("Location", "/b?sig=1")]) : .text("")
    }
    let error = await #expect(throws: CurlError.self) {
      try await put(server, MadeUpStream(chunk: [1], count: 1), length: 1)
    }
    #expect(
      error?.reason == "refused: redirect of a PUT whose content cannot be sent again to "
        + "'\(server.url)/b?sig=<secret>'")
    #expect(server.requests.count == 1)
  }

  @Test func anAnswerElsewhereIsFetched() async throws {
    let server = try LoopbackServer { request in
      request.target == "/a" ? .status(303, [("Location", "/b")]) : .text("there")
    }
    let response = try await put(server, MadeUpStream(chunk: [1], count: 1), length: 1)
    #expect(response.body == Array("there".utf8))
    #expect(server.requests.map(\.method) == ["PUT", "GET"])
  }

  @Test func aCopyPassesThroughOneClient() async throws {
    let source = try LoopbackServer(takingOver: { _, connection in
      _ = connection.send("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n")
      for _ in 0..<200 where !connection.send(Array(repeating: 65, count: 100_000)) { return }
    })
    let destination = try LoopbackServer(takingOver: { _, connection in
      let count = connection.skip(20_000_000)
      _ = connection.send("HTTP/1.1 200 OK\r\nX-Count: \(count)\r\nContent-Length: 0\r\n\r\n")
    })
    let client = makeClient(limit: 1)
    let answer = try await client.open(HTTPRequest(source.url))
    let response = try await client.send(
      HTTPRequest(destination.url, method: .put),
      body: StreamedBody(answer.body, lengthInBytes: 20_000_000))
    #expect(response.headers["x-count"] == "20000000")
  }
}

@Suite struct StallWatchTests {
  private func watch(rate: Int) -> StallWatch {
    StallWatch(
      HTTPTimeouts(stalled: .seconds(10), minimumRateInBytesPerSecond: rate), now: .zero)
  }

  @Test func countsOnlyTheTimeInWhichTheOtherSideIsSlow() {
    var watch = watch(rate: 100)
    let isStalled = { (second: Int, bytes: Int, isWaitingForUs: Bool) in
      watch.note(bytes)
      return watch.isStalled(now: .seconds(second), isWaitingForUs: isWaitingForUs)
    }
    let looks = [
      (9, 0, false), (100, 0, true), (109, 0, false), (110, 999, false), (110, 1, false),
      (119, 0, false), (120, 0, false),
    ]
    #expect(
      looks.map { isStalled($0.0, $0.1, $0.2) } == [
        false, false, false, true, false, false, true,
      ])
  }

  @Test func aRateOfNothingStillWantsAByte() {
    var watch = watch(rate: 0)
    let isStalled = watch.isStalled(now: .seconds(10), isWaitingForUs: false)
    #expect(isStalled)
  }
}

@Suite struct StalledStreamTests {
  private let timeouts = HTTPTimeouts(stalled: .seconds(1), minimumRateInBytesPerSecond: 1)

  @Test func aServerThatStopsIsGivenUp() async throws {
    let server = try LoopbackServer(takingOver: { _, connection in
      _ = connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
      while connection.receive() != nil {}
    })
    // On a loaded machine the second may end before the header is read.
    let error = await #expect(throws: CurlError.self) {
      let response = try await makeClient().open(HTTPRequest(server.url, timeouts: timeouts))
      _ = try await response.body.drain()
    }
    #expect(error?.reason == "curl error 28: the transfer is slower than 1 bytes/s")
    #expect(error?.isRetryable == true)
  }
}
