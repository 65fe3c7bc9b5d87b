package import Availability
package import Testbed

/// Something that knows when nodes are taken: the Reference API, a site's Blazar, or a saved file.
package protocol CalendarSource: Sendable {
  /// Where it is: a URL or a file, as messages name it.
  var location: String { get }

  /// Reads a site's calendar.
  ///
  /// What is not known of a single node or flavor is said of it, and spoils no other: a node is then
  /// `unknown`, a flavor has no segments.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: Each node and each flavor of the request, in its order.
  /// - Throws: `CalendarProblem` when nothing can be known of the site; `CancellationError`.
  func read(_ request: CalendarRequest) async throws -> CalendarReading
}

/// What a calendar is wanted of.
package struct CalendarRequest: Sendable {
  /// A node and where the Reference API has it.
  package struct Node: Sendable, Hashable {
    package let uid: String
    package let cluster: String

    package init(uid: String, cluster: String = "chameleon") {
      self.uid = uid
      self.cluster = cluster
    }
  }

  package let site: SiteID
  package let nodes: [Node]
  /// The `uid`s of flavors, which are Nova's ids.
  package let flavors: [String]
  /// The time for which flavors are wanted; reservations of nodes come whole.
  package let window: TimeSlot

  package init(site: SiteID, nodes: [Node], flavors: [String] = [], window: TimeSlot) {
    self.site = site
    self.nodes = nodes
    self.flavors = flavors
    self.window = window
  }
}

/// A site's calendar, and what was odd about reading it.
package struct CalendarReading: Sendable, Hashable {
  package let calendar: SiteCalendar
  /// What a user should know beside the states of the nodes: flavors that could not be read, clocks
  /// that differ, a server that gave up.
  package let problems: [CalendarProblem]

  package init(calendar: SiteCalendar, problems: [CalendarProblem] = []) {
    self.calendar = calendar
    self.problems = problems
  }
}

/// Why a calendar, or a part of it, could not be read.
package struct CalendarProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The URL, file or variable.
  package let place: String
  package let reason: String
  /// What to do next, in one line.
  package let hint: String?

  package init(place: String, reason: String, hint: String? = nil) {
    self.place = place
    self.reason = reason
    self.hint = hint
  }

  package var description: String { "\(place): \(reason)" }
}
