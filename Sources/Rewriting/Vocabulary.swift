import Hardware

/// Words of which every reference has one: a file without any of them is not read.
enum Vocabulary {
  /// - Parameters:
  ///   - knowledge: Names of sites, hosts, node types, images.
  ///   - mapped: Texts that the user wants replaced.
  /// - Returns: The words, as bytes.
  static func words(of knowledge: Knowledge, mapped: [String]) -> [[UInt8]] {
    var words: Set<String> = [
      "chameleoncloud", "resource_properties", "use_site",
      "choose_site", "OS_REGION_NAME", "OS_AUTH_URL", "OS_CLIENT_ID", "region_name", "node_type",
      "NODE_TYPE", "CC-Ubuntu", "CC-CentOS", "sharednet", "import chi", "from chi", "physical:host",
      "flavor:instance", "virtual:instance", "lease-create", "lease create", "$hypervisor_hostname",
      "OS_PROJECT_ID", "application_credential", "net-id=", "192.5.86.", "192.5.87.", "129.114.",
      "openstack.connect", "OS_CLOUD", "os-cloud", "os_cloud", "provider \"openstack\"",
      "baremetal", "rclone", "fabnetv4", "sharedwan1", "caliconet", "openstack image",
      "openstack container", "openstack object", "openstack keypair", "openstack network",
      "openstack security group", "openstack share",
      "openstack server", "network_name", "swift upload", "swift download",
    ]
    words.formUnion(knowledge.typeNames.filter { $0.contains("_") })
    words.formUnion(knowledge.hosts.keys)
    // In the spellings that occur; words of six bytes and more are found three times as fast.
    for fact in knowledge.facts.sites {
      words.formUnion([fact.name, fact.regionName, fact.name.lowercased(), fact.name.uppercased()])
    }
    // What entries of a clouds.yaml are called.
    for fact in knowledge.facts.sites {
      for joint in ["_", "-"] { words.insert(fact.name.lowercased().replacing("@", with: joint)) }
    }
    words.formUnion(knowledge.facts.sites.compactMap(\.clientID))
    words.formUnion(knowledge.facts.identifiers.map(\.uuid))
    words.formUnion(knowledge.facts.flavors.map(\.flavor))
    words.formUnion(mapped)
    return words.filter { $0.utf8.count >= 3 }.sorted().map { Array($0.utf8) }
  }
}
