/// Which requests and redirects are allowed.
struct RequestPolicy: Sendable {
  /// The most redirects that are followed for one request.
  static let maximumRedirects = 5

  /// Whether `http` may be used for hosts other than this machine.
  let allowsPlainHTTP: Bool

  /// Checks the URL of a request.
  ///
  /// - Parameter url: An absolute URL.
  /// - Returns: Its endpoint.
  /// - Throws: `invalidURL` or `refused`.
  func endpoint(of url: String) throws(CurlError.Cause) -> Endpoint {
    let endpoint = try Endpoint(url)
    guard endpoint.scheme == .https || allowsPlainHTTP || endpoint.isLoopback else {
      throw .refused("plain http is allowed only to this machine; use https")
    }
    return endpoint
  }

  /// The request that follows a redirect.
  ///
  /// A redirect leads neither from https to http nor from elsewhere to this machine. Another
  /// endpoint gets no credentials, and no body at all, since a body may hold a password.
  ///
  /// - Parameters:
  ///   - request: The request that was redirected.
  ///   - status: One of 301, 302, 303, 307 and 308.
  ///   - target: The absolute URL to go to.
  /// - Returns: The request to send next.
  /// - Throws: `refused`.
  func redirected(
    _ request: HTTPRequest, status: HTTPStatus, to target: String
  ) throws(CurlError.Cause) -> HTTPRequest {
    let shown = Redaction.url(target)
    let source = try endpoint(of: request.url)
    let destination: Endpoint
    do { destination = try endpoint(of: target) } catch {
      throw .refused("redirect to '\(shown)': \(error)")
    }
    if source.scheme == .https, destination.scheme == .http {
      throw .refused("redirect from https to '\(shown)'")
    }
    if destination.isLoopback, !source.isLoopback {
      throw .refused("redirect from another host to '\(shown)' on this machine")
    }
    var next = request
    next.url = target
    if RequestPolicy.becomesGet(request.method, status) {
      next.method = .get
      next.body = []
      next.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
    }
    guard source != destination else { return next }
    guard next.body.isEmpty else {
      throw .refused("redirect of a \(next.method.rawValue) with a body to '\(shown)'")
    }
    next.headers.removeAll(where: \.isCredential)
    return next
  }

  /// Whether the answer is to be fetched instead.
  ///
  /// Source: RFC 9110, sections 15.4.2 to 15.4.4.
  private static func becomesGet(_ method: HTTPMethod, _ status: HTTPStatus) -> Bool {
    switch status.rawValue {
    case 303: method != .head
    case 301, 302: method == .post
    default: false
    }
  }
}
