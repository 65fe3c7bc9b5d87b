import Hardware
import SourceText
import Testbed
import Translation

/// One file on its way from one site to another.
struct Job: Sendable {
  let path: String
  let document: Document
  let source: SiteID
  let target: SiteID
  let options: RewriteOptions
  let knowledge: Knowledge
  /// Nil when the catalogue has no hardware of the source.
  let translator: Translator?
  /// Of this file and, for names that it does not define, of its neighbours.
  let bindings: Bindings
  /// The literal that holds each region with a JSON text in it.
  let literals: [RegionID: Literal]
  let neighbours: [Survey]
  /// Whether the file names any site outright.
  let namesSites: Bool
  /// Entries of `clouds.yaml`, of this file or of its neighbours.
  let clouds: [CloudFile.Entry]
  /// Whether this file is a `clouds.yaml` of several clouds.
  let isCloudFile: Bool
  /// Sections of which several name different sites.
  let tables: SectionTable

  /// What stands there for several sites beside each other.
  let rows: SiteRows

  /// Why what is given to a function for one of several sites is not changed.
  static let asked = "the same is called for other sites too: should this one move?"

  var facts: Facts { knowledge.facts }
  var sourceName: String { knowledge.name(of: source) }
  var targetName: String { knowledge.name(of: target) }

  /// Why a text stays as it is where it stands, whatever it says; nil when it may move.
  ///
  /// Branches and tables of other sites are the program's own knowledge.
  func reasonToKeep(_ use: Use) -> String? {
    if case .positional(0, let call)? = use.context.step, call.callee.hasSuffix(".get"),
      !use.text.contains("/")
    {
      return "a key"
    }
    if case .positional(_, let call)? = use.context.step, call.callee.hasSuffix(".get"),
      case .mapping(let members, _)? = call.receiver,
      members.contains(where: { $0.name.flatMap(knowledge.site(named:)) != nil })
    {
      return "what other sites get in a table of sites"
    }
    return reasonToKeep(use.context)
  }

  /// Why whatever stands in `context` stays as it is; nil when it may move.
  func reasonToKeep(_ context: Context) -> String? {
    if context.isKey { return "a key" }
    if case .label? = context.step { return "a label, which other places use" }
    if context.isChoice {
      return "one of the values that are allowed: add the new one if it is not"
    }
    if context.isCompared { return "a condition or a list of choices" }
    if let reason = Record.reasonToKeep(context) { return reason }
    if isCloudFile, context.path.first == "clouds" {
      return "one of several clouds: change the name that is used instead"
    }
    return siteOfBranch(context)
  }

  /// Whether the text stands in what the program does for one of several sites.
  private func siteOfBranch(_ context: Context) -> String? {
    let sites = context.branchTexts.compactMap { knowledge.site(ofCondition: $0) }
    if let site = sites.first { return "inside a condition on \(knowledge.name(of: site))" }
    if let reason = tables.reasonToKeep(context) ?? rows.reasonToKeep(context, knowledge) {
      return reason
    }
    return context.siteOfTable(knowledge).map {
      "the entry of \(knowledge.name(of: $0)) in a table of sites"
    }
  }
}

/// What a rule wants done about one text.
struct Proposal: Sendable {
  let kind: ReferenceClass
  /// What is reported: the reference.
  let span: Span
  let value: String
  var decision: Decision
  /// What the reference becomes, in words of its own language.
  var replacement: String?
  /// What is written for it; none when nothing changes.
  var changes: [(span: Span, text: String)] = []
  var translation: Replacement?
  let reason: String
  var options: [String] = []
  /// The entry of the user's map that it follows.
  var mapEntry: String?
  let ground: Finding.Ground?

  init(
    _ kind: ReferenceClass, _ span: Span, _ value: String, _ decision: Decision, _ reason: String,
    options: [String] = [], ground: Finding.Ground? = nil
  ) {
    self.kind = kind
    self.span = span
    self.value = value
    self.decision = decision
    self.reason = reason
    self.options = options
    self.ground = ground
  }

  /// What stays, as the experiment makes it itself.
  static func made(_ kind: ReferenceClass, by use: Use) -> Proposal {
    Proposal(kind, use.span, use.text, .kept, "the experiment makes it", ground: .made)
  }

  /// A rewrite of exactly the reference.
  static func rewrite(
    _ kind: ReferenceClass, _ span: Span, _ value: String, to text: String, _ reason: String
  ) -> Proposal {
    var proposal = Proposal(kind, span, value, .rewritten, reason)
    proposal.replacement = text
    proposal.changes = [(span, text)]
    return proposal
  }
}

/// Knows one class of references.
protocol Rule: Sendable {
  /// What is to be done about a text; nothing when it is no reference of this class.
  func proposals(for use: Use, in job: Job) -> [Proposal]
}
