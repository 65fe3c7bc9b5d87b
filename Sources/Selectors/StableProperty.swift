/// The properties that say what hardware a host is, in the order in which a selector should use
/// them.
///
/// Left out on purpose, as a repair, an update or a move changes them: serial numbers, MAC and WWN
/// addresses, `uid`, `node_name`, `bios.*`, `rev`, drivers, device names, `placement.*`,
/// `admin_note`, `boot_mode`, and which adapters are enabled, bridged or mounted.
///
/// Source: the names that occur in the node records of the reference repository (commit 5da0590,
/// 2026-06-26); the order is a judgement: what users ask for first, what is measured last.
enum StableProperty {
  /// The names; `N` stands for any index of a list.
  private static let preference = [
    "node_type", "gpu.gpu_model", "gpu.gpu_count", "gpu.gpu", "fpga.board_model",
    "processor.model", "architecture.platform_type", "architecture.smp_size",
    "architecture.smt_size", "main_memory.ram_size", "main_memory.humanized_ram_size",
    "infiniband", "storage_devices.N.model", "storage_devices.N.size",
    "storage_devices.N.media_type", "storage_devices.N.interface", "storage_devices.N.vendor",
    "storage_devices.N.humanized_size", "network_adapters.N.model", "network_adapters.N.rate",
    "network_adapters.N.interface", "network_adapters.N.vendor", "chassis.name",
    "chassis.manufacturer", "gpu.gpu_vendor", "fpga.board_vendor", "processor.clock_speed",
    "processor.version", "processor.vendor", "processor.instruction_set", "processor.cache_l1",
    "processor.cache_l1d", "processor.cache_l1i", "processor.cache_l2", "processor.cache_l3",
    "monitoring.wattmeter",
  ]

  private static let places = Dictionary(
    uniqueKeysWithValues: preference.enumerated().map { ($1, $0) })

  /// The names by their parts.
  struct Tree: Sendable {
    fileprivate(set) var inners: [String: Tree] = [:]

    /// What an item of a list leads to; nil when nothing in it is stable.
    var items: Tree? { inners["N"] }

    /// What the member `name` leads to; nil when nothing in it is stable.
    func inner(_ name: String) -> Tree? {
      inners[name] ?? (Int(name) == nil ? nil : items)
    }

    fileprivate mutating func insert(_ parts: ArraySlice<Substring>) {
      guard let first = parts.first else { return }
      inners[String(first), default: Tree()].insert(parts.dropFirst())
    }
  }

  static let tree = preference.reduce(into: Tree()) { tree, name in
    tree.insert(name.split(separator: ".")[...])
  }

  /// How late a selector should use the property, then its index in a list.
  struct Rank: Comparable, Hashable, Sendable {
    let place: Int
    let index: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.place, left.index) < (right.place, right.index)
    }
  }

  /// The rank of the property `name`; nil when selectors should not use it.
  static func rank(of name: String) -> Rank? {
    if let place = places[name] { return Rank(place: place, index: 0) }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let index = Int(parts[1]),
      let place = places["\(parts[0]).N.\(parts[2])"]
    else { return nil }
    return Rank(place: place, index: index)
  }
}
