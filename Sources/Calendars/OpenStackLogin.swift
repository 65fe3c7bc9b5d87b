import HTTP
import JSON

/// How to log in at a site, as the environment of OpenStack's clients says it.
///
/// Source: https://docs.openstack.org/python-openstackclient/latest/cli/authentication.html
package struct OpenStackLogin: Sendable {
  /// What proves who one is.
  enum Method: Sendable {
    case token(Secret)
    /// The content of `identity` in a request for a token; it holds the secret.
    case identity(Secret, scope: JSONValue?)
  }

  /// Keystone's URL, with `/v3` at its end.
  package let authURL: String
  let method: Method
  /// The region whose Blazar is meant; nil when there is but one.
  package let region: String?
  let interface: String

  /// Reads the variables `OS_*`: a token, an application credential, or a password, in this order.
  ///
  /// - Parameter environment: The variables of the process.
  /// - Throws: `CalendarProblem` that names what is missing.
  package init(environment: [String: String]) throws(CalendarProblem) {
    let variables = environment.filter { !$0.value.isEmpty }
    guard var url = variables["OS_AUTH_URL"] else {
      throw OpenStackLogin.missing("OS_AUTH_URL", "it says where to log in")
    }
    while url.hasSuffix("/") { url.removeLast() }
    authURL = url.hasSuffix("/v3") ? url : url + "/v3"
    region = variables["OS_REGION_NAME"]
    interface = OpenStackLogin.interface(variables["OS_INTERFACE"] ?? "public")
    method = try OpenStackLogin.method(variables)
  }

  private static func method(_ variables: [String: String]) throws(CalendarProblem) -> Method {
    if let token = variables["OS_TOKEN"] ?? variables["OS_AUTH_TOKEN"] {
      return .token(Secret(token))
    }
    if let secret = variables["OS_APPLICATION_CREDENTIAL_SECRET"] {
      return try applicationCredential(secret, variables)
    }
    guard let password = variables["OS_PASSWORD"] else {
      throw missing(
        "OS_TOKEN", "nor OS_APPLICATION_CREDENTIAL_SECRET nor OS_PASSWORD: one of them is needed")
    }
    let user = try user(variables).setting("password", .string(password))
    let identity: JSONValue = ["methods": ["password"], "password": ["user": user]]
    return .identity(Secret(identity.compact), scope: try scope(variables))
  }

  private static func applicationCredential(
    _ secret: String, _ variables: [String: String]
  ) throws(CalendarProblem) -> Method {
    var credential: JSONValue = ["secret": .string(secret)]
    if let id = variables["OS_APPLICATION_CREDENTIAL_ID"] {
      credential = credential.setting("id", .string(id))
    } else if let name = variables["OS_APPLICATION_CREDENTIAL_NAME"] {
      credential = credential.setting("name", .string(name)).setting("user", try user(variables))
    } else {
      throw missing("OS_APPLICATION_CREDENTIAL_ID", "the secret alone is not enough")
    }
    let identity: JSONValue = [
      "methods": ["application_credential"], "application_credential": credential,
    ]
    // It belongs to a project already, and Keystone refuses a scope beside it.
    return .identity(Secret(identity.compact), scope: nil)
  }

  private static func user(_ variables: [String: String]) throws(CalendarProblem) -> JSONValue {
    if let id = variables["OS_USER_ID"] { return ["id": .string(id)] }
    guard let name = variables["OS_USERNAME"] else {
      throw missing("OS_USERNAME", "whose password is it?")
    }
    return ["name": .string(name), "domain": domain(of: "USER", variables)]
  }

  private static func scope(_ variables: [String: String]) throws(CalendarProblem) -> JSONValue {
    if let id = variables["OS_PROJECT_ID"] { return ["project": ["id": .string(id)]] }
    guard let name = variables["OS_PROJECT_NAME"] else {
      throw missing("OS_PROJECT_NAME", "a token without a project opens no Blazar")
    }
    return ["project": ["name": .string(name), "domain": domain(of: "PROJECT", variables)]]
  }

  private static func domain(of owner: String, _ variables: [String: String]) -> JSONValue {
    if let id = variables["OS_\(owner)_DOMAIN_ID"] { return ["id": .string(id)] }
    let name = variables["OS_\(owner)_DOMAIN_NAME"]
    return name.map { ["name": .string($0)] } ?? ["id": "default"]
  }

  /// Old scripts write `publicURL`.
  private static func interface(_ text: String) -> String {
    text.hasSuffix("URL") ? String(text.dropLast(3)) : text
  }

  private static func missing(_ variable: String, _ reason: String) -> CalendarProblem {
    CalendarProblem(
      place: variable, reason: "not set: \(reason)",
      hint: "source the openrc file of the site, or make a token: openstack token issue")
  }
}

extension JSONValue {
  /// The object with one more member.
  fileprivate func setting(_ name: String, _ value: JSONValue) -> JSONValue {
    .object((members ?? []) + [.init(name, value)])
  }
}
