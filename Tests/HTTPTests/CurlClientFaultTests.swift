import Dispatch
@testable import HTTP
import Testing
import TestSupport

@Suite struct CurlClientFaultTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let reply: LoopbackServer.Reply
    let code: CurlCode
    var testDescription: String { name }
  }

  @Test(arguments: [
    Fault(name: "no answer", reply: .hangUp, code: .emptyAnswer),
    Fault(
      name: "truncated body", reply: .truncated("abc", declaredLength: 100), code: .truncated),
    Fault(
      name: "truncated chunks",
      reply: .raw(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab".utf8)),
      code: .truncated),
  ])
  func aBrokenAnswerMayBeAskedForAgain(fault: Fault) async throws {
    let server = try LoopbackServer { _ in fault.reply }
    let error = try #require(await failure(of: HTTPRequest("\(server.url)/a")))
    guard case .transfer(let code, _) = error.cause else {
      Issue.record("\(error)")
      return
    }
    #expect(code == fault.code)
    #expect(error.isRetryable)
    #expect(error.description.hasPrefix("GET \(server.url)/a: curl error \(code.rawValue): "))
  }

  @Test func whatIsNotHTTPIsRefused() async throws {
    let server = try LoopbackServer { _ in .raw(Array("SSH-2.0-OpenSSH\r\n".utf8)) }
    let error = await failure(of: HTTPRequest(server.url))
    #expect(error?.isRetryable == false)
  }

  @Test func connectionRefused() async throws {
    let server = try LoopbackServer { _ in .text("") }
    server.stop()
    let error = try #require(await failure(of: HTTPRequest(server.url, method: .post)))
    #expect(
      error.description.hasPrefix("POST \(server.url): curl error 7: failed to connect"),
      "\(error)")
    // Nothing was sent, so even a POST may be repeated.
    #expect(error.isRetryable)
  }

  @Test func aServerThatNeverAnswersTimesOut() async throws {
    let server = try LoopbackServer { _ in .silence(onClose: {}) }
    let timeouts = HTTPTimeouts(total: .milliseconds(150))
    let error = try #require(await failure(of: HTTPRequest(server.url, timeouts: timeouts)))
    guard case .transfer(.timedOut, _) = error.cause else {
      Issue.record("\(error)")
      return
    }
    #expect(error.isRetryable)
    let post = HTTPRequest(server.url, method: .post, timeouts: timeouts)
    #expect(!CurlError(post, error.cause).isRetryable)
  }

  @Test func redirectsShareOneTimeOut() async throws {
    // Each answer takes 60 ms, which alone is within the bound.
    let never = DispatchSemaphore(value: 0)
    let server = try LoopbackServer { request in
      _ = never.wait(timeout: .now() + .milliseconds(60))
      return request.target == "/" ? .status(302, [("Location", "/next")]) : .text("late")
    }
    let timeouts = HTTPTimeouts(total: .milliseconds(100))
    let error = try #require(await failure(of: HTTPRequest(server.url, timeouts: timeouts)))
    guard case .transfer(.timedOut, _) = error.cause else {
      Issue.record("\(error)")
      return
    }
    #expect(error.url == server.url)
  }
}

@Suite struct CurlClientBoundsTests {
  private let cap = 100_000

  private func expectTooLarge(_ reply: LoopbackServer.Reply) async throws {
    let server = try LoopbackServer { _ in reply }
    let error = await failure(of: HTTPRequest(server.url, maximumBodyInBytes: cap))
    #expect(error?.cause == .bodyTooLarge(limitInBytes: cap))
    #expect(error?.isRetryable == false)
  }

  @Test func anEndlessBodyIsCut() async throws {
    try await expectTooLarge(.endless(headers: [], chunk: Array(repeating: 65, count: 4096)))
  }

  @Test func aChunkedBodyIsCut() async throws {
    let chunk = [UInt8](repeating: 65, count: 60_000)
    try await expectTooLarge(.chunked(status: 200, headers: [], chunks: [chunk, chunk]))
  }

  @Test func aCompressedBombIsCut() async throws {
    let bomb = Gzip.bomb(size: 8 << 20)
    #expect(bomb.count < cap)
    try await expectTooLarge(
      .message(status: 200, headers: [("Content-Encoding", "gzip")], body: bomb))
  }

  @Test func aDeclaredLengthIsRefusedBeforeAnyBody() async throws {
    let server = try LoopbackServer { _ in
      .endless(headers: [("Content-Length", "10000000000")], chunk: [65])
    }
    let error = await failure(
      of: HTTPRequest(server.url, timeouts: HTTPTimeouts(total: .seconds(5))))
    #expect(error?.cause == .bodyTooLarge(limitInBytes: 64 << 20))
  }

  @Test func theLengthThatHeadDeclaresIsNotABody() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"
    let server = try LoopbackServer { _ in .raw(Array(head.utf8)) }
    let response = try await makeClient().send(HTTPRequest(server.url, method: .head))
    #expect(response.headers["content-length"] == "10000000000")
  }

  @Test(arguments: [0, 5, 6])
  func theBoundItselfIsAllowed(size: Int) async throws {
    let server = try LoopbackServer { _ in
      .chunked(status: 200, headers: [], chunks: [Array(repeating: 65, count: 5)])
    }
    let request = HTTPRequest(server.url, maximumBodyInBytes: size)
    if size >= 5 {
      #expect(try await makeClient().send(request).body.count == 5)
    } else {
      #expect(await failure(of: request)?.cause == .bodyTooLarge(limitInBytes: size))
    }
  }

  @Test func aHugeHeaderIsCut() async throws {
    let fields = (0..<300).map { ("X-\($0)", String(repeating: "a", count: 1000)) }
    let server = try LoopbackServer { _ in .status(200, fields) }
    let error = await failure(of: HTTPRequest(server.url))
    #expect(error?.cause == .headersTooLarge(limitInBytes: 256 << 10))
  }
}
