/// What is known of one image that Chameleon publishes, or did.
///
/// Source: `data/images.csv`.
package struct ImageFact: Sendable, Hashable {
  /// Whether the image can be relied upon.
  package enum Status: String, Sendable, Hashable, CaseIterable {
    case supported, deprecated, retired
  }

  package let name: String
  /// For example `Ubuntu 24.04 LTS`.
  package let system: String
  /// `x86_64` or `aarch64`.
  package let architecture: String
  /// What is installed: `plain`, `cuda`, `rocm`, `vgpu`, `arm64`, `fpga`, `sriov`.
  package let variant: String
  package let status: Status
  /// Identifiers of the sites that publish it.
  package let sites: [String]
  package let note: String?

  init(_ row: FactTable.Row) throws(FactError) {
    name = try row.required("name")
    system = try row.required("os")
    architecture = try row.required("arch")
    variant = try row.required("variant")
    status = try row.value("status", of: Status.self) ?? .retired
    sites = row.list("sites")
    note = row["note"]
  }
}

/// What is known of one network or subnet that a site runs for everybody.
///
/// Source: `data/networks.csv`.
package struct NetworkFact: Sendable, Hashable {
  package let name: String
  /// Identifiers of the sites that have it.
  package let sites: [String]
  /// `network` or `subnet`.
  package let kind: String
  package let note: String?

  init(_ row: FactTable.Row) throws(FactError) {
    name = try row.required("name")
    sites = row.list("sites")
    kind = try row.required("kind")
    note = row["note"]
  }
}

/// A UUID that means the same to everybody at a site.
///
/// Source: `data/identifiers.csv`.
package struct IdentifierFact: Sendable, Hashable {
  package let uuid: String
  package let site: String
  /// `network`, `subnet`, `flavor` or `image`.
  package let kind: String
  package let name: String
  package let note: String?

  init(_ row: FactTable.Row) throws(FactError) {
    uuid = try row.required("uuid")
    site = try row.required("site")
    kind = try row.required("kind")
    name = try row.required("name")
    note = row["note"]
  }
}
