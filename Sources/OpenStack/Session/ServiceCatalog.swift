import JSON

/// Which services a token opens, and where they are.
///
/// Source: https://docs.openstack.org/api-ref/identity/v3/ (`/v3/auth/catalog`).
struct ServiceCatalog: Sendable, Hashable {
  /// One way to reach one service.
  struct Endpoint: Sendable, Hashable {
    let type: String
    let interface: String
    let region: String?
    /// Without slashes at its end.
    let url: String
  }

  let endpoints: [Endpoint]

  /// Takes the list `catalog` of an answer; what is malformed in it is left out.
  init(_ list: JSONValue?) {
    endpoints = (list?.array ?? []).flatMap { service -> [Endpoint] in
      guard let type = service["type"]?.string else { return [] }
      return (service["endpoints"]?.array ?? []).compactMap { item in
        guard let interface = item["interface"]?.string, var url = item["url"]?.string else {
          return nil
        }
        while url.hasSuffix("/") { url.removeLast() }
        let region = item["region"]?.string ?? item["region_id"]?.string
        return Endpoint(type: type, interface: interface, region: region, url: url)
      }
    }
  }

  /// The endpoint that a login means.
  ///
  /// - Parameters:
  ///   - service: By its official name or one of its aliases, in their order, as keystoneauth looks
  ///     (`access/service_catalog.py`).
  ///   - login: Which region and interface.
  /// - Returns: The first that fits.
  /// - Throws: `OpenStackError` when there is none, or several and no region says which.
  func endpoint(of service: ServiceType, for login: CloudLogin) throws(OpenStackError) -> Endpoint {
    let name = service.rawValue
    let found = service.names.lazy.map { type in
      endpoints.filter { $0.type == type && $0.interface == login.interface }
    }.first { !$0.isEmpty }
    guard let found else {
      throw OpenStackError.noService(service, at: login)
    }
    let regions = Set(found.compactMap(\.region)).sorted().joined(separator: ", ")
    let setting = login.origin.named("region_name")
    let meant = found.filter { login.region == nil || $0.region == login.region }
    guard let endpoint = meant.first else {
      throw OpenStackError(
        place: login.place,
        reason: "there is no '\(name)' in region '\(login.region ?? "")'",
        hint: "\(setting) can be: \(regions)")
    }
    guard Set(meant.map(\.url)).count == 1 else {
      throw OpenStackError(
        place: login.place, reason: "there are several services '\(name)'",
        hint: "set \(setting) to one of: \(regions)")
    }
    return endpoint
  }
}

extension OpenStackError {
  /// The catalogue lacks a service, which is normal at some sites.
  static func noService(_ service: ServiceType, at login: CloudLogin) -> OpenStackError {
    OpenStackError(
      place: login.place,
      reason: "\(OpenStackError.noServicePrefix)'\(service.rawValue)'",
      hint: "the site does not have it, or the token has no project: check "
        + login.origin.named("project_name"))
  }

  private static let noServicePrefix = "the catalogue of services has no "

  /// Whether the catalogue of services lacks what was asked for.
  package var isNoService: Bool { reason.hasPrefix(OpenStackError.noServicePrefix) }
}
