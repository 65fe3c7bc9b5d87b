package import ArgumentParser
import Catalog
import Equivalence
import Hardware
import Testbed

/// `find-equivalent`, alone and as `chiport find-equivalent`.
package struct FindEquivalent: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "find-equivalent",
    abstract: "Rank what can replace a node type at other sites, and say why.",
    discussion: """
      WHAT is a node type, type@site, a configuration, a node's name or UUID, a KVM flavor, or a \
      Blazar selector in JSON (with --from); without it, the filters describe what is wanted.

      Grades: drop-in (only names change), close (same instruction set and GPU software, nothing \
      required lost, at least about half the speed), partial (usable with changes or a loss).

      Exit code 0: something has at least --min-grade; 1: nothing has; 2: failed; 64: usage.
      """,
    version: Chiport.version)

  @Argument(help: ArgumentHelp("What to replace.", valueName: "what"))
  var what: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Where to look: sites with commas between, or any.", valueName: "sites"))
  var to: [String] = []

  @Option(help: ArgumentHelp("Where the source is, if it is at several sites.", valueName: "site"))
  var from: String?

  @OptionGroup(title: "What counts") var wishes: WishOptions
  @OptionGroup(title: "Describing the source") var filters: FilterOptions
  @OptionGroup(title: "Output") var result: ResultOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Availability") var availability: AvailableOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  package init() {}

  package func run() throws {
    let session = Session()
    try session.run {
      let facts = try session.facts()
      let catalog = try catalogOptions.open(session)
      let query = try query(catalog, facts)
      let filter = try filters.filter(facts: facts)
      guard what != nil || !filter.isEmpty else {
        throw CommandFailure(
          "nothing to replace was named",
          hint: "for example: find-equivalent gpu_a100_pcie --to tacc",
          code: .usage)
      }
      guard what == nil || filter.isEmpty else {
        throw CommandFailure(
          "'\(what ?? "")' and a description exclude each other",
          hint: "the filters describe a source; --require says what a replacement must have",
          code: .usage)
      }
      let sources = try what.map { try query.sources($0) } ?? query.sources(filter)
      let answers = try sources.map { try answer($0, query, filter) }
      let report = EquivalenceReport(
        answers: answers, query: self, catalog: catalog, sites: query.to, facts: facts,
        now: session.now, available: try available(answers, catalog, facts, session))
      session.terminal.print(try report.text(output, session.terminal))
      let isGood = answers.contains { answer in
        answer.ranking.candidates.contains { $0.grade >= result.minGrade }
      }
      return isGood ? .done : .findings
    }
  }

  /// When results are free; nil when that was not asked.
  ///
  /// Sorting by it looks at all results, as a later one may be free earlier.
  private func available(
    _ answers: [EquivalenceReport.Answer], _ catalog: OpenCatalog, _ facts: Facts,
    _ session: Session
  ) throws -> AvailableResults? {
    guard availability.available else { return nil }
    let isSorted = availability.sort == .earliest
    let candidates = answers.flatMap { answer in
      answer.ranking.candidates.prefix(isSorted ? .max : result.limit)
    }
    return try AvailableResults(
      candidates, availability, count: wishes.nodes ?? 1, open: catalog, facts: facts,
      catalog: catalogOptions, session)
  }

  private func query(_ catalog: OpenCatalog, _ facts: Facts) throws -> SourceQuery {
    SourceQuery(
      catalog: catalog, facts: facts,
      from: try from.map { [try catalog.site(named: $0, facts: facts)] },
      to: try catalog.sites(named: to, facts: facts))
  }

  private func answer(
    _ source: SourceQuery.Source, _ query: SourceQuery, _ filter: ConfigurationFilter
  ) throws -> EquivalenceReport.Answer {
    let assessed = Assessed(source.configuration, facts: query.facts)
    var wishes = try wishes.wishes(facts: query.facts)
    if filter.infiniband != nil { wishes.wanted.append(.infiniband) }
    // A source that only may have the GPU that was asked for does not tell that one is needed.
    if filter.asksForAccelerators, source.configuration.hardware.hasAccelerator != true {
      wishes.required.append(.accelerator)
    }
    let profile = Profile(of: assessed, wishes: wishes)
    var configurations = try query.catalog.catalog.configurations(at: query.to, isSorted: false)
    if query.to == nil || what != nil {
      let own = source.own
      configurations.removeAll { candidate in
        own.contains { $0.name == candidate.name && $0.site == candidate.site }
      }
    }
    let ranking = Ranking(
      of: configurations, for: assessed, profile, facts: query.facts,
      order: self.wishes.compare ? .contrast : .likeness)
    return EquivalenceReport.Answer(source: source, ranking: ranking)
  }
}

/// What counts for the comparison.
struct WishOptions: ParsableArguments {
  @Option(help: "How many nodes are needed.")
  var nodes: Int?

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "What the nodes are for: \(Purpose.allCases.map(\.rawValue).joined(separator: ", ")); "
        + "otherwise told from the source.", valueName: "purpose"))
  var purpose: Purpose?

  @Option(help: "Whether other GPU software may stand in: same, any.")
  var stack: StackChoice = .same

  @Option(
    help: ArgumentHelp(
      "Must have this: \(Requirement.Kind.names.joined(separator: ", ")), or an extension such as "
        + "avx512; may be repeated.", valueName: "what"))
  var require: [String] = []

  @Option(
    help: ArgumentHelp("Does not need this (words as for --require).", valueName: "what"))
  var ignore: [String] = []

  @Flag(help: "Rank for contrast: other hardware that still does the work first.")
  var compare = false

  enum StackChoice: String, OptionWord {
    case same, any
  }

  func validate() throws {
    if let nodes, nodes < 1 { throw ValidationError("--nodes: expected 1 or more") }
  }

  /// - Parameter facts: The instruction set extensions that there are.
  /// - Returns: The wishes.
  /// - Throws: `CommandFailure` for a word that means nothing.
  func wishes(facts: Facts) throws -> Profile.Wishes {
    var wishes = Profile.Wishes()
    wishes.purpose = purpose
    wishes.allowsOtherStacks = stack == .any || compare
    wishes.required = try kinds(require, facts)
    wishes.ignored = try kinds(ignore, facts)
    wishes.nodes = nodes
    return wishes
  }

  private func kinds(_ words: [String], _ facts: Facts) throws -> [Requirement.Kind] {
    guard !words.isEmpty else { return [] }
    let features = facts.processors.reduce(into: Set<String>()) { $0.formUnion($1.features) }
    return try words.flatMap { $0.split(separator: ",").map(String.init) }.map { word in
      let kind = Requirement.Kind(word)
      if case .feature(let feature) = kind, !features.contains(feature) {
        throw CommandFailure(
          "no requirement '\(word)'",
          hint: "requirements: \(Requirement.Kind.names.joined(separator: ", ")); "
            + "extensions: \(features.sorted().joined(separator: ", "))", code: .usage)
      }
      return kind
    }
  }
}

/// How much of the answer is shown, and what counts as one.
struct ResultOptions: ParsableArguments {
  @Option(help: "Show at most this many results.")
  var limit = 6

  @Option(help: "The least grade that counts as an answer.")
  var minGrade: Grade = .partial

  @Flag(help: "Show every dimension with its weight, and why others were rejected.")
  var explain = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit: expected 1 or more") }
  }
}

extension Purpose: OptionWord {}
extension Grade: OptionWord {
  /// Nobody asks for what cannot replace the source.
  static var allValueStrings: [String] { allCases.filter { $0 != .none }.map(\.rawValue) }

  init?(argument: String) {
    guard Grade.allValueStrings.contains(argument) else { return nil }
    self.init(rawValue: argument)
  }
}
