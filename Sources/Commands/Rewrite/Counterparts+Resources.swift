import Resources
import Rewriting
import Testbed

extension Counterparts {
  /// Adds what a map says about one target.
  mutating func add(_ map: ResourceMap, to target: SiteID) {
    guard map.target == target else { return }
    for pair in map.pairs {
      guard let end = pair.target, let kind = ReferenceClass(pair.kind) else { continue }
      add(
        kind, pair.kind, name: pair.source.name, id: pair.source.id, newName: end.name,
        newID: end.id, of: map.source)
      // Without knowing which of several paths is which, the preferred one stands for all.
      guard let location = end.locations.first else { continue }
      for old in pair.source.locations {
        add(
          name: old, of: map.source,
          Entry(location, kind, title: "the share \(end.name)"))
      }
    }
  }

  /// Adds what copies to one target have recorded, later ones over earlier ones.
  mutating func add(_ copies: RecordedCopies, to target: SiteID) {
    var latest = RecordedCopies()
    for copy in copies.copies where copy.target == target { latest.add(copy) }
    for copy in latest.copies {
      guard let kind = ReferenceClass(copy.kind) else { continue }
      add(
        kind, copy.kind, name: copy.name, id: copy.id ?? "", newName: copy.newName,
        newID: copy.newID ?? "", of: copy.source)
    }
  }

  private mutating func add(
    _ kind: ReferenceClass, _ resource: ResourceKind, name: String, id: String, newName: String,
    newID: String, of source: SiteID
  ) {
    let title = "the \(resource.label) \(newName)"
    add(id: id, Entry(newID, kind, title: title))
    add(name: name, of: source, Entry(newName, kind, title: title))
  }
}

extension ReferenceClass {
  /// The class of references to resources of a kind; nil where programs name them by nothing that is
  /// known to be one.
  init?(_ kind: ResourceKind) {
    switch kind {
    case .image: self = .image
    case .network, .subnet: self = .network
    case .flavor: self = .flavor
    case .keyPair: self = .keyPair
    case .securityGroup: self = .securityGroup
    case .share: self = .share
    case .floatingIP: self = .floatingIP
    case .container: self = .container
    case .instance: return nil
    }
  }
}
