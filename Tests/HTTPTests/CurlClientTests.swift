import HTTP
import Testing
import TestSupport

@Suite struct CurlClientTests {
  @Test func returnsStatusHeadersAndBody() async throws {
    let server = try LoopbackServer { _ in
      .message(
        status: 200, headers: [("ETag", "\"a\""), ("X-Empty", ""), ("X-Padded", " \t b \t ")],
        body: Array("körper".utf8))
    }
    let response = try await makeClient().send(HTTPRequest("\(server.url)/sites?page=2"))
    #expect(response.status == .ok)
    #expect(response.headers["etag"] == "\"a\"")
    #expect(response.headers["ETAG"] == "\"a\"")
    #expect(response.headers["x-empty"] == "")
    #expect(response.headers["x-padded"] == "b")
    #expect(response.headers["absent"] == nil)
    #expect(String(decoding: response.body, as: UTF8.self) == "körper")
    #expect(response.url == "\(server.url)/sites?page=2")

    let request = try #require(server.requests.first)
    #expect(request.method == "GET")
    #expect(request.target == "/sites?page=2")
    #expect(request["user-agent"] == "chiport/test")
    #expect(request["accept-encoding"]?.contains("gzip") == true)
  }

  @Test func returnsNotFoundAsAnAnswerAndFetchThrowsIt() async throws {
    let server = try LoopbackServer { _ in .status(404) }
    let client = makeClient()
    let request = HTTPRequest("\(server.url)/none")
    #expect(try await client.send(request).status == .notFound)
    let error = await #expect(throws: CurlError.self) { try await client.fetch(request) }
    #expect(error?.description == "GET \(server.url)/none: HTTP 404")
    #expect(error?.isRetryable == false)
  }

  @Test func decompressesGzip() async throws {
    let server = try LoopbackServer { _ in
      .message(status: 200, headers: [("Content-Encoding", "gzip")], body: Gzip.hello)
    }
    let response = try await makeClient().send(HTTPRequest(server.url))
    #expect(String(decoding: response.body, as: UTF8.self) == Gzip.helloText)
  }

  @Test func joinsChunks() async throws {
    let server = try LoopbackServer { _ in
      .chunked(status: 200, headers: [], chunks: [Array("one ".utf8), Array("two".utf8)])
    }
    let response = try await makeClient().send(HTTPRequest(server.url))
    #expect(String(decoding: response.body, as: UTF8.self) == "one two")
  }

  @Test func ignoresInterimAnswers() async throws {
    let text = "HTTP/1.1 103 Early\r\nX-A: 1\r\n\r\nHTTP/1.1 204 No Content\r\nX-B: 2\r\n\r\n"
    let server = try LoopbackServer { _ in .raw(Array(text.utf8)) }
    let response = try await makeClient().send(HTTPRequest(server.url))
    #expect(response.status.rawValue == 204)
    #expect(response.headers.fields.map(\.name) == ["X-B"])
  }

  @Test(arguments: [
    (HTTPMethod.get, ""), (.head, ""), (.post, ""), (.post, "a b"), (.put, ""), (.put, "x"),
    (.patch, "x"), (.delete, ""), (.delete, "x"),
  ])
  func sendsMethodAndBody(method: HTTPMethod, body: String) async throws {
    let server = try LoopbackServer { _ in .text("answer") }
    let response = try await makeClient().send(
      HTTPRequest(server.url, method: method, body: Array(body.utf8)))
    #expect(response.body.count == (method == .head ? 0 : 6))
    let request = try #require(server.requests.first)
    #expect(request.method == method.rawValue)
    #expect(request.body == Array(body.utf8))
    #expect(request["content-type"] == nil)
    #expect(request["expect"] == nil)
  }

  @Test func sendsBytesThatEndAString() async throws {
    let server = try LoopbackServer { _ in .text("") }
    let body: [UInt8] = [1, 0, 2, 0xFF, 0]
    _ = try await makeClient().send(HTTPRequest(server.url, method: .post, body: body))
    #expect(server.requests.first?.body == body)
  }

  @Test func sendsHeadersInOrder() async throws {
    let server = try LoopbackServer { _ in .text("") }
    let headers = [
      HTTPHeader("Accept", "application/json"), HTTPHeader("X-Blank", " "),
      HTTPHeader("X-Auth-Token", Secret("s3cret")), .bearer(Secret("b3arer")),
    ]
    _ = try await makeClient().send(HTTPRequest(server.url, headers: headers))
    let request = try #require(server.requests.first)
    #expect(request["accept"] == "application/json")
    #expect(request["x-blank"] == "")
    #expect(request["x-auth-token"] == "s3cret")
    #expect(request["authorization"] == "Bearer b3arer")
  }

  @Test func keepsTheConnection() async throws {
    let server = try LoopbackServer { _ in .text("x") }
    let client = makeClient()
    for _ in 0..<5 { _ = try await client.send(HTTPRequest(server.url)) }
    #expect(server.requests.map(\.connection) == [1, 1, 1, 1, 1])
  }

  @Test func repeatsNoPostOnAKeptConnection() async throws {
    let server = try LoopbackServer { $0.method == "POST" ? .hangUp : .text("x") }
    let client = makeClient()
    _ = try await client.send(HTTPRequest(server.url))
    let error = await failure(
      of: HTTPRequest(server.url, method: .post, body: [1]), by: client)
    #expect(server.requests.map(\.method) == ["GET", "POST"])
    #expect(error?.isRetryable == false)
  }

  @Test func answersAfterTheClientIsReleased() async throws {
    let server = try LoopbackServer { _ in .text("x") }
    let tasks = (0..<4).map { _ in
      Task { try await makeClient().send(HTTPRequest(server.url)).status }
    }
    for task in tasks { #expect(try await task.value == .ok) }
  }

  @Test(.timeLimit(.minutes(1))) func closesItsConnectionsWhenReleased() async throws {
    let server = try LoopbackServer { _ in .text("x") }
    _ = try await makeClient().send(HTTPRequest(server.url))
    while server.openConnections > 0 { await Task.yield() }
  }
}
