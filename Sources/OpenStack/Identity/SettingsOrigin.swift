/// Where the settings of a login were written, for messages.
package enum SettingsOrigin: Sendable, Hashable {
  /// The variables `OS_*`.
  case environment
  /// An entry of a file: `clouds.yaml`.
  case entry(String, file: String)

  /// What a user has to set: `OS_AUTH_URL`, or `auth_url`.
  ///
  /// - Parameter setting: The name as files have it.
  /// - Returns: The name as it is written there.
  func named(_ setting: String) -> String {
    switch self {
    case .environment: "OS_" + setting.uppercased()
    case .entry: setting
    }
  }

  /// What is wrong with a setting.
  func problem(_ setting: String, _ reason: String, hint: String? = nil) -> OpenStackError {
    switch self {
    case .environment:
      OpenStackError(
        place: named(setting), reason: reason,
        hint: hint
          ?? "source the openrc file of the site, or make a token: openstack token issue")
    case .entry(let cloud, let file):
      OpenStackError(
        place: "\(file): cloud '\(cloud)'", reason: "'\(setting)' \(reason)", hint: hint)
    }
  }

  /// A setting that is not there.
  ///
  /// - Parameters:
  ///   - setting: Its name as files have it.
  ///   - reason: What it is needed for, in a few words.
  /// - Returns: The error to throw.
  func missing(_ setting: String, _ reason: String) -> OpenStackError {
    problem(setting, "not set: \(reason)")
  }
}
