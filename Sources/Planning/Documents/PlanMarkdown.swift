import Testbed

/// A plan as Markdown that reads well in a terminal too: paragraphs within a width, commands in blocks.
package struct PlanMarkdown: Sendable {
  private let plan: Plan
  private let names: (from: String, to: String)
  private let clouds: (source: String, target: String)
  private let width: Int

  /// - Parameters:
  ///   - plan: What is shown.
  ///   - from: The source, for people and as a cloud of `clouds.yaml`.
  ///   - to: The target, likewise.
  ///   - width: Columns of a paragraph; commands are not broken.
  package init(
    _ plan: Plan, from: (name: String, cloud: String), to: (name: String, cloud: String),
    width: Int = 80
  ) {
    self.plan = plan
    names = (from.name, to.name)
    clouds = (ShellText.quoted(from.cloud), ShellText.quoted(to.cloud))
    self.width = max(40, width)
  }

  private static let beginning = "# From "
  private static let maker = "Made by chiport"

  /// Whether a file is such a plan, told by its first lines.
  package static func isOne(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: beginning.utf8)
      && String(decoding: bytes.prefix(1000), as: UTF8.self).contains("\n\n\(maker) ")
  }

  /// The whole text, with a final line end.
  package var text: String {
    var blocks = ["\(PlanMarkdown.beginning)\(names.from) to \(names.to)", paragraph(summary)]
    let grounds = plan.grounds.isEmpty ? "" : " from: \(plan.grounds.joined(separator: "; "))"
    blocks.append(paragraph("\(PlanMarkdown.maker) \(plan.madeAt)\(grounds)."))
    blocks += plan.warnings.map { paragraph("**Note:** \($0).") }
    if !plan.unknowns.isEmpty {
      blocks.append(
        "Unknown:\n\n" + plan.unknowns.map { item("- ", $0 + ".") }.joined(separator: "\n"))
    }
    if let elsewhere = plan.elsewhere {
      blocks += [
        "## Better from an instance", paragraph(elsewhere.why + "."), code(elsewhere.lines),
      ]
    }
    if plan.steps.contains(where: { $0.state == .blocked }) { blocks += blockedText }
    for (index, step) in plan.steps.enumerated() { blocks += self.blocks(step, index + 1) }
    if !plan.paths.isEmpty {
      blocks += [
        "## Afterwards",
        paragraph(
          "Is everything that the files name at \(names.to), and nothing of another site left?"),
        code([plan.verification.text(clouds: clouds)]),
      ]
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private var summary: String {
    func count(_ state: PlanStep.State) -> Int { plan.steps.count { $0.state == state } }
    let automatic = plan.steps.count(where: \.isAutomatic)
    var parts = ["\(plan.steps.count) steps"]
    if count(.done) > 0 { parts.append("\(count(.done)) with nothing to do") }
    if count(.todo) > 0 {
      parts.append("\(count(.todo)) to do, of which 'chiport apply' can carry out \(automatic)")
    }
    if count(.decide) > 0 { parts.append("\(count(.decide)) to decide") }
    if count(.blocked) > 0 { parts.append("\(count(.blocked)) blocked") }
    if count(.skip) > 0 { parts.append("\(count(.skip)) left out") }
    let bytes = plan.bytesToCopy
    return parts.joined(separator: "; ") + (bytes > 0 ? "; \(SizeText.text(bytes)) to copy" : "")
      + "."
  }

  private var blockedText: [String] {
    let movable = plan.steps.filter { $0.state != .blocked }
    let titles = movable.filter { $0.state == .todo || $0.state == .done }.map { "\($0.title)" }
    return [
      "## What can still be moved",
      titles.isEmpty
        ? "Nothing." : titles.map { item("- ", $0 + ".") }.joined(separator: "\n"),
    ]
  }

  private func blocks(_ step: PlanStep, _ number: Int) -> [String] {
    var blocks = [
      // A heading ends with its line.
      "## \(number). [\(PlanMarkdown.mark(step.state))] \(step.title)",
      paragraph("\(PlanMarkdown.word(step)). Why: \(step.why)."),
    ]
    if let duration = step.duration {
      blocks.append(paragraph("How long: \(duration.text) (\(duration.basis))."))
    } else if let reason = step.unknownDuration {
      blocks.append(paragraph("How long: unknown, as \(reason)."))
    }
    if !step.left.isEmpty {
      blocks.append(
        "Left to you:\n\n" + step.left.map { item("- ", $0 + ".") }.joined(separator: "\n"))
    }
    let isOver = step.state == .done || step.state == .skip
    if let shortcut = step.shortcut { blocks.append(code(lines(shortcut))) }
    if !step.commands.isEmpty, !isOver {
      blocks.append(step.shortcut == nil ? "With:" : "Or with plain commands:")
      blocks.append(code(step.commands.flatMap(lines)))
    }
    let checks = step.check.flatMap(lines)
    if let check = checks.first, checks.count == 1, !check.contains("`") {
      blocks.append("Check: `\(check)`")
    } else if !checks.isEmpty {
      blocks += ["Check:", code(checks)]
    }
    return blocks
  }

  private func lines(_ command: PlanCommand) -> [String] {
    let text = command.text(clouds: clouds)
    switch command.place {
    case .source, .target, .here:
      return (command.caution.map { ["# \($0.text)"] } ?? []) + [text]
    case .sourceInstance: return ["# on an instance at \(names.from)", text]
    case .targetInstance: return ["# on an instance at \(names.to)", text]
    }
  }

  private static func mark(_ state: PlanStep.State) -> String {
    switch state {
    case .done: "x"
    case .todo: " "
    case .decide: "?"
    case .blocked: "!"
    case .skip: "-"
    }
  }

  private static func word(_ step: PlanStep) -> String {
    switch step.state {
    case .done: "Nothing to do"
    case .todo: step.action == nil ? "To do by you" : "To do"
    case .decide: "To decide"
    case .blocked: "Blocked"
    case .skip: "Left out"
    }
  }

  private func code(_ lines: [String]) -> String {
    let fence = lines.contains { $0.contains("```") } ? "````" : "```"
    return "\(fence)sh\n\(lines.joined(separator: "\n"))\n\(fence)"
  }

  private func paragraph(_ text: String) -> String { item("", text) }

  /// A text in lines, of which the first begins with a mark and the others are indented as far.
  private func item(_ mark: String, _ text: String) -> String {
    let indent = String(repeating: " ", count: mark.count)
    var lines: [String] = []
    var line = mark
    for word in text.split(whereSeparator: \.isWhitespace) {
      let isFirst = line == mark || line == indent
      if !isFirst, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent + word
      } else {
        line += (isFirst ? "" : " ") + word
      }
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
