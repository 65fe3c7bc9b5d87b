/// Where an API is, and what the links in its answers lead to.
package struct APIAddress: Sendable, Hashable {
  /// Scheme, host, port and path, without a slash at the end.
  package let base: String
  private let origin: String

  /// Takes an absolute URL without query and fragment; nil for anything else.
  package init?(_ url: String) {
    guard let origin = APIAddress.origin(of: url[...]), !url.contains(where: { "?#".contains($0) })
    else { return nil }
    var base = url[...]
    while base.hasSuffix("/") { base.removeLast() }
    self.base = String(base)
    self.origin = origin
  }

  /// The URL that a link leads to; nil when it leads to another server or is no path.
  ///
  /// A path begins at the API's own: a server behind a proxy does not know the prefix under which
  /// it is reached.
  ///
  /// - Parameter href: An absolute URL, or a path that begins with one slash.
  /// - Returns: An absolute URL.
  package func url(_ href: String) -> String? {
    if href.hasPrefix("/") { return href.hasPrefix("//") ? nil : base + href }
    return APIAddress.origin(of: href[...]) == origin ? href : nil
  }

  /// The URL of a path below the API, each part percent-encoded.
  package func url(path parts: String...) -> String {
    base + parts.map { "/" + APIAddress.percentEncoded($0) }.joined()
  }

  /// Scheme, host and port in one spelling.
  private static func origin(of url: Substring) -> String? {
    guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
    let scheme = url[..<colon].lowercased()
    let authority = url[colon...].dropFirst(3).prefix { !"/?#".contains($0) }.lowercased()
    guard !authority.isEmpty else { return nil }
    let defaultPort = scheme == "https" ? ":443" : ":80"
    let host =
      authority.hasSuffix(defaultPort) ? authority.dropLast(defaultPort.count) : authority[...]
    return "\(scheme)://\(host)"
  }

  /// Source: RFC 3986, section 2.3 (unreserved characters).
  private static func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let character = Character(Unicode.Scalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
        result.append(character)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
