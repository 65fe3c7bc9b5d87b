import HTTP
import JSON

/// How a service lists things page by page.
struct ListingPages {
  /// How a service is told where the next page begins.
  enum Paging {
    /// `limit` and `marker`, the id of the last element, or what else tells it.
    case marker(of: @Sendable (JSONValue) -> String?)
    /// `limit` and `offset`, the number of elements before.
    case offset
    /// All at once.
    case none
  }

  /// Bounds what a service that repeats itself can have us ask for.
  private static let mostPages = 10_000

  let session: CloudSession
  let service: ServiceType
  /// What follows the endpoint, without a query.
  let path: String
  /// The member that has the elements; nil for a bare array.
  let member: String?
  var query: String = ""
  var paging = Paging.marker(of: { $0["id"]?.string })
  /// Elements a page; services give fewer as they like.
  var limit = 1000
  /// A header with the version of the API that is wanted; a service that does not have it (406) is
  /// asked again without.
  var microversion: HTTPHeader?

  /// All elements, in the order of the service.
  ///
  /// - Throws: `OpenStackError` for a page that cannot be had or read, and pages without end;
  ///   `CancellationError`.
  func all() async throws -> [JSONValue] {
    var pages = self
    var found: [JSONValue] = []
    var next: String? = pages.first
    var last: String?
    for _ in 0..<ListingPages.mostPages {
      guard let address = next else { return found }
      let page = try await pages.page(address)
      let elements = try pages.elements(of: page, address)
      found += elements
      next = pages.next(after: page, elements, &last, count: found.count)
      if next == address { next = nil }
    }
    throw OpenStackError(
      place: "\(service.title) \(path)", reason: "the listing has no end")
  }

  private var first: String {
    switch paging {
    case .none: query.isEmpty ? path : "\(path)?\(query)"
    default: address("")
    }
  }

  private func address(_ rest: String) -> String {
    path + "?" + [query, "limit=\(limit)", rest].filter { !$0.isEmpty }.joined(separator: "&")
  }

  private mutating func page(_ address: String) async throws -> JSONValue {
    do {
      return try await session.json(
        service, CloudRequest(address, headers: microversion.map { [$0] } ?? []))
    } catch let error as OpenStackError where error.status == .notAcceptable && microversion != nil
    {
      microversion = nil
      return try await session.json(service, CloudRequest(address))
    }
  }

  private func elements(of page: JSONValue, _ address: String) throws -> [JSONValue] {
    let found = member.map { page[$0] } ?? page
    guard let elements = found?.array else {
      throw OpenStackError(
        place: "\(service.title) \(path)",
        reason: member.map { "expected an array '\($0)', got \(found?.kind ?? "nothing")" }
          ?? "expected an array, got \(page.kind)")
    }
    return elements
  }

  /// What to ask for next; nil after the last page.
  private func next(
    after page: JSONValue, _ elements: [JSONValue], _ last: inout String?, count: Int
  ) -> String? {
    switch paging {
    case .none: return nil
    case .offset:
      // Services cap pages below what was asked for: only an empty one is the last for certain.
      return elements.isEmpty || !mayGoOn(page, elements) ? nil : address("offset=\(count)")
    case .marker(let marker):
      guard let id = elements.last.flatMap(marker), id != last, mayGoOn(page, elements) else {
        return nil
      }
      last = id
      return address("marker=\(PercentEncoding.encode(id.utf8, keepingSlashes: false))")
    }
  }

  /// Whether there may be more: services that link pages say so, others fill them.
  private func mayGoOn(_ page: JSONValue, _ elements: [JSONValue]) -> Bool {
    guard let member else { return !elements.isEmpty }
    if let links = page[member + "_links"]?.array {
      return links.contains { $0["rel"]?.string == "next" }
    }
    return elements.count >= limit
  }
}

extension HTTPStatus {
  /// What services answer to a version that they do not have.
  static let notAcceptable = HTTPStatus(rawValue: 406)
}
