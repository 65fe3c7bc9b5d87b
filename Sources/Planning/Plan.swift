package import Resources
package import Testbed

/// The steps of a move from one site to another, in order: a value that people read and change.
package struct Plan: Sendable, Hashable {
  /// The version of the document; it goes up when a member is renamed or means something else.
  package static let version = 1

  package let from: SiteID
  package let to: SiteID
  /// UTC, ISO 8601, to the second.
  package let madeAt: String
  /// The files and folders of the experiment, as the user named them.
  package let paths: [String]
  /// What `paths` are relative to, absolute; nil for the folder that the plan is used in.
  package let folder: String?
  /// What everybody has to know who reads the plan: outages, retirements; sentences without a full stop.
  package let warnings: [String]
  /// What was looked at to make it, and what was not: sentences without a full stop.
  package let grounds: [String]
  /// What is not known and would change the plan: sentences without a full stop.
  package let unknowns: [String]
  package var steps: [PlanStep]
  /// How to run it on an instance instead; nil when the link here will do, or nothing is to be copied.
  package let elsewhere: PlanElsewhere?
  /// What the files name that has its counterpart at the target already, for the port of the files; nil
  /// for nothing.
  package let map: ResourceMap?

  /// Makes a plan from its parts.
  package init(
    from: SiteID, to: SiteID, madeAt: String, paths: [String], folder: String? = nil,
    warnings: [String] = [], grounds: [String] = [], unknowns: [String] = [],
    steps: [PlanStep], elsewhere: PlanElsewhere? = nil, map: ResourceMap? = nil
  ) {
    self.from = from
    self.to = to
    self.madeAt = madeAt
    self.paths = paths
    self.folder = folder
    self.warnings = warnings
    self.grounds = grounds
    self.unknowns = unknowns
    self.steps = steps
    self.elsewhere = elsewhere
    self.map = map
  }

  /// The bytes that are still to be copied, as far as they are known.
  package var bytesToCopy: Int {
    steps.filter { $0.state == .todo }.compactMap { $0.action?.bytes }.reduce(0, +)
  }

  /// What tells afterwards whether everything is at the target, and nothing of the source is left.
  package var verification: PlanCommand { .verification(of: paths, at: to) }

  /// Whether a person has something to decide or to do that no program can.
  package var isOpen: Bool { steps.contains { $0.state == .decide || $0.state == .blocked } }
}

/// Why and how the same plan runs on an instance of a site.
package struct PlanElsewhere: Sendable, Hashable {
  /// One sentence without a full stop.
  package let why: String
  /// Lines for a shell here, in one paste.
  package let lines: [String]

  /// Takes the parts as they are.
  package init(why: String, lines: [String]) {
    self.why = why
    self.lines = lines
  }
}
