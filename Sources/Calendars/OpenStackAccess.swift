package import HTTP
import JSON

/// A token, and where the Blazar is that it opens.
package struct OpenStackAccess: Sendable {
  package let token: Secret
  /// With the version, without a slash at the end: `https://…/reservation/v1`.
  package let reservationURL: String
  /// The region of that Blazar: `CHI@UC`; nil when nobody said.
  package let region: String?

  /// Takes what is known already.
  package init(token: Secret, reservationURL: String, region: String? = nil) {
    self.token = token
    var url = reservationURL
    while url.hasSuffix("/") { url.removeLast() }
    // The catalogues of some sites name the service, those of others its version.
    self.reservationURL = url.hasSuffix("/v1") ? url : url + "/v1"
    self.region = region
  }

  /// Logs in, and looks Blazar up in the catalogue of services.
  ///
  /// Source: https://docs.openstack.org/api-ref/identity/v3/ (`/v3/auth/tokens`, `/v3/auth/catalog`).
  ///
  /// - Parameters:
  ///   - login: Who, where, and for which region.
  ///   - client: What sends the requests.
  /// - Throws: `CalendarProblem`, which shows no secret; `CancellationError`.
  package init(_ login: OpenStackLogin, client: any HTTPClient) async throws {
    let exchange = Exchange(client: client)
    let token: Secret
    let catalog: JSONValue?
    let url: String
    do {
      switch login.method {
      case .token(let given):
        url = "\(login.authURL)/auth/catalog"
        token = given
        let headers = [HTTPHeader("X-Auth-Token", given)]
        catalog = try await exchange.send(HTTPRequest(url, headers: headers)).content["catalog"]
      case .identity(let identity, let scope):
        url = "\(login.authURL)/auth/tokens"
        let answer = try await exchange.send(
          OpenStackAccess.request(url, identity: identity, scope: scope))
        guard let text = answer.response.headers["X-Subject-Token"], !text.isEmpty else {
          throw CalendarProblem(place: url, reason: "the answer has no token")
        }
        token = Secret(text)
        catalog = answer.content[path: "token", "catalog"]
      }
    } catch let failure as Exchange.Failure {
      throw CalendarProblem(
        place: failure.url, reason: failure.reason,
        hint: failure.status?.rawValue == 401
          ? "the credentials are wrong, or no longer valid" : nil)
    }
    let endpoint = try OpenStackAccess.endpoint(in: catalog, login, place: url)
    self.init(token: token, reservationURL: endpoint.url, region: endpoint.region)
  }

  private static func request(_ url: String, identity: Secret, scope: JSONValue?) -> HTTPRequest {
    let scope = scope.map { #","scope":"# + $0.compact } ?? ""
    let body = #"{"auth":{"identity":\#(identity.revealed)\#(scope)}}"#
    // A second token does no harm.
    return HTTPRequest(
      url, method: .post, headers: [HTTPHeader("Content-Type", "application/json")],
      body: Array(body.utf8), isIdempotent: true)
  }

  private static func endpoint(
    in catalog: JSONValue?, _ login: OpenStackLogin, place: String
  ) throws(CalendarProblem) -> (url: String, region: String?) {
    let services = (catalog?.array ?? []).filter { $0["type"]?.string == "reservation" }
    let endpoints = services.flatMap { $0["endpoints"]?.array ?? [] }
      .filter { $0["interface"]?.string == login.interface }
      .compactMap { item in
        item["url"]?.string.map { (url: $0, region: item["region"]?.string) }
      }
    let regions = Set(endpoints.compactMap(\.region)).sorted().joined(separator: ", ")
    guard !endpoints.isEmpty else {
      throw CalendarProblem(
        place: place, reason: "the catalogue of services has no 'reservation'",
        hint: "a token needs a project: check OS_PROJECT_NAME")
    }
    let meant = endpoints.filter { login.region == nil || $0.region == login.region }
    guard let endpoint = meant.first else {
      throw CalendarProblem(
        place: place, reason: "there is no Blazar in region '\(login.region ?? "")'",
        hint: "OS_REGION_NAME can be: \(regions)")
    }
    guard Set(meant.map(\.url)).count == 1 else {
      throw CalendarProblem(
        place: place, reason: "there are several Blazars",
        hint: "set OS_REGION_NAME to one of: \(regions)")
    }
    return endpoint
  }
}
