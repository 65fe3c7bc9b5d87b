import Resources
import Rewriting
import Testbed

/// Which pairs of a map somebody wants to see.
struct MapScope {
  /// Names and ids by kind that count besides the project's own; nil for everything.
  private let wanted: [ResourceKind: Set<String>]?
  private let includesOwn: Bool

  /// All there is.
  static let all = MapScope(wanted: nil, includesOwn: true)

  private init(wanted: [ResourceKind: Set<String>]?, includesOwn: Bool) {
    self.wanted = wanted
    self.includesOwn = includesOwn
  }

  /// What is the project's own, and what its instances use.
  init(of inventory: ProjectInventory) {
    var wanted: [ResourceKind: Set<String>] = [:]
    for instance in inventory.instances.elements ?? [] {
      wanted[.image, default: []].formUnion([instance.imageID].compactMap { $0 })
      wanted[.flavor, default: []].formUnion([instance.flavor].compactMap { $0 })
      wanted[.network, default: []].formUnion(instance.addresses.keys)
    }
    self.init(wanted: wanted, includesOwn: true)
  }

  /// What files name.
  init(of experiment: Experiment) {
    var wanted: [ResourceKind: Set<String>] = [:]
    for reference in experiment.references {
      let isIdentifier = reference.value.utf8.count == 36
      for kind in ResourceKind.allCases {
        guard isIdentifier || ReferenceClass(kind) == reference.kind else { continue }
        wanted[kind, default: []].insert(
          isIdentifier ? reference.value.lowercased() : reference.value)
      }
    }
    self.init(wanted: wanted, includesOwn: false)
  }

  /// Whether a pair is to be shown.
  func contains(_ pair: ResourcePair) -> Bool {
    guard let wanted else { return true }
    if includesOwn, pair.isOwn { return true }
    guard let names = wanted[pair.kind] else { return false }
    return names.contains(pair.source.name) || names.contains(pair.source.id.lowercased())
      || pair.source.locations.contains(where: names.contains)
  }
}
