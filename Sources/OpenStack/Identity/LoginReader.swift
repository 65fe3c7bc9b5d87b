import HTTP
import JSON

/// Finds out of settings how one logs in.
struct LoginReader {
  let settings: CloudSettings

  /// The method that `auth_type` names, or that the settings suggest, and the scope to ask for.
  func login() throws(OpenStackError) -> (LoginMethod, scope: JSONValue?) {
    switch settings.text("auth_type", "auth_plugin") {
    case nil: try inferred()
    case "password", "v3password": (try password(), try scope())
    case "token", "v3token": try token()
    case "v3applicationcredential": (try applicationCredential(), nil)
    case let type?:
      throw settings.origin.problem(
        "auth_type", "is '\(type)', which chiport does not know",
        hint: "known: password, token, v3applicationcredential")
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
