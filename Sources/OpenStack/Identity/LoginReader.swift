import HTTP
import JSON

/// Finds out of settings how one logs in.
struct LoginReader {
  private static let types = [
    "password", "token", "v3applicationcredential", "v3oidcpassword", "v3oidcaccesstoken",
    "v3oidcclientcredentials", "v3chameleonoidc",
  ]

  let settings: CloudSettings

  /// The method that `auth_type` names, or that the settings suggest, and the scope to ask for.
  func login() throws(OpenStackError) -> (LoginMethod, scope: JSONValue?) {
    switch settings.text("auth_type", "auth_plugin") {
    case nil: try inferred()
    case "password", "v3password": (try password(), try scope())
    case "token", "v3token": try token()
    case "v3applicationcredential": (try applicationCredential(), nil)
    case "v3oidcpassword": (.openID(try openID(oidcPassword())), try scope())
    case "v3oidcclientcredentials": (.openID(try openID(.clientCredentials)), try scope())
    case "v3chameleonoidc": (.openID(try openID(.refreshToken)), try scope())
    case "v3oidcaccesstoken": (.openID(try accessToken()), try scope())
    case let type?:
      throw settings.origin.problem(
        "auth_type", "is '\(type)', which chiport does not know",
        hint: "known: \(LoginReader.types.joined(separator: ", "))")
    }
  }

  private func inferred() throws(OpenStackError) -> (LoginMethod, scope: JSONValue?) {
    if settings.text("token", "auth_token") != nil { return try token() }
    if settings.text("application_credential_secret") != nil {
      return (try applicationCredential(), nil)
    }
    guard settings.text("password") != nil else {
      let others = ["application_credential_secret", "password"].map(settings.origin.named)
      throw settings.origin.missing(
        "token", "nor \(others.joined(separator: " nor ")): one of them is needed")
    }
    return (try password(), try scope())
  }

  /// A token may belong to a project already: a scope is not asked for.
  private func token() throws(OpenStackError) -> (LoginMethod, scope: JSONValue?) {
    guard let token = settings.text("token", "auth_token") else {
      throw settings.origin.missing("token", "the auth type wants one")
    }
    return (.token(Secret(token)), hasProject ? try scope() : nil)
  }

  private func password() throws(OpenStackError) -> LoginMethod {
    guard let password = settings.text("password") else {
      throw settings.origin.missing("password", "the auth type wants one, and chiport never asks")
    }
    let user = try user().setting("password", .string(password))
    let identity: JSONValue = ["methods": ["password"], "password": ["user": user]]
    return .identity(Secret(identity.compact))
  }

  private func applicationCredential() throws(OpenStackError) -> LoginMethod {
    guard let secret = settings.text("application_credential_secret") else {
      throw settings.origin.missing("application_credential_secret", "the auth type wants one")
    }
    var credential: JSONValue = ["secret": .string(secret)]
    if let id = settings.text("application_credential_id") {
      credential = credential.setting("id", .string(id))
    } else if let name = settings.text("application_credential_name") {
      credential = credential.setting("name", .string(name)).setting("user", try user())
    } else {
      throw settings.origin.missing(
        "application_credential_id", "the secret alone is not enough")
    }
    let identity: JSONValue = [
      "methods": ["application_credential"], "application_credential": credential,
    ]
    // It belongs to a project already, and Keystone refuses a scope beside it.
    return .identity(Secret(identity.compact))
  }

  private func oidcPassword() throws(OpenStackError) -> OpenIDLogin.Grant {
    guard let username = settings.text("username", "user_name") else {
      throw settings.origin.missing("username", "whose password is it?")
    }
    guard let password = settings.text("password") else {
      throw settings.origin.missing(
        "password", "the CLI password of your account is needed, and chiport never asks")
    }
    return .password(username: username, Secret(password))
  }

  private func accessToken() throws(OpenStackError) -> OpenIDLogin {
    guard let token = settings.text("access_token") else {
      throw settings.origin.missing("access_token", "the auth type wants one")
    }
    return OpenIDLogin(
      identityProvider: try required("identity_provider"), protocolName: try required("protocol"),
      grant: .accessToken(Secret(token)))
  }

  private func openID(_ grant: OpenIDLogin.Grant) throws(OpenStackError) -> OpenIDLogin {
    var login = OpenIDLogin(
      identityProvider: try required("identity_provider"), protocolName: try required("protocol"),
      grant: grant, clientID: try required("client_id"))
    login.clientSecret = settings.text("client_secret").map { Secret($0) }
    login.discoveryEndpoint = settings.text("discovery_endpoint")
    login.tokenEndpoint = settings.text("access_token_endpoint")
    guard login.discoveryEndpoint ?? login.tokenEndpoint != nil else {
      throw settings.origin.missing("discovery_endpoint", "it says where the provider gives tokens")
    }
    if let scope = settings.text("openid_scope", "scope") { login.scope = scope }
    if let type = settings.text("access_token_type") { login.tokenType = type }
    return login
  }

  private func required(_ setting: String) throws(OpenStackError) -> String {
    guard let text = settings.text(setting) else {
      throw settings.origin.missing(setting, "the auth type wants it")
    }
    return text
  }

  private func user() throws(OpenStackError) -> JSONValue {
    if let id = settings.text("user_id") { return ["id": .string(id)] }
    guard let name = settings.text("username", "user_name") else {
      throw settings.origin.missing("username", "whose password is it?")
    }
    return ["name": .string(name), "domain": domain(of: "user")]
  }

  private var hasProject: Bool {
    settings.text("project_id", "tenant_id", "project_name", "tenant_name") != nil
  }

  private func scope() throws(OpenStackError) -> JSONValue {
    if let id = settings.text("project_id", "tenant_id") { return ["project": ["id": .string(id)]] }
    guard let name = settings.text("project_name", "tenant_name") else {
      throw settings.origin.missing("project_name", "a token without a project opens no service")
    }
    return ["project": ["name": .string(name), "domain": domain(of: "project")]]
  }

  private func domain(of owner: String) -> JSONValue {
    if let id = settings.text("\(owner)_domain_id", "domain_id", "default_domain_id") {
      return ["id": .string(id)]
    }
    let name = settings.text("\(owner)_domain_name", "domain_name", "default_domain_name")
    return name.map { ["name": .string($0)] } ?? ["id": "default"]
  }
}

extension JSONValue {
  /// The object with one more member.
  fileprivate func setting(_ name: String, _ value: JSONValue) -> JSONValue {
    .object((members ?? []) + [.init(name, value)])
  }
}
