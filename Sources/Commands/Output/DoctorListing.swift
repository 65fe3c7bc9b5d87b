import Catalog
import Hardware
import JSON
import Testbed

/// Findings as sections and rows, in the order of sites and nodes.
struct DoctorListing {
  /// One thing that is odd in the record of one node.
  struct Finding {
    let node: NodeEntry
    let oddity: Oddity
  }

  let findings: [Finding]

  private var groups: [OddityTally.Group] {
    var tally = OddityTally()
    for finding in findings {
      tally.add(
        [finding.oddity], node: finding.node.name, nodeType: finding.node.nodeType,
        site: finding.node.site)
    }
    return tally.groups
  }

  /// How much there is, in one sentence.
  var total: String {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    let nodes = Set(findings.map { "\($0.node.uid)@\($0.node.site)" }).count
    let rules = Set(findings.map(\.oddity.rule)).count
    return "\(count(findings.count, "finding")) of \(count(rules, "rule")) in the records of "
      + count(nodes, "node") + "."
  }

  /// One section for each rule and reason, by name.
  ///
  /// - Parameter byNode: Whether every node has its line, or every node type at a site.
  /// - Returns: Sections for `BlockWriter`.
  func sections(byNode: Bool) -> [ShownSection] {
    let lines = byNode ? nodeLines : groupLines
    let sections = Dictionary(grouping: lines) { "\($0.oddity.rule): \($0.oddity.reason)" }
    return sections.sorted { $0.key < $1.key }.map { title, lines in
      ShownSection(
        subject: lines.first?.oddity.rule ?? "", title: title.cut(to: DoctorListing.maximumText),
        fields: lines.map { ShownField(name: $0.label, value: $0.text) }, isVerbatim: true)
    }
  }

  /// Names are cut to this many characters where they stand in lines; rows have all of them.
  private static let maximumName = 40
  /// The same for what the records say, and for titles.
  private static let maximumText = 300

  private static func name(_ text: String) -> String { text.cut(to: maximumName) }

  private struct Line {
    let label: String
    let text: String
    let oddity: Oddity
  }

  private var groupLines: [Line] {
    groups.map { group in
      let count = group.nodes.count
      let nodes = count == 1 ? "" : "\(count) nodes, "
      return Line(
        label: "\(DoctorListing.name(group.nodeType))@\(group.site)",
        text: nodes + "\(count == 1 ? "" : "such as ")\(DoctorListing.name(group.nodes[0]))"
          + DoctorListing.suffix(group.oddity), oddity: group.oddity)
    }
  }

  private var nodeLines: [Line] {
    findings.map { finding in
      Line(
        label: "\(DoctorListing.name(finding.node.name))@\(finding.node.site)",
        text: DoctorListing.name(finding.node.nodeType) + DoctorListing.suffix(finding.oddity),
        oddity: finding.oddity)
    }
  }

  private static func suffix(_ oddity: Oddity) -> String {
    let parts = [
      oddity.found.map { "found '\($0.cut(to: maximumText))'" },
      oddity.used.map { "used '\($0.cut(to: maximumText))'" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
  }
}

extension DoctorListing {
  private static let oddityColumns = [
    Sheet.Column(name: "rule", title: "Rule"),
    Sheet.Column(name: "field", title: "Field", isFlexible: true),
    Sheet.Column(name: "found", title: "Found", isFlexible: true),
    Sheet.Column(name: "used", title: "Used", isFlexible: true),
    Sheet.Column(name: "reason", title: "Reason", isFlexible: true),
  ]

  private static func cells(_ oddity: Oddity) -> [JSONValue] {
    oddity.members.map(\.value)
  }

  /// One row for each site, node type, rule and reason.
  var groupSheet: Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "site", title: "Site"),
        Sheet.Column(name: "node_type", title: "Node type"),
        Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true),
        Sheet.Column(name: "example", title: "Example"),
      ] + DoctorListing.oddityColumns,
      rows: groups.map { group in
        [
          .string(group.site.text), .string(group.nodeType), JSONValue(group.nodes.count),
          JSONValue(group.nodes.first),
        ] + DoctorListing.cells(group.oddity)
      })
  }

  /// One row for each finding.
  var nodeSheet: Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "site", title: "Site"), Sheet.Column(name: "node", title: "Node"),
        Sheet.Column(name: "uid", title: "UID"),
        Sheet.Column(name: "node_type", title: "Node type"),
      ] + DoctorListing.oddityColumns,
      rows: findings.map { finding in
        [
          .string(finding.node.site.text), .string(finding.node.name), .string(finding.node.uid),
          .string(finding.node.nodeType),
        ] + DoctorListing.cells(finding.oddity)
      })
  }

  /// One row for each rule, the most frequent first.
  var summarySheet: Sheet {
    let rules = Dictionary(grouping: groups, by: \.oddity.rule).map { rule, groups in
      (
        rule: rule, nodes: groups.reduce(0) { $0 + $1.nodes.count },
        types: Set(groups.map { "\($0.nodeType)@\($0.site)" }).sorted()
      )
    }
    return Sheet(
      columns: [
        Sheet.Column(name: "rule", title: "Rule"),
        Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true),
        Sheet.Column(name: "node_types", title: "Node types", isFlexible: true),
      ],
      rows: rules.sorted { ($1.nodes, $0.rule) < ($0.nodes, $1.rule) }.map {
        [.string($0.rule), JSONValue($0.nodes), .array($0.types.map { .string($0) })]
      })
  }
}
