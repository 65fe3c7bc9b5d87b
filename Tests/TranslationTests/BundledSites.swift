import Catalog
import Equivalence
import Hardware
import Selectors
import Testbed
import Translation

/// The sites of the bundled catalogue as translation sees them.
enum BundledSites {
  static let facts = BundledData.factsOnDemand
  static let all: [SiteInventory] = (try? load()) ?? []

  static func site(_ name: String) throws -> SiteInventory {
    try require(all.first { $0.site.text == name })
  }

  static func translator(
    _ from: String, _ to: String, _ choices: TranslationChoices = TranslationChoices()
  ) throws -> Translator {
    Translator(from: try site(from), to: try site(to), facts: facts, choices: choices)
  }

  /// From and to, for each pair of two sites.
  static var pairs: [(SiteInventory, SiteInventory)] {
    all.flatMap { from in all.filter { $0.site != from.site }.map { (from, $0) } }
  }

  struct NoSuchSite: Error {}

  private static func require(_ site: SiteInventory?) throws -> SiteInventory {
    guard let site else { throw NoSuchSite() }
    return site
  }

  private static func load() throws -> [SiteInventory] {
    let catalog = try Catalog.bundled()
    return try catalog.sites().map { entry in
      var nodes: [SiteInventory.Node] = []
      try catalog.forEachRecord(at: entry.id) { node, record in
        let host = Host(
          id: node.uid, properties: record.map { ResourceProperties(record: $0) } ?? [:],
          columns: [.hypervisorHostname: .text(node.uid)], isReservable: node.isReservable)
        nodes.append(
          .init(
            uid: node.uid, name: node.name, nodeType: node.nodeType,
            configuration: node.configuration, host: host))
      }
      let configurations = try catalog.configurations(at: [entry.id])
        .filter { $0.kind != .hypervisor }
      return SiteInventory(site: entry.id, configurations: configurations, nodes: nodes)
    }
  }
}

extension Translation {
  /// The outcome in a word, with what is taken.
  var summary: String {
    switch outcome {
    case .portable(let same):
      same.map { "portable \($0.grade.rawValue) \($0.nodeCount)" } ?? "portable"
    case .replaced(let other):
      "\(other.isWholeType ? other.configuration.nodeType : other.configuration.name)"
        + " \(other.grade.rawValue) \(other.nodeCount)"
    case .none: "none"
    case .unknown: "unknown"
    }
  }

  var reason: String {
    switch outcome {
    case .none(let reason), .unknown(let reason): reason
    case .portable, .replaced: ""
    }
  }

  var replacement: Replacement? {
    switch outcome {
    case .portable(let replacement): replacement
    case .replaced(let replacement): replacement
    case .none, .unknown: nil
    }
  }
}
