package import JSON

/// A small reference repository in memory.
package struct ReferenceData: Sendable {
  package struct Cluster: Sendable {
    package var uid: String
    package var record: JSONValue
    package var nodes: [JSONValue]
  }

  package struct Site: Sendable {
    package var uid: String
    package var record: JSONValue
    package var clusters: [Cluster] = []
    package var flavors: [JSONValue] = []
    /// When its nodes are taken; nil where the server has not read that.
    package var availability: Availability?
  }

  /// What the server knows of reservations.
  package struct Availability: Sendable {
    package var syncedAt: String
    /// `reservations` and `maintenance` of the nodes that Blazar knows, by `uid`.
    package var nodes: [String: JSONValue]
    /// The segments of flavors, by `uid`.
    package var flavors: [String: JSONValue]

    package init(
      syncedAt: String, nodes: [String: JSONValue] = [:], flavors: [String: JSONValue] = [:]
    ) {
      self.syncedAt = syncedAt
      self.nodes = nodes
      self.flavors = flavors
    }
  }

  package var version: String
  package var sites: [Site]

  package init(version: String, sites: [Site]) {
    self.version = version
    self.sites = sites
  }

  /// Two sites with `nodeCount` nodes each, and one with flavors and two nodes.
  package static func sample(
    version: String = String(repeating: "a", count: 40), nodeCount: Int = 6
  ) -> ReferenceData {
    var kvm = site("kvm", nodeCount: 2)
    kvm.flavors = ["m1.tiny", "m1.large"].enumerated().map { index, name in
      [
        "type": "vm_flavor", "uid": .string(name), "name": .string(name),
        "vcpus": JSONValue(index + 1), "ram_size": JSONValue((index + 1) << 30),
        "disk_size": 42_949_672_960, "su_cost_per_hour": .null,
      ]
    }
    return ReferenceData(
      version: version,
      sites: [kvm, site("tacc", nodeCount: nodeCount), site("uc", nodeCount: nodeCount)])
  }

  /// A site with one cluster.
  package static func site(_ uid: String, nodeCount: Int) -> Site {
    Site(
      uid: uid,
      record: [
        "type": "site", "uid": .string(uid), "name": .string("CHI@\(uid.uppercased())"),
        "latitude": .number("39.978300"), "longitude": .number("-105.0"), "site_class": "baremetal",
      ],
      clusters: [
        Cluster(
          uid: "chameleon",
          record: [
            "type": "cluster", "uid": "chameleon", "created_at": "Mon, 15 Jun 2015 16:00:00 GMT",
          ],
          nodes: (0..<nodeCount).map { node(site: uid, number: $0) })
      ])
  }

  /// A node; odd ones have another processor and a fraction in their record.
  package static func node(site: String, number: Int) -> JSONValue {
    let isOdd = number % 2 == 1
    return [
      "type": "node", "uid": .string("\(site)-\(number)"), "node_name": .string("c\(number)"),
      "node_type": .string(isOdd ? "compute_skylake" : "compute_cascadelake_r"),
      "architecture": ["platform_type": "x86_64", "smp_size": 2, "smt_size": 48],
      "processor": [
        "vendor": "Intel", "instruction_set": "x86-64",
        "model": .string(
          isOdd
            ? "Intel(R) Xeon(R) Gold 6126 CPU @ 2.60GHz"
            : "Intel(R) Xeon(R) Gold 6240R CPU @ 2.40GHz"),
      ],
      "main_memory": ["ram_size": 206_158_430_208, "humanized_ram_size": "192 GiB"],
      "bios": ["version": isOdd ? .number("2.80") : "1.2.3"],
      "network_adapters": [
        ["device": "eno1", "enabled": true, "interface": "Ethernet", "rate": 25_000_000_000]
      ],
      "storage_devices": [["device": "sda", "media_type": "SSD", "size": 480_103_981_056]],
      "infiniband": false,
    ]
  }

  /// The files of a checkout, by path below its folder.
  package var files: [String: String] {
    var files = ["chameleoncloud.json": #"{"type": "grid", "uid": "chameleoncloud"}"#]
    for site in sites {
      let folder = "sites/\(site.uid)"
      files["\(folder)/\(site.uid).json"] = site.record.pretty
      for cluster in site.clusters {
        let clusterFolder = "\(folder)/clusters/\(cluster.uid)"
        files["\(clusterFolder)/\(cluster.uid).json"] = cluster.record.pretty
        for (number, node) in cluster.nodes.enumerated() {
          let name = node["uid"]?.string ?? "\(number)"
          files["\(clusterFolder)/nodes/\(name).json"] = node.pretty
        }
      }
      for flavor in site.flavors {
        files["\(folder)/flavors/\(flavor["uid"]?.string ?? "").json"] = flavor.pretty
      }
    }
    return files
  }
}
