import ArgumentParser
import JSON
import Selectors
import Translation

/// `chiport selector check`.
struct SelectorCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with a selector, and what its author may not have meant.",
    discussion: """
      Without --at only what is true everywhere. Exit code 1: a warning; 2: Blazar refuses it.
      """)

  @OptionGroup var argument: SelectorArgument
  @OptionGroup var place: PlaceOptions
  @OptionGroup var minimum: MinimumOption
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try place.validate(selector: argument.selector) }

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let place = try await place.place(session)
      let written = argument.written
      if let error = written.error {
        guard output.format != .table else {
          _ = try written.parsed(session)
          return .failed
        }
        let findings = [SelectorFinding(error)]
        try print(findings, written, offset: error.place.byteOffset(in: written.text), session)
        return .failed
      }
      let selector = try written.parsed(session)
      if minimum.min != nil, place == nil {
        session.warn("note", "--min says nothing without a site", hint: "add --at")
      }
      let kind = written.kind(of: selector, among: place?.hosts ?? [])
      let findings = SelectorFinding.all(
        of: selector, kind == .hosts ? place : nil, wanted: minimum.min ?? written.minimum)
      guard output.format == .table, output.writer.showsWhole else {
        try print(findings, written, offset: nil, session)
        return findings.status
      }
      let writer = SelectorText(width: session.terminal.width)
      var text = writer.paragraph(selector.description, hang: 2)
      text += writer.verdict(selector, findings, place, kind)
      text += findings.map(writer.finding).joined()
      session.terminal.print(text)
      place?.printCaption(session)
      return findings.status
    }
  }

  private func print(
    _ findings: [SelectorFinding], _ written: WrittenSelector, offset: Int?, _ session: Session
  ) throws {
    let document = JSONValue.object([
      "selector": .string(written.text), "site": JSONValue(place.at),
      "accepted": .bool(!findings.contains { $0.severity == .error }),
      "offset": offset.map { JSONValue($0) } ?? .null,
      "findings": .array(findings.map(\.document)),
    ])
    let sheet = Sheet(
      columns: [
        Sheet.Column(name: "severity", title: "Severity"),
        Sheet.Column(name: "rule", title: "Rule"),
        Sheet.Column(name: "comparison", title: "Comparison", isFlexible: true),
        Sheet.Column(name: "message", title: "Message", isFlexible: true),
        Sheet.Column(name: "hint", title: "Hint", isFlexible: true),
      ],
      rows: findings.map { finding in
        [
          .string(finding.severity.rawValue), .string(finding.rule),
          JSONValue(finding.leaf?.description), .string(finding.message), JSONValue(finding.hint),
        ]
      })
    session.terminal.print(
      try output.writer.text(sheet, document: document, terminal: session.terminal))
  }
}
