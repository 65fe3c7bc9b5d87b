/// A status code; unknown ones survive.
///
/// Source: RFC 9110, section 15.
package struct HTTPStatus: RawRepresentable, Sendable, Hashable {
  /// The three digits.
  package let rawValue: Int

  /// Takes any number.
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// 200.
  package static let ok = HTTPStatus(rawValue: 200)
  /// 401: a token is missing or of no use.
  package static let unauthorized = HTTPStatus(rawValue: 401)
  /// 404: there is no such thing, or one may not know that there is.
  package static let notFound = HTTPStatus(rawValue: 404)
  /// 429 (RFC 6585, section 4): the server has not acted on the request.
  static let tooManyRequests = HTTPStatus(rawValue: 429)

  /// Whether the request was received, understood and accepted (2xx).
  package var isSuccess: Bool { (200..<300).contains(rawValue) }

  /// Whether the same request may succeed later: 408, 429, 500, 502, 503 and 504.
  package var isTransient: Bool { [408, 429, 500, 502, 503, 504].contains(rawValue) }
}

/// The header fields of a response, in the order received.
package struct HTTPHeaders: Sendable {
  /// One field, its value without the white space around it.
  package struct Field: Sendable, Hashable {
    /// As the server spells it.
    package let name: String
    package let value: String
  }

  /// In the order received; a name may occur several times.
  package private(set) var fields: [Field] = []

  /// No fields yet.
  package init() {}

  /// The value of the first field named `name`, whatever the case of its letters; nil for none.
  ///
  /// - Complexity: O(*n*) in the number of fields.
  package subscript(name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.name.lowercased() == name }?.value
  }

  /// Adds a field after the others.
  package mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }
}

/// What a server answered, whatever its status.
package struct HTTPResponse: Sendable {
  /// Of the last answer, after redirects.
  package let status: HTTPStatus
  /// Of the last answer, after redirects.
  package let headers: HTTPHeaders
  /// The content after decompression.
  package let body: [UInt8]
  /// Where the answer came from in the end: the URL of the request unless there were redirects.
  ///
  /// It is not fit for messages: its query may hold a signature.
  package let url: String

  /// Makes an answer, for clients and for tests that stand in for one.
  package init(status: HTTPStatus, headers: HTTPHeaders, body: [UInt8], url: String) {
    self.status = status
    self.headers = headers
    self.body = body
    self.url = url
  }
}

extension HTTPResponse {
  /// What the server's clock showed when it answered, since 1970-01-01 00:00:00 UTC; nil when it does
  /// not say.
  ///
  /// An answer from a cache is as old as it says, so that its age is added.
  ///
  /// Source: RFC 9110, section 6.6.1 (Date); RFC 9111, section 5.1 (Age).
  package var date: Duration? {
    guard let seconds = headers["Date"].flatMap({ HTTPDate.seconds($0) }) else { return nil }
    let age = headers["Age"].flatMap { Int32($0) } ?? 0
    return .seconds(seconds) + .seconds(max(0, age))
  }
}
