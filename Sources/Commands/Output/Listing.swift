import Catalog
import Hardware
import JSON
import Testbed

/// Configurations as rows, in the order of the catalogue.
struct Listing {
  let configurations: [Configuration]
  /// Columns of the terminal: wide ones get more columns of the sheet.
  let lineWidth: Int
  let options: FilterOptions
  let showsKind: Bool

  /// One row for each configuration.
  var sheet: Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "site", title: "Site"),
        Sheet.Column(name: "node_type", title: "Node type", isExtra: true),
        Sheet.Column(name: "configuration", title: "Configuration"),
        Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true, missing: "?"),
      ] + hardwareColumns,
      rows: configurations.map { configuration in
        [
          .string(configuration.site.text), .string(configuration.nodeType),
          .string(configuration.name),
          configuration.knownNodeCount.map { JSONValue($0) } ?? .null,
        ] + Listing.cells(configuration)
      })
  }

  /// The nodes of the configurations, by configuration and name.
  ///
  /// - Parameter catalog: Where the nodes are.
  /// - Returns: Each node with its configuration; flavors have none.
  /// - Throws: `CatalogError`.
  func nodes(_ catalog: Catalog) throws -> [(node: NodeEntry, configuration: Configuration)] {
    try configurations.flatMap { configuration in
      try catalog.nodes(of: configuration.name, at: configuration.site).map { ($0, configuration) }
    }
  }

  /// One row for each node.
  func sheet(of nodes: [(node: NodeEntry, configuration: Configuration)]) -> Sheet {
    let rows = nodes.map { node, configuration in
      [
        .string(node.site.text), .string(node.name), .string(node.uid), .string(node.nodeType),
        .string(node.configuration),
      ] + Listing.cells(configuration)
    }
    return Sheet(
      columns: [
        Sheet.Column(name: "site", title: "Site"),
        Sheet.Column(name: "node", title: "Node"),
        Sheet.Column(name: "uid", title: "UID", isExtra: lineWidth < 150),
        Sheet.Column(name: "node_type", title: "Node type", isExtra: true),
        Sheet.Column(name: "configuration", title: "Configuration"),
      ] + hardwareColumns, rows: rows)
  }

  /// What JSON says of nodes: their names, and their configuration without its number of nodes.
  func document(of nodes: [(node: NodeEntry, configuration: Configuration)]) -> JSONValue {
    .array(
      nodes.map { node, configuration in
        let names = [
          JSONValue.Member("node", .string(node.name)), JSONValue.Member("uid", .string(node.uid)),
        ]
        let members = configuration.document.members ?? []
        return .object(names + members.filter { $0.name != "nodes" })
      })
  }

  private var hardwareColumns: [Sheet.Column] {
    let isWide = lineWidth >= 120
    let asksForStorage =
      options.disk != nil || options.minDisks != nil || options.minStorage != nil
    return [
      Sheet.Column(
        name: "cpu", title: "CPU", isFlexible: true, missing: "?", shortened: Listing.shortModel),
      Sheet.Column(
        name: "cores", title: "Cores", isRightAligned: true,
        isExtra: !isWide && options.minCores == nil, missing: "?"),
      Sheet.Column(
        name: "memory_gib", title: "GiB", isRightAligned: true, missing: "?",
        shortened: Listing.rounded),
      Sheet.Column(
        name: "gpu", title: "GPU", isFlexible: true, missing: "?",
        shortened: { $0 == Listing.noGPU ? "-" : $0 }),
      Sheet.Column(
        name: "fpga", title: "FPGA", isFlexible: true,
        isExtra: !options.fpga && lineWidth < 140),
      Sheet.Column(name: "infiniband", title: "IB", missing: "?"),
      Sheet.Column(
        name: "network_gbps", title: "Gb/s", isRightAligned: true,
        isExtra: !isWide && options.minNetwork == nil, missing: "?"),
      Sheet.Column(
        name: "storage", title: "Storage", isFlexible: true, isExtra: !isWide && !asksForStorage,
        missing: "?"),
      Sheet.Column(
        name: "kind", title: "Lease", isExtra: !showsKind,
        shortened: { $0 == Configuration.Kind.hypervisor.rawValue ? "none" : $0 }),
    ]
  }

  /// What is known to have no GPU, as `--gpu` takes it; unknown is something else.
  private static let noGPU = "none"

  private static func cells(_ configuration: Configuration) -> [JSONValue] {
    let hardware = configuration.hardware
    let gpu: JSONValue =
      hardware.hasAccelerator == false
      ? .string(Listing.noGPU) : JSONValue(hardware.acceleratorDescription)
    return [
      hardware.processor.value == nil ? .null : .string(hardware.processorDescription),
      .value(hardware.cores) { JSONValue($0) },
      .value(hardware.memory) { JSONValue($0.gibibytes, digits: 1) },
      gpu,
      .value(hardware.fpga) { .string($0) },
      .value(hardware.infiniband) { .bool($0) },
      .value(hardware.networkRate) { JSONValue($0.gigabitsPerSecond, digits: 1) },
      JSONValue(hardware.storageDescription),
      .string(configuration.kind.rawValue),
    ]
  }

  /// Whole numbers from 10 on.
  static func rounded(_ text: String) -> String {
    guard let value = Double(text), value >= 10 else { return text }
    return String(Int(value.rounded()))
  }

  /// `2x Gold 6126` for `2x Intel Xeon Gold 6126`: what tells models apart.
  static func shortModel(_ text: String) -> String {
    let words = text.split(separator: " ", maxSplits: 1)
    let (count, model) =
      words.count == 2 && words[0].last == "x" ? (words[0] + " ", words[1]) : ("", text[...])
    let vendors = ["Intel Xeon ", "Intel ", "AMD ", "Cavium ", "Fujitsu ", "NVIDIA "]
    guard let vendor = vendors.first(where: model.hasPrefix) else { return text }
    return count + String(model.dropFirst(vendor.count))
  }
}
