import JSON

/// The clouds that somebody has logins for, as openstacksdk finds them; it holds secrets.
///
/// Source: openstacksdk 4.8, `config/loader.py`.
package struct CloudConfiguration: Sendable {
  /// Settings by name.
  typealias Settings = [String: JSONValue]

  /// The name of the cloud that the variables `OS_*` make.
  package static let environmentName = "envvars"

  /// Those of the file in its order, then that of the variables, if there is one.
  package let names: [String]
  /// Which one is meant when none is named; nil when nobody says.
  package let defaultName: String?
  /// Where the clouds of the file are from; nil without a file.
  package let path: String?
  private let clouds: [String: Settings]
  private let profiles: JSONValue?
  private let environmentCloud: String?

  /// Puts the files and the variables together.
  ///
  /// - Parameters:
  ///   - clouds: The first file of clouds that there is.
  ///   - secure: The first of secrets, whose clouds are laid over those of `clouds`.
  ///   - vendors: The first of profiles.
  ///   - environment: The variables of the process.
  /// - Throws: `OpenStackError` when a cloud of the file has the name of that of the variables.
  package init(
    clouds: CloudsFile?, secure: CloudsFile? = nil, vendors: CloudsFile? = nil,
    environment: [String: String]
  ) throws(OpenStackError) {
    let content = CloudConfiguration.merged(clouds?.content, with: secure?.content)
    path = clouds?.path ?? secure?.path
    profiles = vendors?.content["public-clouds"]
    var names: [String] = []
    var all: [String: Settings] = [:]
    for member in content["clouds"]?.members ?? [] {
      names.append(member.name)
      all[member.name] = CloudConfiguration.settings(member.value)
    }
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let own = value("OS_CLOUD_NAME") ?? CloudConfiguration.environmentName
    if all[own] != nil {
      throw OpenStackError(
        place: path ?? "", reason: "has a cloud '\(own)', the name of that of the variables OS_*",
        hint: "rename it, or set OS_CLOUD_NAME to another name")
    }
    var defaultName = value("OS_CLOUD")
    environmentCloud = CloudConfiguration.hasLogin(environment) ? own : nil
    if environmentCloud != nil {
      names.append(own)
      all[own] = CloudConfiguration.settings(environment: environment)
      defaultName = defaultName ?? own
    }
    self.names = names
    self.clouds = all
    self.defaultName = defaultName ?? (names.count == 1 ? names[0] : nil)
  }

  /// The regions of a cloud, in the order of the file; one empty name when it has none.
  package func regions(of name: String) throws(OpenStackError) -> [String] {
    let regions = try knownRegions(of: name).map(\.name)
    return regions.isEmpty ? [""] : regions
  }

  /// What is set for one cloud.
  ///
  /// - Parameters:
  ///   - name: One of `names`.
  ///   - region: One of its regions; nil for the first.
  /// - Returns: The settings after all of openstacksdk's corrections.
  /// - Throws: `OpenStackError` when there is no such cloud or region, or the entry is malformed.
  package func settings(
    of name: String, region: String? = nil
  ) throws(OpenStackError) -> CloudSettings {
    guard clouds[name] != nil else {
      throw OpenStackError(
        place: path ?? "clouds.yaml", reason: "there is no cloud '\(name)'",
        hint: names.isEmpty ? nil : "clouds: \(names.joined(separator: ", "))")
    }
    var settings = profile(of: name)
    let entry = clouds[name] ?? [:]
    CloudConfiguration.update(&settings, with: entry)
    let regions = try knownRegions(of: name)
    let wanted = region ?? ""
    let meant = wanted.isEmpty ? regions.first : regions.first { $0.name == wanted }
    guard let meant = meant ?? (regions.isEmpty ? Region(name: wanted, values: [:]) : nil) else {
      throw OpenStackError(
        place: "\(path ?? ""): cloud '\(name)'", reason: "has no region '\(wanted)'",
        hint: "regions: \(regions.map(\.name).joined(separator: ", "))")
    }
    settings["regions"] = nil
    CloudConfiguration.update(&settings, with: meant.values)
    settings["region_name"] = .string(meant.name)
    CloudFixes.apply(to: &settings)
    let isOwn = name == environmentCloud
    return CloudSettings(
      name: isOwn ? "OS_*" : name,
      origin: isOwn ? .environment : .entry(name, file: path ?? ""),
      auth: CloudConfiguration.settings(settings["auth"]), top: settings)
  }
}

extension CloudConfiguration {
  /// A region with what is set for it alone.
  private struct Region {
    let name: String
    let values: Settings
  }

  private func knownRegions(of name: String) throws(OpenStackError) -> [Region] {
    let entry = clouds[name] ?? [:]
    let own = entry["regions"].map { ($0.array ?? []) }
    if let own { return try own.map { item throws(OpenStackError) in try region(item, of: name) } }
    if let names = entry["region_name"] ?? entry["region-name"], !names.isNull {
      if let list = names.array {
        return try list.map { item throws(OpenStackError) in try region(item, of: name) }
      }
      return (CloudFixes.text(names) ?? "").split(
        separator: ",", omittingEmptySubsequences: false
      ).map { Region(name: String($0), values: [:]) }
    }
    let profile = profile(of: name)
    if let list = profile["regions"]?.array, !list.isEmpty {
      return try list.map { item throws(OpenStackError) in try region(item, of: name) }
    }
    guard let text = profile["region_name"].flatMap(CloudFixes.text), !text.isEmpty else {
      return []
    }
    return [Region(name: text, values: [:])]
  }

  private func region(_ item: JSONValue, of cloud: String) throws(OpenStackError) -> Region {
    guard let members = item.members else {
      return Region(name: CloudFixes.text(item) ?? "", values: [:])
    }
    guard let name = item["name"].flatMap(CloudFixes.text),
      members.allSatisfy({ $0.name == "name" || $0.name == "values" })
    else {
      throw OpenStackError(
        place: "\(path ?? ""): cloud '\(cloud)'",
        reason: "a region is neither a name nor a mapping of 'name' and 'values'")
    }
    return Region(name: name, values: CloudConfiguration.settings(item["values"]))
  }

  /// What the profile of a cloud sets; nothing for a profile that no file has.
  private func profile(of name: String) -> Settings {
    let entry = clouds[name] ?? [:]
    guard let profile = (entry["profile"] ?? entry["cloud"])?.string, profile != environmentCloud
    else { return [:] }
    return CloudConfiguration.settings(profiles?[profile])
  }

  /// Members by name; nothing for what is no object.
  private static func settings(_ value: JSONValue?) -> Settings {
    Dictionary((value?.members ?? []).map { ($0.name, $0.value) }) { $1 }
  }

  private static func settings(environment: [String: String]) -> Settings {
    var settings: Settings = [:]
    for (name, value) in environment where isSetting(name) && !value.isEmpty {
      settings[name.dropFirst(3).lowercased()] = .string(value)
    }
    for name in ["cloud", "cloud_name", "client_config_file", "client_secure_file"] {
      settings[name] = nil
    }
    return settings
  }

  private static func isSetting(_ name: String) -> Bool {
    name.hasPrefix("OS_")
      && !["OS_TEST", "OS_STD", "OS_LOG"].contains { name.hasPrefix($0) }
  }

  /// Whether the variables say more than which cloud is meant.
  private static func hasLogin(_ environment: [String: String]) -> Bool {
    let selectors: Set = [
      "OS_CLOUD", "OS_REGION_NAME", "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE",
      "OS_CLOUD_NAME",
    ]
    return environment.contains { isSetting($0.key) && !selectors.contains($0.key) }
  }

  /// Lays settings over others; those of `auth` one by one.
  private static func update(_ settings: inout Settings, with new: Settings) {
    for (name, value) in new {
      if name == "auth", let members = value.members {
        var auth = Self.settings(settings["auth"])
        for member in members { auth[member.name] = member.value }
        settings["auth"] = .object(auth.map { .init($0.key, $0.value) })
      } else if name == "auth" {
        continue
      } else {
        settings[name] = value
      }
    }
  }

  /// Lays one file over another, objects member by member.
  private static func merged(_ old: JSONValue?, with new: JSONValue?) -> JSONValue {
    guard let new, let members = new.members else { return old ?? .object([]) }
    guard var result = old?.members else { return new }
    for member in members {
      if let place = result.firstIndex(where: { $0.name == member.name }) {
        let value =
          member.value.members == nil
          ? member.value : merged(result[place].value, with: member.value)
        result[place] = .init(member.name, value)
      } else {
        result.append(member)
      }
    }
    return .object(result)
  }
}

extension CloudConfiguration: CustomStringConvertible, CustomReflectable {
  /// The names only.
  package var description: String { "clouds \(names.joined(separator: ", "))" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
