import JSON

/// What the body of an error says, in one line.
enum APIErrorDetail {
  private static let maximumCharacters = 200

  /// The `detail` of an error body: a text, or a list of fields that were refused.
  ///
  /// Source: FastAPI, `HTTPException` and `RequestValidationError` (status 422).
  ///
  /// - Parameter body: The body, or the beginning of it.
  /// - Returns: The text, shortened; nil when there is none.
  static func text(_ body: [UInt8]) -> String? {
    guard let content = try? JSONValue(parsing: body), let detail = content["detail"] else {
      return nil
    }
    let text =
      switch detail {
      case .string(let text): text
      case .array(let items): items.compactMap(refusal).joined(separator: "; ")
      default: ""
      }
    guard !text.isEmpty else { return nil }
    return text.count <= maximumCharacters ? text : text.prefix(maximumCharacters) + "..."
  }

  private static func refusal(_ item: JSONValue) -> String? {
    guard let message = item["msg"]?.string else { return nil }
    let place = (item["loc"]?.array ?? []).map { $0.string ?? $0.compact }.joined(separator: ".")
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
