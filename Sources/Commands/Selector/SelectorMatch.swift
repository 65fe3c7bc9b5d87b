import ArgumentParser
import JSON
import Selectors
import Testbed
import Translation

/// `chiport selector match`.
struct SelectorMatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "List the nodes that a selector matches, as Blazar would.",
    discussion: """
      Only what can be reserved matches; whether it is free is not looked at. Exit code 1: nothing \
      matches, or fewer than --min; 2: Blazar refuses it.
      """)

  @Argument(
    help: ArgumentHelp("The selector; - reads it from standard input.", valueName: "selector"))
  var selector: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var minimum: MinimumOption
  @OptionGroup(title: "Output") var output: OutputOptions

  /// For checks against Blazar: one selector a line on standard input, one answer a line.
  @Flag(help: .hidden) var batch = false

  func validate() throws { try place.validate(selector: selector) }

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let place = try await place.requiredPlace(session)
      if batch { return SelectorBatch(hosts: place.hosts).run(session) }
      guard let selector else {
        throw CommandFailure("no selector", hint: "[] is every node", code: .usage)
      }
      let written = WrittenSelector(argument: selector)
      let parsed: Selector
      do {
        parsed = try written.parsed(session)
      } catch let failure as CommandFailure {
        if let error = written.error {
          try print([], [SelectorFinding(error)], written, place, session)
        }
        throw failure
      }
      return try match(parsed, written, place, session)
    }
  }

  private func match(
    _ selector: Selector, _ written: WrittenSelector, _ place: SelectorPlace, _ session: Session
  ) throws -> ExitStatus {
    let kind = written.kind(of: selector, among: place.hosts)
    guard kind == .hosts else {
      try print([], SelectorFinding.all(of: selector, nil, wanted: nil), written, place, session)
      throw CommandFailure(
        "a selector of \(kind.rawValue): no node is meant, so none can be listed", code: .findings)
    }
    let findings = SelectorFinding.all(
      of: selector, place, wanted: minimum.min ?? written.minimum)
    let result: MatchResult
    do { result = try selector.match(among: place.hosts) } catch {
      try print([], findings, written, place, session)
      throw CommandFailure(
        "at \(place.title): \(error)",
        hint: error.hint ?? findings.first { $0.rule == error.kind.rule }?.hint,
        code: error.kind == .columnUnknown ? .findings : .failed)
    }
    try print(result.hosts.map { place.hosts[$0] }, findings, written, place, session)
    if output.format != .json {
      for finding in findings where finding.severity == .warning { finding.warn(session) }
    }
    if result.hosts.isEmpty, output.format != .json { explainNothing(result, place, session) }
    let wanted = minimum.min ?? written.minimum ?? 1
    return result.hosts.count >= Swift.max(1, wanted) ? .done : .findings
  }

  private func explainNothing(
    _ result: MatchResult, _ place: SelectorPlace, _ session: Session
  ) {
    guard result.reservable > 0 else {
      return session.warn("error", "\(place.title) has no nodes that are reserved as hosts")
    }
    session.warn(
      "error", "the selector matches none of the \(result.reservable) nodes at \(place.title)",
      hint: "nodes left after each comparison: "
        + result.remaining.map(String.init).joined(separator: ", "))
  }

  private func print(
    _ hosts: [Host], _ findings: [SelectorFinding], _ written: WrittenSelector,
    _ place: SelectorPlace, _ session: Session
  ) throws {
    let rows = hosts.map { host in
      ["node_name", "node_type", "uid"].map { SelectorPlace.cell(host, $0) }
    }
    let document = JSONValue.object([
      "selector": .string(written.text), "site": JSONValue(place.site?.text),
      "nodes": .array(
        rows.map { .object(["uid": $0[2], "node_name": $0[0], "node_type": $0[1]]) }),
      "findings": .array(findings.map(\.document)),
    ])
    guard output.format == .json || !rows.isEmpty else { return }
    let sheet = Sheet(
      columns: [
        Sheet.Column(name: "node_name", title: "Node"),
        Sheet.Column(name: "node_type", title: "Node type"),
        Sheet.Column(name: "uid", title: "UID"),
      ], rows: rows)
    session.terminal.print(
      try output.writer.text(sheet, document: document, terminal: session.terminal))
    if output.format == .table { place.printCaption(session) }
  }
}

/// Answers selectors line by line.
struct SelectorBatch {
  let hosts: [Host]

  /// One selector a line from standard input; the selector, a tab, and the `uid`s of the hosts or
  /// `! kind`.
  func run(_ session: Session) -> ExitStatus {
    var status = ExitStatus.done
    while let line = readLine(strippingNewline: true) {
      let answer: String
      do throws(SelectorError) {
        let match = try Selector(parsing: line).match(among: hosts)
        answer = JSONValue.array(match.hosts.map { .string(hosts[$0].id) }).compact
      } catch {
        answer = "! \(error.kind.rule)"
        status = .failed
      }
      session.terminal.print("\(line)\t\(answer)\n")
    }
    return status
  }
}
