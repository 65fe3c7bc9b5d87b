/// Where the files are looked for; of each kind the first that exists counts.
///
/// Source: openstacksdk 4.8, `config/loader.py`; platformdirs for the folders of a Linux desktop.
package struct CloudsSearchPath: Sendable, Hashable {
  /// `clouds.yaml` and the like.
  package let clouds: [String]
  /// `secure.yaml` and the like, whose content is laid over that of `clouds`.
  package let secure: [String]
  /// `clouds-public.yaml` and the like: profiles.
  package let vendors: [String]

  /// - Parameters:
  ///   - environment: The variables of the process: `OS_CLIENT_CONFIG_FILE`,
  ///     `OS_CLIENT_SECURE_FILE`, `XDG_CONFIG_HOME`, `XDG_CONFIG_DIRS`, `HOME`, `SNAP_REAL_HOME`.
  ///   - currentFolder: An absolute path.
  package init(environment: [String: String], currentFolder: String) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let home = value("HOME") ?? ""
    let own = value("XDG_CONFIG_HOME") ?? "\(home)/.config"
    let shared = value("XDG_CONFIG_DIRS") ?? "/etc/xdg"
    let folders =
      [currentFolder, "\(own)/openstack", "\(value("SNAP_REAL_HOME") ?? home)/.config/openstack"]
      + shared.split(separator: ":").map { "\($0)/openstack" } + ["/etc/openstack"]
    func files(_ stem: String, _ named: String?) -> [String] {
      var seen: Set<String> = []
      let all = folders.flatMap { folder in
        [".yaml", ".yml", ".json"].map { "\(folder)/\(stem)\($0)" }
      }
      return ([named].compactMap { $0 } + all).filter { seen.insert($0).inserted }
    }
    clouds = files("clouds", value("OS_CLIENT_CONFIG_FILE"))
    secure = files("secure", value("OS_CLIENT_SECURE_FILE"))
    vendors = files("clouds-public", nil)
  }
}
