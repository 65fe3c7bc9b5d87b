import Rewriting
import Testbed

/// Whether an experiment can run at a site: what it names is there, and nothing of another is left.
struct Verification {
  /// What is known of one reference.
  struct Row {
    enum State: String, CaseIterable {
      /// It is there.
      case exists
      /// It is there as far as the facts of the program say; the site was not asked.
      case likely
      /// Several things could be meant.
      case ambiguous
      /// It is not there.
      case absent
      /// It is of another site.
      case left
      case unknown
    }

    let reference: NamedReference
    let state: State
    let remark: String?
  }

  /// By file, then in the order of the text.
  let rows: [Row]
  /// What names the source in comments, branches and the like.
  let remaining: [Experiment.Remaining]
  /// Files that name several other sites, so that nothing tells what is left in them.
  let questions: [(path: String, question: String)]
  let failures: [String]
  let filesRead: Int

  /// - Parameters:
  ///   - own: The files read as ones of the target.
  ///   - port: The files read as ones that are to be ported to the target.
  ///   - holdings: What there is at the target.
  /// - Throws: `CatalogError`.
  init(own: Experiment, port: Experiment, holdings: SiteHoldings) throws {
    var rows: [Place: Row] = [:]
    var order: [Place] = []
    func add(_ row: Row) {
      let place = Place(row.reference)
      if rows.updateValue(row, forKey: place) == nil { order.append(place) }
    }
    // What the experiment makes itself need not be there.
    let made = Dictionary(grouping: own.references.filter(\.isMade), by: \.kind)
      .mapValues { Set($0.map(\.value)) }
    func counts(_ reference: NamedReference) -> Bool {
      Verification.isUsed(reference) && made[reference.kind]?.contains(reference.value) != true
    }
    for reference in own.references where counts(reference) {
      guard let existence = try holdings.existence(of: reference) else { continue }
      add(Row(reference: reference, state: State(existence), remark: existence.remark))
    }
    for reference in port.references where counts(reference) {
      let known = rows[Place(reference)]
      if let known, [.exists, .likely, .ambiguous].contains(known.state) { continue }
      if Verification.isLeft(reference) {
        add(Row(reference: reference, state: .left, remark: Verification.remark(reference)))
      } else if known == nil, let existence = try holdings.existence(of: reference) {
        add(Row(reference: reference, state: State(existence), remark: existence.remark))
      }
    }
    self.rows = order.compactMap { rows[$0] }.sorted {
      ($0.reference.path, $0.reference.line, $0.reference.column)
        < ($1.reference.path, $1.reference.line, $1.reference.column)
    }
    remaining = port.remaining
    // A file that names no site at all is one of the target.
    questions = port.questions
    failures = port.failures
    filesRead = port.filesRead
  }

  private typealias State = Row.State

  /// Where a reference stands.
  private struct Place: Hashable {
    let path: String
    let line: Int
    let column: Int

    init(_ reference: NamedReference) {
      path = reference.path
      line = reference.line
      column = reference.column
    }
  }

  /// Whether a reference counts, and is not what the program knows of several sites.
  private static func isUsed(_ reference: NamedReference) -> Bool {
    reference.decision != .kept || reference.isOfAnotherSite
  }

  /// Whether a reference can only be one of the source.
  private static func isLeft(_ reference: NamedReference) -> Bool {
    if reference.decision == .rewritten { return true }
    guard reference.decision == .unresolved || reference.decision == .choice else { return false }
    switch reference.kind {
    case .site, .authURL, .clientID, .discoveryURL, .dashboardURL, .objectStoreURL, .node,
      .projectID, .floatingIP, .rcloneRemote, .device, .cloud:
      return true
    default: return false
    }
  }

  private static func remark(_ reference: NamedReference) -> String {
    guard let replacement = reference.replacement else { return reference.reason }
    return "'chiport rewrite' makes it \(replacement) (\(reference.reason))"
  }
}

extension Verification.Row.State {
  fileprivate init(_ existence: Existence) {
    self =
      switch existence {
      case .exists: .exists
      case .likely: .likely
      case .ambiguous: .ambiguous
      case .absent: .absent
      case .elsewhere: .left
      case .unknown: .unknown
      }
  }

  /// Whether there is nothing to look at.
  var isFine: Bool { self == .exists || self == .likely }

  /// Whether the experiment cannot run as it is.
  var isProblem: Bool { self == .absent || self == .left || self == .ambiguous }
}
