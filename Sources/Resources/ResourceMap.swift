package import JSON
package import Testbed

/// What of a project at one site stands for what at another.
///
/// `init(from:to:published:copies:)` makes it of two inventories. As a file it is what
/// `chiport rewrite --map-file` reads:
///
/// ```json
/// {"document": "map", "version": 1, "from": "uc", "to": "tacc",
///  "pairs": [
///    {"kind": "image", "status": "paired", "name": "my-image", "id": "f2d1...",
///     "new_name": "my-image", "new_id": "91c0...", "by": "name", "own": true},
///    {"kind": "key_pair", "status": "missing", "name": "laptop", "id": "laptop", "own": true,
///     "advice": "openstack keypair create ..."}],
///  "unknown": [{"kind": "share", "site": "tacc", "reason": "..."}]}
/// ```
package struct ResourceMap: Sendable, Hashable {
  /// A kind that one of the sites could not list.
  package struct Gap: Sendable, Hashable {
    package let kind: ResourceKind
    package let site: SiteID
    /// Completes the sentence "unknown: ...".
    package let reason: String

    /// Whether the site has no service for this kind, so that a project can have nothing of it there.
    package var isAbsent: Bool { reason == Gap.absent }

    /// The reason of a site without a service.
    package static let absent = "the site has no service for them"

    /// Makes a gap.
    package init(kind: ResourceKind, site: SiteID, reason: String) {
      self.kind = kind
      self.site = site
      self.reason = reason
    }
  }

  /// Goes up when a member is renamed or means something else.
  package static let version = 1

  package let source: SiteID
  package let target: SiteID
  /// By kind, then in the order of the source's service.
  package let pairs: [ResourcePair]
  package let gaps: [Gap]

  /// Takes pairs that somebody made.
  package init(source: SiteID, target: SiteID, pairs: [ResourcePair], gaps: [Gap] = []) {
    self.source = source
    self.target = target
    self.pairs = pairs
    self.gaps = gaps
  }

  /// The same map with those pairs only for which `isWanted` says so.
  package func filtered(_ isWanted: (ResourcePair) -> Bool) -> ResourceMap {
    ResourceMap(source: source, target: target, pairs: pairs.filter(isWanted), gaps: gaps)
  }

  /// Reads a saved map.
  ///
  /// - Throws: `ResourceError` for another document or version, and for pairs that cannot be read.
  package init(document: JSONValue) throws(ResourceError) {
    guard document["document"]?.string == "map", let items = document["pairs"]?.array else {
      throw ResourceError("expected a map, an object with \"document\": \"map\" and 'pairs'")
    }
    let version = document["version"]?.integer
    guard version == ResourceMap.version else {
      throw ResourceError(
        "a map of version \(version.map(String.init) ?? "unknown"), expected "
          + "\(ResourceMap.version)")
    }
    guard let source = document.text("from").flatMap(SiteID.init),
      let target = document.text("to").flatMap(SiteID.init)
    else { throw ResourceError("a map without the names of two sites in 'from' and 'to'") }
    var pairs: [ResourcePair] = []
    for (index, item) in items.enumerated() {
      guard let pair = ResourcePair(document: item) else {
        throw ResourceError(
          "element \(index) of 'pairs': expected an object with 'kind', 'status' and 'id'")
      }
      pairs.append(pair)
    }
    let gaps = (document["unknown"]?.array ?? []).compactMap { item -> Gap? in
      guard let kind = item.text("kind").flatMap(ResourceKind.init(rawValue:)),
        let site = item.text("site").flatMap(SiteID.init)
      else { return nil }
      return Gap(kind: kind, site: site, reason: item.text("reason") ?? "")
    }
    self.init(source: source, target: target, pairs: pairs, gaps: gaps)
  }

  /// The map as JSON.
  package var document: JSONValue { document(with: []) }

  /// The map as JSON with the inventories that it was made of, so that they can be read again by
  /// `ProjectInventory(document:of:)`.
  package func document(with inventories: [ProjectInventory]) -> JSONValue {
    var record = Members()
    record.add("document", "map")
    record.add("version", ResourceMap.version)
    record.add("from", source.text)
    record.add("to", target.text)
    record.add("pairs", .array(pairs.map(\.document)))
    record.add("unknown", .array(gaps.map(ResourceMap.document(of:))))
    if !inventories.isEmpty { record.add("inventories", .array(inventories.map(\.document))) }
    return record.object
  }

  private static func document(of gap: Gap) -> JSONValue {
    [
      "kind": .string(gap.kind.rawValue), "site": .string(gap.site.text),
      "reason": .string(gap.reason),
    ]
  }
}
