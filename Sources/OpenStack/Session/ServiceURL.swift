import HTTP

/// How the URL of a service and what is asked of it come together.
enum ServiceURL {
  /// Without slashes at its end.
  static func trimmed(_ url: String) -> String {
    var url = url[...]
    while url.hasSuffix("/") { url.removeLast() }
    return String(url)
  }

  /// The URL to send to.
  ///
  /// Some sites' catalogues name the service (`https://…:9292`), those of others its version
  /// (`https://…:8774/v2.1`, `https://…/v2/PROJECT`): a version that both have is written once.
  ///
  /// - Parameters:
  ///   - endpoint: Of the catalogue, without a slash at its end.
  ///   - path: Empty, from `/` or `?` on, or a URL of the same server.
  /// - Returns: An absolute URL.
  /// - Throws: `OpenStackError` when `path` is neither: a token goes to its own server only.
  static func joined(_ endpoint: String, _ path: String) throws(OpenStackError) -> String {
    var rest = path[...]
    let isBelow = path.isEmpty || path.hasPrefix("/") || path.hasPrefix("?")
    if isBelow, !path.hasPrefix("//") {
      let first = path.dropFirst().prefix { $0 != "/" && $0 != "?" }
      if isVersion(first), parts(of: endpoint).contains(first) {
        rest = rest.dropFirst(1 + first.count)
      }
      return endpoint + rest
    }
    guard let url = APIAddress(endpoint)?.url(path), !path.hasPrefix("/") else {
      let shown = CurlError(HTTPRequest(endpoint), .status(.ok)).url
      throw OpenStackError(place: shown, reason: "a link leads to another server")
    }
    return url
  }

  /// What stands between slashes behind the host.
  private static func parts(of url: String) -> [Substring] {
    Array(url.split(separator: "/").dropFirst(2))
  }

  /// Whether a part of a path names a version.
  ///
  /// Source: https://specs.openstack.org/openstack/api-sig/guidelines/consuming-catalog/version-discovery.html
  private static func isVersion(_ text: Substring) -> Bool {
    text.first == "v" && text.dropFirst().first?.isNumber == true
      && text.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
  }
}
