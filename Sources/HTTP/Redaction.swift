/// Takes credentials and control characters out of what a message shows.
///
/// It looks at scalars, as who reads URLs does: an `@` with a combining mark behind it is another
/// `Character`, and still ends a password.
enum Redaction {
  private typealias Text = Substring.UnicodeScalarView

  /// More than this of a URL is cut off.
  private static let maximumCharacters = 500

  /// Parts of parameter names that make their value a secret; hiding too much does no harm.
  ///
  /// They cover `access_token`, `apikey`, OpenStack's `temp_url_sig` and the `X-Amz-…` family.
  private static let secretParts = [
    "auth", "code", "credential", "key", "pass", "pwd", "secret", "session", "sig", "token",
  ]

  /// `url` without user name, password, fragment and the values of parameters that look secret.
  static func url(_ url: String) -> String {
    var text = url[...].unicodeScalars
    // In a URL that is not well formed nobody knows where the password ends: cut up to the last @.
    if (try? Endpoint(url)) == nil { text = withoutUserInformation(text)[...].unicodeScalars }
    text = text.prefix { $0 != "#" }
    guard let mark = text.firstIndex(of: "?") else { return printable(Substring(text)) }
    let query = text[text.index(after: mark)...]
      .split(separator: "&", omittingEmptySubsequences: false)
      .map(parameter)
    return printable("\(Substring(text[..<mark]))?\(query.joined(separator: "&"))")
  }

  /// A message of libcurl without what it may quote of a proxy's URL; it begins in lower case.
  static func message(_ message: String) -> String {
    let words = message.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
      .map { withoutUserInformation($0) }
    return withSmallInitial(printable(words.joined(separator: " ")))
  }

  /// `text` beginning in lower case, but for abbreviations such as `SSL`.
  private static func withSmallInitial(_ text: String) -> String {
    guard text.dropFirst().first?.isLowercase == true else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// `text` with control characters escaped, as a server may have chosen it to upset a terminal.
  static func printable(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(maximumCharacters) {
      result +=
        scalar.properties.generalCategory == .control || scalar.value == 0x202E
        ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return text.unicodeScalars.count > maximumCharacters ? result + "..." : result
  }

  private static func withoutUserInformation(_ text: Text) -> String {
    guard let at = text.lastIndex(of: "@") else { return String(text) }
    let host = Substring(text[text.index(after: at)...])
    let head = text[..<at]
    // Everything before the scheme's colon is kept only if it looks like a scheme.
    guard let colon = head.firstIndex(of: ":"), head[colon...].starts(with: "://".unicodeScalars),
      head[..<colon].allSatisfy({ $0.properties.isAlphabetic || $0 == "'" || $0 == "\"" })
    else { return "<secret>@\(host)" }
    return "\(Substring(head[..<colon]))://<secret>@\(host)"
  }

  private static func parameter(_ parameter: Text) -> String {
    guard let equals = parameter.firstIndex(of: "=") else { return String(parameter) }
    let name = percentDecoded(Substring(parameter[..<equals])).lowercased()
    guard secretParts.contains(where: name.contains) else { return String(parameter) }
    return "\(Substring(parameter[..<equals]))=<secret>"
  }

  private static func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let code = UInt8(String(rest.prefix(2)) ?? "", radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
