package import Testbed

/// What is known of one drive model.
///
/// Source: `data/disks.csv`.
package struct Drive: Sendable, Hashable {
  package let product: String
  package let media: StorageMedia
  package let capacity: ByteCount?
  /// Sequential reading in 10^6 bytes per second.
  package let readRate: Double?
  package let isVirtual: Bool
  package let provenance: Provenance

  init(_ row: FactTable.Row) throws(FactError) {
    product = try row.required("product")
    let media = try row.required("media")
    switch media {
    case "hdd": self.media = .hardDisk
    case "sata_ssd", "sas_ssd", "virtual_sata": self.media = .solidState
    case "nvme", "virtual_nvme": self.media = .nvme
    default:
      throw row.fail("column 'media': found '\(media)', expected hdd, sata_ssd, sas_ssd, nvme")
    }
    isVirtual = media.hasPrefix("virtual")
    capacity = try row.number("capacity_gb").map { ByteCount(Int($0 * 1e9)) }
    readRate = try row.number("seq_read_mbs")
    provenance = try row.provenance()
  }
}

/// What is known of one network adapter, by the exact text that records use.
///
/// Source: `data/interconnects.csv`.
package struct Adapter: Sendable, Hashable {
  package let name: String
  package let maximumRate: BitRate?

  init(_ row: FactTable.Row) throws(FactError) {
    name = try row.required("adapter")
    maximumRate = try row.number("max_gbps").map(BitRate.gigabits)
  }
}

/// What is known of one FPGA board.
///
/// Source: `data/fpgas.csv`.
package struct FPGA: Sendable, Hashable {
  package let model: String
  let patterns: [ModelPattern]

  init(_ row: FactTable.Row) throws(FactError) {
    model = try row.required("model")
    patterns = row.list("patterns").map(ModelPattern.init)
  }
}

/// What is known of one node type at one site, present or past.
///
/// Source: `data/node_types.csv`.
package struct NodeTypeFact: Sendable, Hashable {
  /// Whether the type is there, and whether everyone may count on it.
  package enum Status: String, Sendable, Hashable, CaseIterable {
    case current, retired, renamed, limited
  }

  package let site: String
  package let nodeType: String
  package let status: Status
  package let lastSeen: String?
  /// A node type, or `type@site`.
  package let successor: String?
  /// Service units charged for one node for one hour.
  package let serviceUnitsPerHour: Double?
  /// The last day on which InfiniBand was recorded, where the record no longer says so.
  package let infinibandUntil: String?
  package let infinibandRate: BitRate?
  /// `all`, or for example `16 of 42`.
  package let infinibandScope: String?
  package let memory: ByteCount?
  package let persistentMemory: ByteCount?
  package let accelerator: String?
  package let purpose: String?
  package let note: String?
  package let provenance: Provenance

  init(_ row: FactTable.Row) throws(FactError) {
    site = try row.required("site")
    nodeType = try row.required("node_type")
    status = try row.value("status", of: Status.self) ?? .current
    lastSeen = row["last_seen"]
    successor = row["successor"]
    serviceUnitsPerHour = try row.number("su_per_hour")
    infinibandUntil = row["infiniband_until"]
    infinibandRate = try row.number("infiniband_gbps").map(BitRate.gigabits)
    infinibandScope = row["infiniband_scope"]
    memory = try row.integer("dram_gib").map(ByteCount.gibibytes)
    persistentMemory = try row.integer("pmem_gib").map(ByteCount.gibibytes)
    accelerator = row["gpu_model"]
    purpose = row["purpose"]
    note = row["note"]
    provenance = try row.provenance()
  }
}

/// What is known of one flavor of virtual machines.
///
/// Source: `data/flavors.csv`.
package struct FlavorFact: Sendable, Hashable {
  package let site: String
  package let flavor: String
  package let accelerator: String?
  /// The share of one GPU board, 1 for a whole one.
  package let acceleratorShare: Double
  /// GiB on each GPU, or of the slice: the share of the memory is not that of the compute units.
  package let acceleratorMemory: Double?
  package let hostProcessor: String?
  package let hostNodeType: String?
  package let leaseLimitInDays: Int?
  package let serviceUnitsPerHour: Double?
  package let instances: Int?
  package let note: String?

  init(_ row: FactTable.Row) throws(FactError) {
    site = try row.required("site")
    flavor = try row.required("flavor")
    accelerator = row["gpu_model"]
    acceleratorShare = try row.number("gpu_fraction") ?? 1
    acceleratorMemory = try row.number("gpu_memory_gib")
    hostProcessor = row["host_processor"]
    hostNodeType = row["host_node_type"]
    leaseLimitInDays = try row.integer("lease_limit_days")
    serviceUnitsPerHour = try row.number("su_per_hour")
    instances = try row.integer("instances")
    note = row["note"]
  }
}

/// What is known of one site.
///
/// Source: `data/sites.csv`.
package struct SiteFact: Sendable, Hashable {
  package let uid: String
  package let name: String
  package let regionName: String
  package let aliases: [String]
  package let siteClass: String
  package let authURL: String?
  package let dashboardURL: String?
  package let clientID: String?
  package let services: [String]
  package let status: String?
  /// Whether volunteers run it, with a lower level of service.
  package let isAssociate: Bool
  /// The day after which no lease may end, `2027-01-15`; nil for a site that stays, or is gone.
  package let retiresOn: String?
  package let note: String?
  package let provenance: Provenance

  init(_ row: FactTable.Row) throws(FactError) {
    uid = try row.required("uid")
    name = try row.required("name")
    regionName = row["region_name"] ?? name
    aliases = row.list("aliases")
    siteClass = row["site_class"] ?? "baremetal"
    authURL = row["auth_url"]
    dashboardURL = row["dashboard_url"]
    clientID = row["oidc_client_id"]
    services = row.list("services")
    status = row["status"]
    isAssociate = row["tier"] == "associate"
    retiresOn = row["retires_on"]
    note = row["note"]
    provenance = try row.provenance()
  }
}
