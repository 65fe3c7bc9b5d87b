import JSON

/// What somebody set for one cloud, under the names that openstacksdk gives it; it holds secrets.
///
/// Source: openstacksdk 4.8, `openstack/config/loader.py`.
package struct CloudSettings: Sendable {
  /// The entry of the file, or `OS_*`.
  package let name: String
  package let origin: SettingsOrigin
  /// What is in the section `auth`.
  private let auth: [String: JSONValue]
  /// What is beside it.
  private let top: [String: JSONValue]

  /// Takes names with underscores; what is null or empty counts as not set.
  init(
    name: String, origin: SettingsOrigin, auth: [String: JSONValue], top: [String: JSONValue]
  ) {
    self.name = name
    self.origin = origin
    self.auth = auth
    self.top = top
  }

  /// The variables `OS_*` of a process.
  ///
  /// - Parameter environment: All variables; empty ones count as not set, as in the clients.
  package init(environment: [String: String]) {
    var top: [String: JSONValue] = [:]
    for (name, value) in environment where name.hasPrefix("OS_") && !value.isEmpty {
      top[name.dropFirst(3).lowercased()] = .string(value)
    }
    self.init(name: "OS_*", origin: .environment, auth: [:], top: top)
  }

  /// The text of a setting, of `auth` first.
  ///
  /// - Parameter names: The name, then older ones.
  /// - Returns: The text; nil when none of them is set.
  package func text(_ names: String...) -> String? {
    for name in names {
      if let text = CloudSettings.text(auth[name]) ?? CloudSettings.text(top[name]) { return text }
    }
    return nil
  }

  /// A setting as it was written.
  func value(_ name: String) -> JSONValue? { auth[name] ?? top[name] }

  /// What is set beside `auth` under names that end so, by what stands before.
  func prefixed(_ suffix: String) -> [String: String] {
    var found: [String: String] = [:]
    for (name, value) in top where name.hasSuffix(suffix) {
      found[String(name.dropLast(suffix.count))] = CloudSettings.text(value)
    }
    return found
  }

  private static func text(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let text): text
    case .bool(let value): value ? "True" : "False"
    default: nil
    }
  }
}

extension CloudSettings: CustomStringConvertible, CustomReflectable {
  /// The name only.
  package var description: String { "settings of '\(name)'" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
