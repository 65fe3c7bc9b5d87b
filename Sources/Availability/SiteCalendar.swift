package import Testbed

/// When one node is taken.
package struct NodeCalendar: Sendable, Hashable {
  /// Whether the node can be counted on.
  package enum State: Sendable, Hashable {
    /// Its reservations are known.
    case known
    /// Nobody knows when it is taken, so it is never free; why, in a few words.
    case unknown(String)
    case maintenance
    /// Users cannot reserve it.
    case disabled
  }

  /// The node's UUID.
  package let uid: String
  package let state: State
  /// As they were read: in any order, overlapping, also past ones.
  package let reservations: [TimeSlot]

  package init(uid: String, state: State, reservations: [TimeSlot]) {
    self.uid = uid
    self.state = state
    self.reservations = reservations
  }
}

/// How many instances of a flavor are free, from one time to the next.
package struct FlavorCalendar: Sendable, Hashable {
  package struct Segment: Sendable, Hashable {
    package let slot: TimeSlot
    package let available: Int
    package let total: Int

    package init(slot: TimeSlot, available: Int, total: Int) {
      self.slot = slot
      self.available = available
      self.total = total
    }
  }

  package let flavor: String
  /// In order; gaps between them are unknown.
  package let segments: [Segment]

  package init(flavor: String, segments: [Segment]) {
    self.flavor = flavor
    self.segments = segments
  }
}

/// What one reading of a site's reservations gave.
package struct SiteCalendar: Sendable, Hashable {
  package let site: SiteID
  /// When the source was asked, UTC.
  package let readAt: Minute
  /// When the source itself last looked at the site's Blazar; nil when it does not say.
  package let syncedAt: Minute?
  /// What was asked: `reference-api`, `blazar` or `file`.
  package let source: String
  /// Where it was asked: a URL; nil when that is not told.
  package let location: String?
  package let nodes: [NodeCalendar]
  package let flavors: [FlavorCalendar]

  package init(
    site: SiteID, readAt: Minute, syncedAt: Minute?, source: String, location: String? = nil,
    nodes: [NodeCalendar], flavors: [FlavorCalendar]
  ) {
    self.site = site
    self.readAt = readAt
    self.syncedAt = syncedAt
    self.source = source
    self.location = location
    self.nodes = nodes
    self.flavors = flavors
  }
}
