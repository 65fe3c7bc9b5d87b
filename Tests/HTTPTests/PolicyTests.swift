import Testing

@testable import HTTP

@Suite struct EndpointTests {
  @Test(arguments: [
    ("https://chi.example", "chi.example", 443),
    ("HTTPS://CHI.example:8443/a?b#c", "chi.example", 8443),
    ("http://[::1]:80/", "::1", 80), ("https://chi.example:?a", "chi.example", 443),
    ("https://a_b.example/x@y", "a_b.example", 443),
  ])
  func reads(url: String, host: String, port: Int) throws {
    let endpoint = try Endpoint(url)
    #expect(endpoint.host == host)
    #expect(endpoint.port == port)
  }

  @Test(arguments: [
    "https://", "https://:443", "https://a:0", "https://a:65536", "https://a:-1", "https://a:1x",
    "https://a:+1", "https://a b/", "https://a/b c", "https://127.0.0.1\\@b/", "https://ä.example",
    "https://a%2Eb/", "https://[::1", "https://[]/", "https://[::1%25eth0]/", "https://[::1]x/",
    "https://a@b/", "https:/a", "https:a", "//a", "http", "https://a/\r\nX: y", "https://a/\u{7F}",
  ])
  func refuses(url: String) {
    #expect(throws: CurlError.Cause.self) { try Endpoint(url) }
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.255.0.9", true), ("localhost", true), ("LOCALHOST", true),
    ("[::1]", true), ("127.0.0.1.example", false), ("127.0.0.01", false), ("0127.0.0.1", false),
    ("127.0.0.256", false), ("127.1", false), ("127.0.0.1.", false), ("2130706433", false),
    ("localhost.example", false), ("128.0.0.1", false), ("[::2]", false), ("0.0.0.0", false),
    ("[::ffff:127.0.0.1]", false),
  ])
  func knowsThisMachine(host: String, isLoopback: Bool) throws {
    #expect(try Endpoint("https://\(host)/").isLoopback == isLoopback)
  }
}

@Suite struct RequestPolicyTests {
  @Test(arguments: [
    ("https://a.example", "http://a.example"), ("https://a.example", "http://127.0.0.1"),
    ("https://a.example", "https://localhost"), ("http://a.example", "http://127.0.0.1"),
    ("http://a.example", "file:///"),
  ])
  func refusesARedirectEvenWhereHTTPIsAllowed(source: String, target: String) {
    #expect(throws: CurlError.Cause.self) {
      try RequestPolicy(allowsPlainHTTP: true)
        .redirected(HTTPRequest(source), status: HTTPStatus(rawValue: 302), to: target)
    }
  }

  @Test(arguments: [
    ("https://a.example", "https://a.example:443/x", true),
    ("https://a.example", "https://a.example:444/", false),
    ("https://a.example", "https://b.example/", false),
    ("http://a.example", "https://a.example/", false),
  ])
  func keepsCredentialsOnlyWithinTheEndpoint(
    source: String, target: String, keeps: Bool
  ) throws {
    let request = HTTPRequest(source, headers: [.bearer(Secret("s3cret"))])
    let next = try RequestPolicy(allowsPlainHTTP: true)
      .redirected(request, status: HTTPStatus(rawValue: 307), to: target)
    #expect(next.url == target)
    #expect(next.headers.isEmpty != keeps)
  }
}

@Suite struct RedactionTests {
  @Test(arguments: [
    ("https://a.example/b?c=d", "https://a.example/b?c=d"),
    ("https://user:pw@a.example/b", "https://<secret>@a.example/b"),
    ("https://user:p/w?x#y@a.example/b", "https://<secret>@a.example/b"),
    ("user:pw@a.example", "<secret>@a.example"),
    ("https://a.example/?access_TOKEN=x&page=2", "https://a.example/?access_TOKEN=<secret>&page=2"),
    ("https://a.example/?to%6ben=x", "https://a.example/?to%6ben=<secret>"),
    ("https://a.example/?password=a=b&&x", "https://a.example/?password=<secret>&&x"),
    ("https://a.example/#access_token=x", "https://a.example/"),
    ("https://user:pw@\u{301}a.example/b", "https://<secret>@\u{301}a.example/b"),
    ("https://a.example/?a=b&\u{301}token=x", "https://a.example/?a=b&\u{301}token=<secret>"),
    ("https://a\u{1B}[31m/", "https://a\\u{1B}[31m/"),
  ])
  func hides(url: String, shown: String) {
    #expect(Redaction.url(url) == shown)
  }

  @Test func shortensWhatIsLong() {
    #expect(Redaction.url("https://a/" + String(repeating: "b", count: 9999)).count == 503)
  }

  @Test(arguments: [
    ("unsupported proxy 'http://me:pw@proxy:1'", "unsupported proxy 'http://<secret>@proxy:1'"),
    ("could not resolve host: a.example", "could not resolve host: a.example"),
    ("proxy me:pw@proxy", "proxy <secret>@proxy"),
  ])
  func hidesInMessages(message: String, shown: String) {
    #expect(Redaction.message(message) == shown)
  }
}

@Suite struct SecretTests {
  @Test func showsNothing() {
    let secret = Secret("s3cret")
    let request = HTTPRequest("https://a", headers: [HTTPHeader("X", secret)])
    var dumped = ""
    dump(request, to: &dumped)
    dump(secret, to: &dumped)
    let texts = ["\(secret)", "\(request)", String(reflecting: secret), dumped]
    for text in texts { #expect(!text.contains("s3cret")) }
    #expect("\(secret)" == "<secret>")
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect(secret.revealed == "s3cret")
  }
}
