import JSON

/// What openstacksdk corrects in the settings of a cloud: old names, dashes, numbers, placeholders.
///
/// Source: openstacksdk 4.8, `config/loader.py` (`magic_fixes`), `config/_util.py`.
enum CloudFixes {
  typealias Settings = CloudConfiguration.Settings

  /// New names, and under which names they may stand; of several that are set the last counts, and
  /// of `auth` and what is beside it the latter.
  private static let renamed: [(new: String, old: [String])] =
    [
      "domain_id", "domain_name", "user_domain_id", "user_domain_name", "project_domain_id",
      "project_domain_name",
    ].map { ($0, [$0, dashed($0)]) } + [
      ("token", ["auth-token", "auth_token", "token"]), ("passcode", ["passcode"]),
      ("project_id", ["tenant_id", "tenant-id", "project_id", "project-id"]),
      ("project_name", ["tenant_name", "tenant-name", "project_name", "project-name"]),
    ]

  static func apply(to settings: inout Settings) {
    var auth: Settings = [:]
    for member in settings["auth"]?.members ?? [] { auth[member.name] = member.value }
    for (new, old) in renamed {
      var found: String?
      for name in old {
        if let value = auth.removeValue(forKey: name) { found = text(value) ?? "None" }
        if let value = settings.removeValue(forKey: name) { found = text(value) ?? "None" }
      }
      if let found, !found.isEmpty { auth[new] = .string(found) }
    }
    settings = renamingInterfaces(settings)
    spreadDomain(&settings, &auth)
    settings["auth"] = nil
    let auths = normalised(auth)
    settings = normalised(settings)
    let texts = settings.compactMapValues(text)
    // Nothing else is worth a placeholder, and a password may look like one.
    for (name, value) in settings where name == "cacert" || name.hasSuffix("endpoint_override") {
      settings[name] = formatted(value, texts)
    }
    var result = auths
    if let url = result["auth_url"] { result["auth_url"] = formatted(url, texts) }
    settings["auth"] = .object(result.map { .init($0.key, $0.value) })
  }

  /// A scalar as text, as Python's `str` has it; nil for null and collections.
  static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "True" : "False"
    default: nil
    }
  }

  private static func dashed(_ name: String) -> String {
    String(name.map { $0 == "_" ? "-" : $0 })
  }

  private static func renamingInterfaces(_ settings: Settings) -> Settings {
    var result: Settings = [:]
    let old = "endpoint_type"
    for (name, value) in settings where !name.hasSuffix(old) { result[name] = value }
    for (name, value) in settings where name.hasSuffix(old) {
      result[name.dropLast(old.count) + "interface"] = value
    }
    return result
  }

  /// A domain that is said once is that of the user and of the project.
  private static func spreadDomain(_ settings: inout Settings, _ auth: inout Settings) {
    let isScoped = auth["project_id"] != nil || auth["project_name"] != nil
    guard isScoped else { return }
    for kind in ["id", "name"] {
      guard let domain = auth.removeValue(forKey: "domain_\(kind)") else { continue }
      for owner in ["user", "project"] where auth["\(owner)_domain_\(kind)"] == nil {
        auth["\(owner)_domain_\(kind)"] = domain
      }
    }
  }

  /// Names with underscores, and numbers as texts.
  private static func normalised(_ settings: Settings) -> Settings {
    var result: Settings = [:]
    // Names that were right from the beginning count more.
    for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
      let new = String(name.map { $0 == "-" ? "_" : $0 })
      if new != name, settings[new] != nil { continue }
      if case .number(let text) = value { result[new] = .string(text) } else { result[new] = value }
    }
    return result
  }

  /// A text with other settings in the place of their names in braces: `https://{region_name}/v3`.
  private static func formatted(_ value: JSONValue, _ texts: [String: String]) -> JSONValue {
    guard case .string(let text) = value, text.contains("{") else { return value }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}"),
        let replacement = texts[String(rest[rest.index(after: open)..<close])]
      else { break }
      result += rest[..<open] + replacement
      rest = rest[rest.index(after: close)...]
    }
    return .string(result + rest)
  }
}
