import ArgumentParser
import JSON
import Selectors
import Testbed
import Translation

/// `chiport selector for`.
struct SelectorFor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "for",
    abstract: "Write the shortest selector with the node type that matches exactly these nodes.",
    discussion: """
      Standard output is the selector and nothing else. For nodes of one type it begins with that \
      type, which people can read; a shorter one without is told beside it. It rests on what \
      says the hardware (type, models, counts, sizes), not on single machines, unless \
      --allow-identity, which excludes at most \(SelectorSynthesiser.maximumExclusions). Where no selector \
      matches exactly the nodes, it is the one that matches all of them and the fewest others; that \
      is exit code 1.
      """)

  @Argument(
    help: ArgumentHelp("Nodes by name or UUID, configurations or node types.", valueName: "node"))
  var nodes: [String]

  @Option(help: ArgumentHelp("The site.", valueName: "site"))
  var at: String

  @Flag(help: "Whether uid may be used, which names single machines; at most 8 are excluded.")
  var allowIdentity = false

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let site = try open.site(named: at, facts: facts)
      let all = try open.inventory(of: site).nodes.filter(\.host.isReservable)
      let wanted = try SelectorFor.indices(of: nodes, in: all, at: site.text)
      var synthesiser = SelectorSynthesiser(hosts: all.map(\.host))
      guard let answer = synthesiser.selector(for: wanted, allowingIdentity: allowIdentity) else {
        throw CommandFailure("no nodes", code: .usage)
      }
      let shorter = SelectorFor.shorter(than: answer, for: wanted, among: all)
      if output.format == .table, output.writer.showsWhole {
        session.terminal.print(Sanitised(answer.selector.description).text + "\n")
        explain(answer, wanted.count, shorter, session)
      } else {
        var writer = output.writer
        if output.format == .value, writer.columns.isEmpty { writer.columns = ["selector"] }
        session.terminal.print(
          try writer.text(
            SelectorFor.sheet(answer, wanted.count),
            document: SelectorFor.document(answer, wanted.count, shorter),
            terminal: session.terminal))
      }
      return answer.isExact ? .done : .findings
    }
  }

  private static func indices(
    of names: [String], in nodes: [SiteInventory.Node], at site: String
  ) throws -> [Int] {
    var found: [Int] = []
    for name in names {
      let matching = nodes.indices.filter { index in
        let node = nodes[index]
        return [node.uid, node.name, node.configuration, node.nodeType].contains(name)
      }
      guard !matching.isEmpty else {
        throw CommandFailure(
          "no node '\(name)' that can be reserved at site '\(site)'",
          hint: "all of them: chiport list --nodes --site \(site)", code: .findings)
      }
      found += matching.filter { !found.contains($0) }
    }
    return found
  }

  /// An exact selector with fewer comparisons, which does not begin with the node type; nil where
  /// there is none.
  private static func shorter(
    than answer: SynthesisedSelector, for wanted: [Int], among nodes: [SiteInventory.Node]
  ) -> Selector? {
    let leaves = answer.selector.leaves
    guard leaves.count > 1, leaves[0].name == "node_type" else { return nil }
    var synthesiser = SelectorSynthesiser(nodeTypes: nodes.map { _ in nil }) {
      nodes[$0].host.properties
    }
    guard let other = synthesiser.selector(for: wanted), other.isExact,
      other.selector.leaves.count < leaves.count
    else { return nil }
    return other.selector
  }

  private func explain(
    _ answer: SynthesisedSelector, _ wanted: Int, _ shorter: Selector?, _ session: Session
  ) {
    let nodes = wanted == 1 ? "this node" : "these \(wanted) nodes"
    guard !answer.isExact else {
      return session.warn(
        "note", "it matches exactly \(nodes)",
        hint: shorter.map { "shorter, without the node type: \($0)" })
    }
    let others = "\(answer.alsoMatches) other\(answer.alsoMatches == 1 ? "" : "s")"
    session.warn(
      "warning", "it also matches \(others): no selector of hardware matches exactly \(nodes)",
      hints: [
        answer.narrower.map { "without others, but missing \($0.misses): \($0.selector)" },
        allowIdentity
          ? "--allow-identity excludes at most \(SelectorSynthesiser.maximumExclusions) machines"
          : "--allow-identity names single machines",
      ].compactMap { $0 })
  }

  private static func sheet(_ answer: SynthesisedSelector, _ wanted: Int) -> Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "selector", title: "Selector"),
        Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true),
        Sheet.Column(name: "also_matches", title: "Also matches", isRightAligned: true),
      ],
      rows: [
        [
          .string(answer.selector.description), JSONValue(wanted), JSONValue(answer.alsoMatches),
        ]
      ])
  }

  private static func document(
    _ answer: SynthesisedSelector, _ wanted: Int, _ shorter: Selector?
  ) -> JSONValue {
    .object([
      "selector": .string(answer.selector.description), "nodes": JSONValue(wanted),
      "exact": .bool(answer.isExact), "also_matches": JSONValue(answer.alsoMatches),
      "shorter": JSONValue(shorter?.description),
      "narrower": answer.narrower.map {
        .object([
          "selector": .string($0.selector.description), "misses": JSONValue($0.misses),
        ])
      } ?? .null,
    ])
  }
}
