@testable import HTTP
import Testing
import TestSupport

@Suite struct CurlClientSecurityTests {
  @Test(arguments: [
    ("http://93.184.216.34/", "refused: plain http is allowed only to this machine; use https"),
    ("http://localhost.example/", "refused: plain http is allowed only to this machine; use https"),
    ("file:///etc/passwd", "refused: only https is allowed, not 'file'"),
    ("ftp://127.0.0.1/", "refused: only https is allowed, not 'ftp'"),
    ("https:///path", "the URL is not usable: it has no host"),
    ("", "the URL is not usable: it has no scheme such as 'https://'"),
    ("example.org", "the URL is not usable: it has no scheme such as 'https://'"),
    (
      "https://user:pw@127.0.0.1/",
      "the URL is not usable: it contains a user name; credentials belong into a header"
    ),
  ])
  func refusesTheURL(url: String, reason: String) async throws {
    let error = try #require(await failure(of: HTTPRequest(url)))
    #expect("\(error.cause)" == reason)
    #expect(!error.isRetryable)
    #expect(!"\(error)".contains("pw"))
  }

  @Test func allowsPlainHTTPToOthersOnlyWhenTold() {
    #expect(throws: CurlError.Cause.self) {
      try RequestPolicy(allowsPlainHTTP: false).endpoint(of: "http://chi.example/")
    }
    #expect(throws: Never.self) {
      try RequestPolicy(allowsPlainHTTP: true).endpoint(of: "http://chi.example/")
    }
  }

  @Test(arguments: [
    HTTPHeader("X-A", "a\r\nX-B: b"), HTTPHeader("X-A", "a\nb"), HTTPHeader("X-A", "a\u{7F}b"),
    HTTPHeader("X-A\r\nX-B", "b"), HTTPHeader("", "a"), HTTPHeader("X A", "a"),
    HTTPHeader("X-Auth-Token", Secret("s3cret\r\nX-B: b")), HTTPHeader("Host", "other"),
    HTTPHeader("content-length", "0"), HTTPHeader("Transfer-Encoding", "chunked"),
  ])
  func refusesTheHeader(header: HTTPHeader) async throws {
    let server = try LoopbackServer { _ in .text("") }
    let error = try #require(
      await failure(of: HTTPRequest(server.url, headers: [header])))
    guard case .invalidHeader(let name, _) = error.cause else {
      Issue.record("\(error)")
      return
    }
    #expect(name == header.name)
    #expect(!"\(error)".contains("s3cret"))
    #expect(!"\(error)".contains("\n"))
    #expect(server.requests.isEmpty)
  }

  @Test func refusesAUserAgentWithALineBreak() async throws {
    let server = try LoopbackServer { _ in .text("") }
    let client = CurlClient(userAgent: "a\r\nX-B: b")
    #expect(await failure(of: HTTPRequest(server.url), by: client) != nil)
    #expect(server.requests.isEmpty)
  }

  @Test func noErrorShowsASecret() async throws {
    let replies: [LoopbackServer.Reply] = [
      .hangUp, .truncated("", declaredLength: 9), .status(302, [("Location", "file:///")]),
      .raw(Array("nonsense s3cret\r\n".utf8)),
      .endless(headers: [("Content-Length", "10000000000")], chunk: [65]),
    ]
    let headers = [HTTPHeader("X-Auth-Token", Secret("s3cret")), .bearer(Secret("s3cret"))]
    for reply in replies {
      let server = try LoopbackServer { _ in reply }
      let url = "\(server.url)/a?page=2&token=s3cret&temp_url_sig=s3cret#s3cret"
      let error = try #require(await failure(of: HTTPRequest(url, headers: headers)))
      var dumped = ""
      dump(error, to: &dumped)
      for text in ["\(error)", String(reflecting: error), dumped] {
        #expect(!text.contains("s3cret"))
        #expect(text.contains("/a?page=2&token=<secret>&temp_url_sig=<secret>"))
      }
    }
  }
}
