import HTTP
import JSON

/// Who logs in where and how; holds secrets, which nothing shows.
///
/// Source: https://docs.openstack.org/keystoneauth/latest/authentication-plugins.html
package struct CloudLogin: Sendable {
  /// The entry of `clouds.yaml`, or `OS_*`.
  package let name: String
  package let origin: SettingsOrigin
  /// Keystone's URL, with `/v3` at its end.
  package let authURL: String
  /// The region whose services are meant; nil when there is but one.
  package let region: String?
  /// Which endpoints: `public`, `internal` or `admin`.
  package let interface: String
  /// A file of PEM certificates to trust instead of the system's; nil for the system's.
  package let certificateAuthorities: String?
  /// Whether somebody asked for certificates not to be verified, which nothing here grants.
  package let isVerificationRefused: Bool
  let method: LoginMethod
  /// The content of `scope`; nil for none.
  let scope: JSONValue?
  /// URLs that take the place of the catalogue's, by service.
  let endpointOverrides: [ServiceType: String]

  /// Reads the variables `OS_*`: without `OS_AUTH_TYPE`, a token, an application credential, or a
  /// password, in this order.
  ///
  /// - Parameter environment: The variables of the process.
  /// - Throws: `OpenStackError` that names what is missing.
  package init(environment: [String: String]) throws(OpenStackError) {
    try self.init(CloudSettings(environment: environment))
  }

  /// Reads the settings of a cloud.
  ///
  /// - Parameter settings: From a file or the environment.
  /// - Throws: `OpenStackError` that names what is missing or not understood.
  package init(_ settings: CloudSettings) throws(OpenStackError) {
    name = settings.name
    origin = settings.origin
    guard let url = settings.text("auth_url") else {
      throw settings.origin.missing("auth_url", "it says where to log in")
    }
    authURL = CloudLogin.versioned(url)
    region = settings.text("region_name")
    interface = CloudLogin.interface(settings.text("interface", "endpoint_type"))
    certificateAuthorities = settings.text("cacert")
    let verify = settings.value("verify")
    isVerificationRefused =
      verify == .bool(false) || settings.text("insecure").map { $0.lowercased() == "true" } ?? false
    (method, scope) = try LoginReader(settings: settings).login()
    var overrides: [ServiceType: String] = [:]
    for (service, url) in settings.prefixed("_endpoint_override") {
      let type = ServiceType.allCases.first {
        $0.names.contains { $0.filter { $0 != "-" } == service.filter { $0 != "_" } }
      }
      if let type { overrides[type] = url }
    }
    endpointOverrides = overrides
  }

  /// Keystone's URL as messages may show it.
  var place: String { CurlError(HTTPRequest(authURL), .status(.ok)).url }

  /// Whether there is more to log in with than a token that was given.
  var canRenew: Bool {
    if case .token = method { false } else { true }
  }

  /// The URL of version 3, whatever version the setting names.
  private static func versioned(_ url: String) -> String {
    var url = url[...]
    while url.hasSuffix("/") { url.removeLast() }
    if url.hasSuffix("/v3") { return String(url) }
    for old in ["/v2.0", "/v2"] where url.hasSuffix(old) { url.removeLast(old.count) }
    return url + "/v3"
  }

  /// Old scripts write `publicURL`.
  private static func interface(_ text: String?) -> String {
    guard let text else { return "public" }
    return text.hasSuffix("URL") ? String(text.dropLast(3)) : text
  }
}

extension CloudLogin: CustomStringConvertible, CustomReflectable {
  /// The name and where it is.
  package var description: String { "login '\(name)' at \(place)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
