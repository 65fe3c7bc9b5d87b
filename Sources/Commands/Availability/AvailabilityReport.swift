import Availability
import Equivalence
import JSON
import Testbed

/// The answer as text for people, and as rows.
struct AvailabilityReport {
  let answer: AvailabilityAnswer
  let isVerbose: Bool

  private var question: SlotQuestion { answer.question }

  func text(_ output: OutputOptions, _ terminal: Terminal) throws -> String {
    var text = terminal.style.bold(Sanitised(answer.title).text) + "\n\n"
    text += try output.writer.text(sheet, terminal: terminal)
    text += bestText(terminal)
    text += alternativesText(terminal)
    let notes =
      answer.warnings.map { "Limit: \($0)." } + answer.outageTexts
      + [answer.notCountedText].compactMap { $0 } + answer.calendars.map(answer.caption)
    if !notes.isEmpty {
      text += "\n" + notes.map { paragraph($0, terminal, hang: 2) }.joined()
    }
    return text
  }

  /// One row for each candidate, the original ones first.
  var sheet: Sheet {
    let columns = [
      Sheet.Column(name: "site", title: "Site"),
      Sheet.Column(name: "node_type", title: "Node type", isExtra: true),
      Sheet.Column(name: "configuration", title: "Configuration"),
      Sheet.Column(name: "grade", title: "Grade"),
      Sheet.Column(name: "nodes", title: "Nodes", isRightAligned: true, missing: "?"),
      Sheet.Column(
        name: "free_now", title: question.startsNow ? "Free" : "Free then",
        isRightAligned: true, missing: "?"),
      Sheet.Column(
        name: "earliest", title: "Earliest", isFlexible: hasUnknown { $0.found == nil },
        missing: "never"),
      Sheet.Column(
        name: "until", title: "Free until", isFlexible: hasUnknown { $0.found != nil }, missing: ""),
      Sheet.Column(name: "free_nodes", title: "Chosen nodes", isExtra: true),
      Sheet.Column(name: "losses", title: "Losses", isExtra: true),
      Sheet.Column(name: "command", title: "Command", isExtra: true),
    ]
    return Sheet(columns: columns, rows: answer.answers.map(row))
  }

  /// The same for a page; a telephone shows the first columns.
  var table: Timeline.Table {
    let sheet = sheet
    let names = ["configuration", "site", "earliest", "until", "free_now", "nodes", "grade"]
    let places = names.compactMap { name in sheet.columns.firstIndex { $0.name == name } }
    return Timeline.Table(
      columns: places.map { sheet.columns[$0].title },
      rows: zip(sheet.rows, answer.answers).map { row, one in
        Timeline.Table.Row(
          cells: places.map { sheet.columns[$0].text(row[$0]) },
          command: one.found.flatMap {
            one.lease($0.slot, count: question.count, question)?.command
          })
      })
  }

  /// Whether a cell has to tell from when on nothing is known, which is longer than a time.
  private func hasUnknown(_ isMeant: (SlotAnswer) -> Bool) -> Bool {
    answer.answers.contains { isMeant($0) && $0.knownUntil != nil }
  }

  private func row(_ one: SlotAnswer) -> [JSONValue] {
    [
      .string(one.candidate.site.text), JSONValue(one.candidate.nodeType),
      .string(one.candidate.name), .string(one.candidate.gradeText),
      one.total.map { JSONValue($0) } ?? .null, one.freeNow.map { JSONValue($0) } ?? .null,
      earliest(one), until(one),
      .array(one.names(of: one.found?.nodes ?? []).map { .string($0) }),
      .array(one.candidate.losses.map { .string($0) }),
      JSONValue(one.found.flatMap { one.lease($0.slot, count: question.count, question)?.command }),
    ]
  }

  private func earliest(_ one: SlotAnswer) -> JSONValue {
    if let found = one.found { return .string(question.zone.text(found.slot.start)) }
    guard let total = one.total else { return "unknown" }
    if total < question.count { return .string(total == 0 ? "no nodes" : "only \(total)") }
    if let end = one.knownUntil {
      return end > question.start ? .string("unknown after \(question.zone.text(end))") : "unknown"
    }
    if question.before != nil { return "not in time" }
    return .null
  }

  private func until(_ one: SlotAnswer) -> JSONValue {
    guard let found = one.found else { return .null }
    if let end = found.knownUntil { return .string("unknown after \(question.zone.text(end))") }
    return .string(found.freeUntil.map { question.zone.text($0) } ?? "open")
  }
}

extension AvailabilityReport {
  private func paragraph(_ text: String, _ terminal: Terminal, indent: Int = 0, hang: Int = 0)
    -> String
  {
    let width = max(20, min(terminal.width, 100) - indent - hang)
    return Wrapping.lines(Sanitised(text).text, width: width).enumerated().map { index, line in
      String(repeating: " ", count: indent + (index > 0 ? hang : 0)) + line + "\n"
    }.joined()
  }

  private func bestText(_ terminal: Terminal) -> String {
    var shown = isVerbose ? answer.answers.filter { $0.found != nil } : []
    if !isVerbose {
      // What was asked for itself, and what is earlier.
      shown = answer.answers.filter { $0.candidate.isOriginal && $0.found != nil }.prefix(2).map {
        $0
      }
      if let best = answer.best,
        !shown.contains(where: { $0.candidate.qualifiedName == best.candidate.qualifiedName })
      {
        shown.append(best)
      }
    }
    let texts = shown.compactMap { one -> String? in
      guard let found = one.found, question.count > 0 else { return nil }
      let start = found.slot.start == question.now ? "now" : question.zone.text(found.slot.start)
      var text =
        "\(subject(of: one)), \(start) to \(question.zone.text(found.slot.end))"
      let names = one.names(of: found.nodes)
      if !names.isEmpty {
        text += ", on \(names.prefix(12).joined(separator: ", "))"
        if names.count > 12 { text += " and \(names.count - 12) more" }
      }
      return paragraph(text + ":", terminal, hang: 2)
        + lease(one.lease(found.slot, count: question.count, question), terminal)
    }
    return texts.map { "\n" + $0 }.joined()
  }

  /// What reserves a slot, indented.
  private func lease(_ lease: LeaseRequest?, _ terminal: Terminal, indent: Int = 2) -> String {
    let margin = String(repeating: " ", count: indent)
    guard let lease else {
      return margin + "No selector matches these nodes and no others.\n"
    }
    var lines = lease.commandLines
    if lease.isCut { lines.append("# A lease may be no longer; see the limit below.") }
    if isVerbose {
      lines.append("")
      lines += lease.python(siteName: answer.siteName(lease.site))
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    return lines.map { $0.isEmpty ? "\n" : margin + Sanitised($0).text + "\n" }.joined()
  }

  /// How many of what, and where.
  func subject(of one: SlotAnswer) -> String {
    "\(question.count) x \(one.candidate.name) at \(answer.siteName(one.candidate.site))"
  }

  /// One line.
  func text(of one: SlotAlternative) -> String {
    let parts = one.parts.map { "\($0.count) x \($0.candidate.name)" }.joined(separator: " + ")
    let start = one.slot.start == question.now ? "now" : question.zone.text(one.slot.start)
    let site = one.site.map(answer.siteName) ?? ""
    let grades = one.parts.compactMap(\.candidate.grade?.rawValue)
    let grade = grades.isEmpty ? "" : " [\(Set(grades).sorted().joined(separator: ", "))]"
    return "\(one.kind.text): \(parts) at \(site)\(grade), \(start), "
      + "\(DurationText.text(minutes: one.slot.length)), to \(question.zone.text(one.slot.end))"
      + (one.isLastKnown ? ", unknown after that" : "")
  }

  /// Whether it is what the answers are best at, which stands above.
  private func isBest(_ one: SlotAlternative) -> Bool {
    one.kind == .elsewhere
      && one.parts.map(\.candidate.qualifiedName) == [answer.best?.candidate.qualifiedName]
  }

  private func alternativesText(_ terminal: Terminal) -> String {
    guard !answer.alternatives.isEmpty else { return "" }
    let texts = answer.alternatives.enumerated().map { index, one in
      // The first tells how, unless the best answer just did.
      let isShown = isVerbose || (index == 0 && !isBest(one))
      return paragraph("\(index + 1). \(text(of: one))", terminal, indent: 2, hang: 3)
        + (isShown ? lease(one.lease, terminal, indent: 5) : "")
    }
    let more = isVerbose || texts.count == 1 ? "" : "  (-v prints what reserves the others)\n"
    return "\nOther ways, best first:\n" + texts.joined() + more
  }
}
