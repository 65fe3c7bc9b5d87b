/// A host of one site as Blazar compares it with a selector.
package struct Host: Sendable, Hashable {
  /// The name by which the caller knows the host, for messages; Blazar's own number is the column
  /// `id`.
  package let id: String
  /// The extra capabilities: what the testbed's operators wrote about the host.
  package let properties: ResourceProperties
  /// What is known of the columns of Blazar's host table.
  ///
  /// A column that is not in here has not been
  /// read from Blazar: a selector that asks for it cannot be answered.
  package let columns: [HostColumn: HostColumn.Value]
  /// Whether users can reserve the host at all.
  ///
  /// A host that they cannot reserve never matches, but
  /// its properties exist.
  package let isReservable: Bool

  /// A host with what is known of it; without more, reservable and with no column known.
  package init(
    id: String, properties: ResourceProperties,
    columns: [HostColumn: HostColumn.Value] = [:], isReservable: Bool = true
  ) {
    self.id = id
    self.properties = properties
    self.columns = columns
    self.isReservable = isReservable
  }
}

/// A column of Blazar's host table.
///
/// Selectors see it instead of a property of the same name.
///
/// Source: Blazar 17.0.0, `blazar/db/sqlalchemy/models.py`, class `ComputeHost`, and the two time
/// stamps of `oslo_db.sqlalchemy.models.TimestampMixin`.
package enum HostColumn: String, Sendable, Hashable, CaseIterable {
  case id
  case vcpus
  case cpuInfo = "cpu_info"
  case hypervisorType = "hypervisor_type"
  case hypervisorVersion = "hypervisor_version"
  case hypervisorHostname = "hypervisor_hostname"
  case serviceName = "service_name"
  case memoryInMebibytes = "memory_mb"
  case localDiskInGibibytes = "local_gb"
  case status
  case availabilityZone = "availability_zone"
  case trustID = "trust_id"
  case isReservable = "reservable"
  case createdAt = "created_at"
  case updatedAt = "updated_at"

  /// What a host has in a column.
  package enum Value: Sendable, Hashable {
    case null
    case integer(Int)
    case text(String)
  }

  /// Whether the database compares the column as a number.
  package var isNumeric: Bool {
    switch self {
    case .vcpus, .hypervisorVersion, .memoryInMebibytes, .localDiskInGibibytes, .isReservable: true
    default: false
    }
  }
}

/// Names that are neither a column nor a property: attributes of Blazar's class for hosts, which
/// make the database layer fail before any property of that name is looked for.
///
/// Source: `dir(ComputeHost)` of Blazar 17.0.0 without names that start with an underscore, each
/// tried with the real code. `iteritems` is left out, as it yields no error there but nothing else
/// of use.
enum HostAttribute {
  static let methods: Set = [
    "get", "items", "keys", "metadata", "registry", "save", "to_dict", "update",
  ]
  static let relationships: Set = [
    "computehost_extra_capabilities", "computehost_resource_inventories", "computehost_traits",
  ]
}
