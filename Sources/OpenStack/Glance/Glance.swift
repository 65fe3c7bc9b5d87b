package import HTTP
import JSON
package import Resources

/// The image service of a project at a site.
///
/// Source: https://docs.openstack.org/api-ref/image/v2/.
package struct Glance: Sendable {
  /// How many images a page is asked to have; services that are set up otherwise give fewer.
  static let pageLength = 200

  /// The most pages that are read, so that links that lead in a circle end.
  private static let maximumPages = 10_000

  /// For requests without data.
  static let timeouts = HTTPTimeouts(total: .seconds(120), stalled: .seconds(60))

  /// For data: Glance may hash and store for minutes after the last byte came.
  static let dataTimeouts = HTTPTimeouts(total: .seconds(24 * 86_400), stalled: .seconds(300))

  private let session: CloudSession

  /// Speaks for the project of a session.
  package init(_ session: CloudSession) { self.session = session }

  /// What messages call the site: the login's name.
  package var place: String { session.login.name }

  /// The id of the project, which owns what is made here.
  package func projectID() async throws -> String { try await session.projectID() }

  /// The images that fit, hidden ones too, in the order of the service.
  ///
  /// - Parameter filters: Members and their values, for example `name`; properties too.
  /// - Returns: Public, own and accepted ones.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func images(_ filters: [(name: String, value: String)] = []) async throws -> [Image] {
    try await page(filters + [("os_hidden", "false")])
      + page(filters + [("os_hidden", "true")])
  }

  /// The images with exactly this name.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func images(named name: String) async throws -> [Image] {
    // Such a value would be an operator (glance 32.0.0, `glance/db/sqlalchemy/api.py`).
    let isOperator = ["in:", "eq:", "neq:", "gt:", "gte:", "lt:", "lte:"]
      .contains { name.hasPrefix($0) }
    return try await images(isOperator || name.isEmpty ? [] : [("name", name)])
      .filter { $0.name == name }
  }

  private func page(_ filters: [(name: String, value: String)]) async throws -> [Image] {
    let query = (filters + [("limit", "\(Glance.pageLength)")])
      .map { "\(Glance.encoded($0.name))=\(Glance.encoded($0.value))" }
    var path = "/v2/images?" + query.joined(separator: "&")
    var images: [Image] = []
    for _ in 0..<Glance.maximumPages {
      let document = try await session.json(.image, CloudRequest(path, timeouts: Glance.timeouts))
      guard let elements = document["images"]?.array else {
        throw OpenStackError(place: place, reason: "the list of images has no 'images'")
      }
      images += elements.compactMap { Image(document: $0) }
      guard let next = document["next"]?.string else { return images }
      path = next
    }
    throw OpenStackError(
      place: place, reason: "the list of images has more than \(Glance.maximumPages) pages")
  }

  /// One image; nil when there is none, or not for this project.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func image(id: String) async throws -> Image? {
    let request = CloudRequest(Glance.path(id), timeouts: Glance.timeouts)
    do {
      return try await image(of: session.json(.image, request))
    } catch let error as OpenStackError where error.status == .notFound {
      return nil
    }
  }

  /// Makes the record of an image, which is `queued` until it gets data.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func create(_ image: NewImage) async throws -> Image {
    let request = CloudRequest(
      "/v2/images", method: .post, headers: [HTTPHeader("Content-Type", "application/json")],
      body: Array(image.document.compact.utf8), timeouts: Glance.timeouts)
    return try await self.image(of: session.json(.image, request))
  }

  /// Renames an image and takes a property away, both at once.
  ///
  /// - Parameters:
  ///   - id: The image.
  ///   - name: Its new name.
  ///   - property: One that it has.
  /// - Returns: The image as it is then.
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func rename(
    _ id: String, to name: String, removing property: String
  ) async throws -> Image {
    let changes: JSONValue = [
      ["op": "replace", "path": "/name", "value": .string(name)],
      ["op": "remove", "path": .string("/" + Glance.pointer(property))],
    ]
    // Source: Image API v2, "Update image".
    let type = "application/openstack-images-v2.1-json-patch"
    let request = CloudRequest(
      Glance.path(id), method: .patch, headers: [HTTPHeader("Content-Type", type)],
      body: Array(changes.compact.utf8), timeouts: Glance.timeouts)
    return try await image(of: session.json(.image, request))
  }

  /// Deletes an image; one that is not there (any more) is as good.
  ///
  /// - Throws: `OpenStackError`, for example for one that is protected; `CancellationError`.
  package func delete(_ id: String) async throws {
    let request = CloudRequest(Glance.path(id), method: .delete, timeouts: Glance.timeouts)
    do { _ = try await session.fetch(.image, request) } catch let error as OpenStackError
      where [404, 410].contains(error.status?.rawValue)
    {}
  }

  /// The data of an image from a byte on.
  ///
  /// - Parameters:
  ///   - id: The image.
  ///   - range: Which bytes; nil for all, and not empty.
  /// - Returns: The status 200 with all bytes, also where the service knows no ranges; 206 with those
  ///   asked for.
  /// - Throws: `OpenStackError`, also for an image without data; `CancellationError`.
  package func open(_ id: String, range: PartialRangeFrom<Int>?) async throws -> StreamedResponse {
    try await open(id, range: range.map { "bytes=\($0.lowerBound)-" })
  }

  /// The first bytes of an image, at most `count`; fewer when it is smaller.
  ///
  /// - Throws: `OpenStackError`, `CancellationError`.
  package func beginning(_ id: String, count: Int) async throws -> [UInt8] {
    let response = try await open(id, range: "bytes=0-\(count - 1)")
    var bytes: [UInt8] = []
    while bytes.count < count, let chunk = try await response.body.next() { bytes += chunk }
    return Array(bytes.prefix(count))
  }

  private func open(_ id: String, range: String?) async throws -> StreamedResponse {
    let request = CloudRequest(
      Glance.path(id) + "/file", headers: range.map { [HTTPHeader("Range", $0)] } ?? [],
      timeouts: Glance.dataTimeouts, maximumBodyInBytes: .max)
    let response = try await session.open(.image, request)
    // Glance says 204 where there are no data yet.
    guard [200, 206].contains(response.status.rawValue) else {
      throw failure(id, .get, response.status, [])
    }
    return response
  }

  /// Gives an image its data, after which it is `active`.
  ///
  /// - Parameters:
  ///   - id: An image that is `queued`.
  ///   - body: The data; with a length, so that the service can tell when some are missing.
  /// - Throws: `OpenStackError`, what `body` throws, `CancellationError`.
  package func upload(_ id: String, _ body: StreamedBody) async throws {
    let request = CloudRequest(
      Glance.path(id) + "/file", method: .put,
      headers: [HTTPHeader("Content-Type", "application/octet-stream")],
      timeouts: Glance.dataTimeouts)
    let response = try await session.send(.image, request, body: body)
    guard response.status.isSuccess else {
      throw failure(id, .put, response.status, response.body)
    }
  }

  private func failure(
    _ id: String, _ method: HTTPMethod, _ status: HTTPStatus, _ body: [UInt8]
  ) -> OpenStackError {
    let detail = AnswerDetail.text(of: body).map { ": \($0)" } ?? ""
    let hint: String? =
      switch status.rawValue {
      case 413: "the quota of the project or of the image service is used up"
      case 403: "the project may not do this with that image"
      default: nil
      }
    return OpenStackError(
      place: place,
      reason: "\(method.rawValue) of the data of image \(id): HTTP "
        + "\(status.rawValue)\(detail)",
      status: status, hint: hint, isRetryable: status.isTransient || status.rawValue == 401)
  }

  private func image(of document: JSONValue) throws(OpenStackError) -> Image {
    guard let image = Image(document: document) else {
      throw OpenStackError(place: place, reason: "an image without an id")
    }
    return image
  }

  private static func path(_ id: String) -> String { "/v2/images/\(encoded(id))" }

  private static func encoded(_ text: String) -> String {
    PercentEncoding.encode(text.utf8, keepingSlashes: false)
  }

  /// Source: RFC 6901, section 3.
  private static func pointer(_ name: String) -> String {
    name.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
  }
}
