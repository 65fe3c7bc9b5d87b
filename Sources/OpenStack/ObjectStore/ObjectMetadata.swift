import HTTP

/// What goes along with the content of an object: its type, its expiry and what its owner noted.
package struct ObjectMetadata: Sendable, Hashable {
  /// One `X-Object-Meta-` field.
  package struct Item: Sendable, Hashable {
    /// What follows the prefix, in lower case, since the stores do not keep the case.
    package let name: String
    package let value: String

    /// Takes a field; the name may be in any case.
    package init(_ name: String, _ value: String) {
      self.name = name.lowercased()
      self.value = value
    }
  }

  /// The media type; nil lets the store choose.
  package var contentType: String?
  /// `Content-Encoding`, `Content-Disposition`, `Content-Language` and `Cache-Control`, as far as set.
  package var contentFields: [Item]
  /// Seconds since 1970 after which the object is gone; nil when it stays.
  package var deleteAt: Int?
  /// By name, which occurs once.
  package var items: [Item]

  /// The fields of the content that are carried beside its type.
  static let contentFieldNames = [
    "cache-control", "content-disposition", "content-encoding", "content-language",
  ]
  static let prefix = "x-object-meta-"

  /// Makes metadata.
  package init(
    contentType: String? = nil, contentFields: [Item] = [], deleteAt: Int? = nil, items: [Item] = []
  ) {
    self.contentType = contentType
    self.contentFields = contentFields.sorted { $0.name < $1.name }
    self.deleteAt = deleteAt
    self.items = items.sorted { $0.name < $1.name }
  }

  /// Reads the header of an answer to GET or HEAD.
  ///
  /// Source: https://docs.openstack.org/api-ref/object-store/, "Get object content and metadata".
  init(_ headers: HTTPHeaders) {
    var items: [Item] = []
    var contentFields: [Item] = []
    for field in headers.fields {
      let name = field.name.lowercased()
      if name.hasPrefix(ObjectMetadata.prefix) {
        items.append(Item(String(name.dropFirst(ObjectMetadata.prefix.count)), field.value))
      } else if ObjectMetadata.contentFieldNames.contains(name) {
        contentFields.append(Item(name, field.value))
      }
    }
    self.init(
      contentType: headers["Content-Type"], contentFields: contentFields,
      deleteAt: headers["X-Delete-At"].flatMap { Int($0) }, items: items)
  }

  /// The value of an `X-Object-Meta-` field; nil when there is none.
  package subscript(name: String) -> String? {
    items.first { $0.name == name.lowercased() }?.value
  }

  /// The header of a PUT or POST that sets all of it.
  var headers: [HTTPHeader] {
    var headers: [HTTPHeader] = []
    if let contentType { headers.append(HTTPHeader("Content-Type", contentType)) }
    headers += contentFields.map { HTTPHeader($0.name, $0.value) }
    if let deleteAt { headers.append(HTTPHeader("X-Delete-At", "\(deleteAt)")) }
    return headers + items.map { HTTPHeader(ObjectMetadata.prefix + $0.name, $0.value) }
  }
}
