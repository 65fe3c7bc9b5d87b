import ArgumentParser
import JSON
import Selectors
import Testbed
import Translation

/// `chiport selector explain`.
struct SelectorExplain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say a selector in words, and how many nodes each comparison leaves.",
    discussion: """
      With --at: how many nodes each comparison matches alone, how many are left after it, and \
      which values its property has there.
      """)

  @OptionGroup var argument: SelectorArgument
  @OptionGroup var place: PlaceOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try place.validate(selector: argument.selector) }

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let given = try await place.place(session)
      let written = argument.written
      let selector: Selector
      do { selector = try written.parsed(session) } catch {
        if output.format == .json, let refused = written.error {
          session.terminal.print(refusal(written, refused, given).pretty + "\n")
        }
        throw error
      }
      let kind = written.kind(of: selector, among: given?.hosts ?? [])
      let place = kind == .hosts ? given : nil
      let findings = SelectorFinding.all(of: selector, place, wanted: written.minimum)
      let match = place.flatMap { try? selector.match(among: $0.hosts) }
      let sheet = sheet(selector, place, match)
      guard output.format == .table, output.writer.showsWhole else {
        let document = document(selector, place, match, sheet, findings)
        session.terminal.print(
          try output.writer.text(sheet, document: document, terminal: session.terminal))
        return findings.status
      }
      let writer = SelectorText(width: session.terminal.width)
      var text = writer.paragraph(selector.description, hang: 2)
      text += writer.verdict(selector, findings, place, kind)
      if !selector.leaves.isEmpty {
        text += "\n" + (try output.writer.text(sheet, terminal: session.terminal))
      }
      if let place, !selector.leaves.isEmpty { text += "\n" + values(selector, place, writer) }
      if !findings.isEmpty { text += "\n" + findings.map(writer.finding).joined() }
      session.terminal.print(text)
      place?.printCaption(session)
      return findings.status
    }
  }

  private func sheet(
    _ selector: Selector, _ place: SelectorPlace?, _ match: MatchResult?
  ) -> Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "comparison", title: "Comparison", isExtra: true),
        Sheet.Column(name: "words", title: "A node matches if its", isFlexible: true),
        Sheet.Column(
          name: "alone", title: "Alone", isRightAligned: true, isExtra: place == nil, missing: "-"),
        Sheet.Column(
          name: "left", title: "Left", isRightAligned: true, isExtra: place == nil, missing: "-"),
      ],
      rows: selector.leaves.enumerated().map { index, leaf in
        let alone = place.flatMap {
          try? Selector(allOf: [leaf]).match(among: $0.hosts).hosts.count
        }
        return [
          .string(leaf.description), .string(SelectorText.words(leaf)),
          alone.map { JSONValue($0) } ?? .null,
          match.map { JSONValue($0.remaining[index]) } ?? .null,
        ]
      })
  }

  /// The values that the properties have at the place, each once, the most frequent first.
  private func values(_ selector: Selector, _ place: SelectorPlace) -> [(String, [(String, Int)])] {
    var names: [String] = []
    for leaf in selector.leaves where !names.contains(leaf.name) { names.append(leaf.name) }
    return names.map { name in
      let column = HostColumn(rawValue: name)
      let values = place.hosts.filter(\.isReservable).compactMap { host in
        column.map { host.columns[$0]?.text } ?? host.properties[name]
      }
      let counts = Dictionary(grouping: values) { $0 }.mapValues(\.count)
      return (name, counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) })
    }
  }

  private func values(
    _ selector: Selector, _ place: SelectorPlace, _ writer: SelectorText
  ) -> String {
    values(selector, place).map { name, counts in
      guard !counts.isEmpty else {
        return writer.paragraph("\(name): no value is known at \(place.title)", hang: 2)
      }
      let shown = counts.prefix(12).map { "\($0) (\($1))" }.joined(separator: ", ")
      let more = counts.count > 12 ? " and \(counts.count - 12) more values" : ""
      return writer.paragraph("\(name): \(shown)\(more)", hang: 2)
    }.joined()
  }

  private func refusal(
    _ written: WrittenSelector, _ error: SelectorError, _ place: SelectorPlace?
  ) -> JSONValue {
    .object([
      "selector": .string(written.text), "site": JSONValue(place?.site?.text),
      "outcome": "refused", "reason": .string("\(error)"),
      "offset": JSONValue(error.place.byteOffset(in: written.text)), "nodes": .null,
      "reservable": .null, "comparisons": .array([]), "values": .object([]),
      "findings": .array([SelectorFinding(error).document]),
    ])
  }

  private func document(
    _ selector: Selector, _ place: SelectorPlace?, _ match: MatchResult?, _ sheet: Sheet,
    _ findings: [SelectorFinding]
  ) -> JSONValue {
    let properties = place.map { values(selector, $0) } ?? []
    return .object([
      "selector": .string(selector.description), "site": JSONValue(place?.site?.text),
      "nodes": match.map { JSONValue($0.hosts.count) } ?? .null,
      "reservable": match.map { JSONValue($0.reservable) } ?? .null,
      "comparisons": SheetWriter.json(sheet),
      "values": .object(
        properties.map { name, counts in
          JSONValue.Member(
            name, .object(counts.map { JSONValue.Member($0, JSONValue($1)) }))
        }),
      "findings": .array(findings.map(\.document)),
    ])
  }
}

extension HostColumn.Value {
  /// As it is compared; nil for what is not there.
  fileprivate var text: String? {
    switch self {
    case .null: nil
    case .integer(let number): String(number)
    case .text(let text): text
    }
  }
}
