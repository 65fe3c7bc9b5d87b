/// One header field of a request.
package struct HTTPHeader: Sendable, Hashable {
  /// What is sent; a secret value shows in no message and is not sent on to another host.
  package enum Value: Sendable, Hashable {
    case plain(String)
    case secret(Secret)

    /// The text to send.
    var text: String {
      switch self {
      case .plain(let text): text
      case .secret(let secret): secret.revealed
      }
    }
  }

  /// A token (RFC 9110, section 5.6.2), which is checked when the request is sent.
  package let name: String
  package let value: Value

  /// A field that may be shown and goes along with redirects, unless its name is that of a credential.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = .plain(value)
  }

  /// A field that no message shows and that goes to no other host.
  package init(_ name: String, _ value: Secret) {
    self.name = name
    self.value = .secret(value)
  }

  /// The field `Authorization` with a bearer token.
  ///
  /// Source: RFC 6750, section 2.1.
  package static func bearer(_ token: Secret) -> HTTPHeader {
    HTTPHeader("Authorization", Secret("Bearer \(token.revealed)"))
  }
}

extension HTTPHeader {
  /// Fields that say where a message ends or whom it is for: libcurl writes them from the request.
  private static let framing: Set = [
    "connection", "content-length", "host", "transfer-encoding", "upgrade",
  ]

  /// Fields that carry credentials, whether or not their value was given as a secret.
  private static let credentials: Set = [
    "authorization", "cookie", "proxy-authorization", "x-auth-token", "x-subject-token",
  ]

  /// Whether the field must not go to another host than the one it was meant for.
  var isCredential: Bool {
    if case .secret = value { return true }
    return HTTPHeader.credentials.contains(name.lowercased())
  }

  /// The field as libcurl takes it, which is not as it is sent: an empty value is written `Name;`.
  ///
  /// - Returns: The line, without CR LF.
  /// - Throws: `CurlError.Cause.invalidHeader` for a name that is not a token (RFC 9110, 5.6.2), for
  ///   control characters in the value, which could start another field, and for framing fields.
  func line() throws(CurlError.Cause) -> String {
    guard !name.isEmpty, name.utf8.allSatisfy(HTTPHeader.isTokenCharacter) else {
      throw .invalidHeader(name: name, reason: "the name is not a token")
    }
    guard !HTTPHeader.framing.contains(name.lowercased()) else {
      throw .invalidHeader(name: name, reason: "this field is written by the client itself")
    }
    let text = value.text
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw .invalidHeader(name: name, reason: "the value contains a control character")
    }
    let isBlank = text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    return isBlank ? "\(name);" : "\(name): \(text)"
  }

  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
