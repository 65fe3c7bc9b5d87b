/// The part of a URL that decides whether it may be asked: scheme, host and port.
///
/// Narrower than RFC 3986, so that nothing is left to read differently for libcurl: printable ASCII
/// only, no user name or password, no backslash, no percent sign in the host.
struct Endpoint: Hashable {
  enum Scheme: String {
    case http
    case https

    var defaultPort: Int { self == .https ? 443 : 80 }
  }

  let scheme: Scheme
  /// In lower case; an IPv6 address without its brackets.
  let host: String
  let port: Int

  /// Reads the beginning of `url`.
  ///
  /// - Parameter url: An absolute URL.
  /// - Throws: `CurlError.Cause.invalidURL`, or `refused` for another scheme; neither quotes `url`.
  init(_ url: String) throws(CurlError.Cause) {
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      throw .invalidURL("it contains a character that must be percent-encoded")
    }
    guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else {
      throw .invalidURL("it has no scheme such as 'https://'")
    }
    let name = url[..<colon].lowercased()
    guard let scheme = Scheme(rawValue: name) else {
      throw .refused("only https is allowed, not '\(Redaction.printable(name))'")
    }
    let authority = url[colon...].dropFirst(3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else {
      throw .invalidURL("it contains a user name; credentials belong into a header")
    }
    let (host, port) = try Endpoint.split(authority)
    self.scheme = scheme
    self.host = host.lowercased()
    self.port = try Endpoint.number(port) ?? scheme.defaultPort
  }

  private static func split(
    _ authority: Substring
  ) throws(CurlError.Cause) -> (host: Substring, port: Substring) {
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      let host = authority[..<end].dropFirst()
      guard !host.isEmpty, host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
        throw .invalidURL("the IPv6 address is malformed")
      }
      return (host, authority[authority.index(after: end)...])
    }
    let host = authority.prefix { $0 != ":" }
    guard !host.isEmpty else { throw .invalidURL("it has no host") }
    guard host.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) }) else {
      throw .invalidURL("the host has a character other than letters, digits, '-', '.' and '_'")
    }
    return (host, authority[host.endIndex...])
  }

  /// The number after the colon; nil where there is none, as in `https://host:/`.
  private static func number(_ text: Substring) throws(CurlError.Cause) -> Int? {
    guard !text.isEmpty, text != ":" else { return nil }
    let digits = text.dropFirst()
    guard text.hasPrefix(":"), digits.allSatisfy(\.isNumber), let port = Int(digits),
      (1...65_535).contains(port)
    else { throw .invalidURL("the port is not a number from 1 to 65535") }
    return port
  }

  /// Whether the host is this machine by its very name: 127.0.0.0/8, `::1` or `localhost`.
  ///
  /// Octets with leading zeros do not count: some resolvers read them as octal numbers.
  /// libcurl (since 7.78) never asks the DNS for `localhost`.
  var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return octets.count == 4 && octets[0] == "127"
      && octets.allSatisfy { UInt8($0).map(String.init) == String($0) }
  }
}
