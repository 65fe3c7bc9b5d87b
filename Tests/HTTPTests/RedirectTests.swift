import HTTP
import Testing
import TestSupport

@Suite struct RedirectTests {
  @Test(arguments: [301, 302, 303, 307, 308])
  func followsWithinTheHost(status: Int) async throws {
    let server = try LoopbackServer { request in
      request.target == "/v1/"
        ? .status(status, [("Location", "../sites?page=1")]) : .text("sites")
    }
    let headers = [HTTPHeader("X-Auth-Token", Secret("s3cret"))]
    let response = try await makeClient().send(
      HTTPRequest("\(server.url)/v1/", headers: headers))
    #expect(String(decoding: response.body, as: UTF8.self) == "sites")
    #expect(response.url == "\(server.url)/sites?page=1")
    #expect(server.requests.map { $0["x-auth-token"] } == ["s3cret", "s3cret"])
  }

  @Test func sendsNoCredentialsToAnotherEndpoint() async throws {
    let other = try LoopbackServer { _ in .text("other") }
    let target = "\(other.url)/there"
    let server = try LoopbackServer { _ in .status(302, [("Location", target)]) }
    let headers = [
      HTTPHeader("Authorization", "Basic plain"), HTTPHeader("X-Key", Secret("s3cret")),
      HTTPHeader("Cookie", "a=b"), HTTPHeader("Accept", "application/json"),
    ]
    let response = try await makeClient().send(HTTPRequest(server.url, headers: headers))
    #expect(response.url == target)
    let request = try #require(other.requests.first)
    #expect(
      request.headers.map(\.name).sorted() == ["accept", "accept-encoding", "host", "user-agent"])
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://127.0.0.1/", "http://chi.example/", "http://127.0.0.1.example/",
    "https://user:pw@chi.example/", "gopher://127.0.0.1:70/_x", "javascript:alert(1)",
  ])
  func refusesTheTarget(target: String) async throws {
    let server = try LoopbackServer { _ in .status(302, [("Location", target)]) }
    let error = try #require(await failure(of: HTTPRequest(server.url)))
    guard case .refused(let reason) = error.cause else {
      Issue.record("\(error)")
      return
    }
    #expect(reason.hasPrefix("redirect to "))
    #expect(!reason.contains("pw"))
    #expect(server.requests.count == 1)
  }

  @Test func followsFiveAndNoMore() async throws {
    let server = try LoopbackServer { request in
      let number = Int(request.target.dropFirst()) ?? 0
      return number == 0 ? .text("end") : .status(302, [("Location", "/\(number - 1)")])
    }
    let client = makeClient()
    #expect(try await client.send(HTTPRequest("\(server.url)/5")).status == .ok)
    let error = await failure(of: HTTPRequest("\(server.url)/6"), by: client)
    #expect(error?.cause == .tooManyRedirects(limit: 5))
    #expect(error?.url == "\(server.url)/6")
    #expect(server.requests.count == 12)
  }

  struct MethodCase: Sendable, CustomTestStringConvertible {
    let before: HTTPMethod
    let status: Int
    let after: HTTPMethod
    var testDescription: String { "\(before.rawValue) \(status)" }
  }

  @Test(arguments: [
    MethodCase(before: .post, status: 301, after: .get),
    MethodCase(before: .post, status: 302, after: .get),
    MethodCase(before: .post, status: 303, after: .get),
    MethodCase(before: .post, status: 307, after: .post),
    MethodCase(before: .post, status: 308, after: .post),
    MethodCase(before: .put, status: 302, after: .put),
    MethodCase(before: .put, status: 303, after: .get),
    MethodCase(before: .head, status: 303, after: .head),
  ])
  func theMethodChangesAsTheRFCSays(item: MethodCase) async throws {
    let server = try LoopbackServer { request in
      request.target == "/" ? .status(item.status, [("Location", "/next")]) : .text("")
    }
    let body: [UInt8] = item.before == .head ? [] : [1, 2]
    let request = HTTPRequest(
      "\(server.url)/", method: item.before, headers: [HTTPHeader("Content-Type", "a/b")],
      body: body)
    _ = try await makeClient().send(request)
    let last = try #require(server.requests.last)
    #expect(last.method == item.after.rawValue)
    #expect(last.body == (item.after == .get ? [] : body))
    #expect((last["content-type"] == nil) == (item.after == .get))
  }

  @Test func sendsNoBodyToAnotherEndpoint() async throws {
    let other = try LoopbackServer { _ in .text("") }
    let target = other.url
    let server = try LoopbackServer { _ in .status(307, [("Location", target)]) }
    let error = await failure(of: HTTPRequest(server.url, method: .post, body: [1]))
    #expect(error?.cause == .refused("redirect of a POST with a body to '\(target)/'"))
    #expect(other.requests.isEmpty)
  }
}
