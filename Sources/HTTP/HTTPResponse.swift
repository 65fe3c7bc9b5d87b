/// A status code; unknown ones survive.
///
/// Source: RFC 9110, section 15.
package struct HTTPStatus: RawRepresentable, Sendable, Hashable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let ok = HTTPStatus(rawValue: 200)
  package static let notFound = HTTPStatus(rawValue: 404)
  package static let tooManyRequests = HTTPStatus(rawValue: 429)

  /// Whether the request was received, understood and accepted (2xx).
  package var isSuccess: Bool { (200..<300).contains(rawValue) }

  /// Whether the same request may succeed later: 408, 429, 500, 502, 503 and 504.
  package var isTransient: Bool { [408, 429, 500, 502, 503, 504].contains(rawValue) }
}

/// The header fields of a response, in the order received.
package struct HTTPHeaders: Sendable {
  /// One field, its value without the white space around it.
  package struct Field: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  package private(set) var fields: [Field] = []

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
  package let status: HTTPStatus
  package let headers: HTTPHeaders
  /// The content after decompression.
  package let body: [UInt8]
  /// Where the answer came from in the end: the URL of the request unless there were redirects.
  ///
  /// It is not fit for messages: its query may hold a signature.
  package let url: String

  package init(status: HTTPStatus, headers: HTTPHeaders, body: [UInt8], url: String) {
    self.status = status
    self.headers = headers
    self.body = body
    self.url = url
  }
}
