import Catalog
import Equivalence
import Testbed

/// Nodes of one site, or instances of a flavor, that one reservation can take from.
struct SlotCandidate: Sendable {
  /// What a reservation asks Blazar for.
  enum Resource: Sendable, Hashable {
    /// A selector that matches the candidate's nodes and no others of the site, of which Blazar takes
    /// any that are free; nil when there is none.
    case hosts(selector: String?)
    /// Nova's id of the flavor, and whether instances have a GPU.
    case flavor(id: String, hasGPU: Bool)
  }

  let site: SiteID
  /// Nil for nodes of several types.
  let nodeType: String?
  /// The configuration, or what stands for several.
  let name: String
  let resource: Resource
  /// Nil for what was asked for itself.
  var grade: Grade?
  var losses: [String] = []
  /// `uid` and name, by name; none for a flavor.
  let nodes: [Node]

  struct Node: Sendable, Hashable {
    let uid: String
    let name: String
  }

  var isOriginal: Bool { grade == nil }
  var gradeText: String { grade?.rawValue ?? "original" }
  var qualifiedName: String { "\(name)@\(site)" }

  var flavor: String? {
    if case .flavor(let id, _) = resource { id } else { nil }
  }
}

extension SlotCandidate.Node {
  init(_ entry: NodeEntry) {
    self.init(uid: entry.uid, name: entry.name)
  }
}
