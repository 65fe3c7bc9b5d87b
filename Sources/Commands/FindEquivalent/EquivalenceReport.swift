import Catalog
import Equivalence
import FoundationEssentials
import Hardware
import JSON
import Testbed

/// The answer of `find-equivalent`, as text for people and as JSON.
struct EquivalenceReport {
  struct Answer {
    let source: SourceQuery.Source
    let ranking: Ranking
  }

  let answers: [Answer]
  let query: FindEquivalent
  let catalog: OpenCatalog
  /// The target sites; nil for all.
  let sites: [SiteID]?
  let facts: Facts
  let now: Date
  /// When results are free; nil when that was not asked.
  var available: AvailableResults?

  /// The report in the format that was asked for.
  func text(_ output: OutputOptions, _ terminal: Terminal) throws -> String {
    guard output.format == .table, output.column.isEmpty, output.sortColumn == nil else {
      return try output.writer.text(sheet(answers), document: document, terminal: terminal)
    }
    var sections: [String] = []
    for answer in answers {
      sections.append(try section(answer, output, terminal))
    }
    let captions = [available?.caption, catalog.caption(at: now)].compactMap { $0 }
    sections.append(captions.map { terminal.style.dim($0) + "\n" }.joined())
    return sections.joined(separator: "\n")
  }

  func shown(_ answer: Answer) -> [Candidate] {
    var candidates = answer.ranking.candidates
    if let available, query.availability.sort == .earliest {
      candidates = available.sorted(candidates)
    }
    return Array(candidates.prefix(query.result.limit))
  }

  /// Whether results are at several sites, so that each must name its own.
  var showsSite: Bool { sites?.count != 1 }
}

extension EquivalenceReport {
  private func section(
    _ answer: Answer, _ output: OutputOptions, _ terminal: Terminal
  ) throws -> String {
    var text = header(answer, terminal)
    if answer.ranking.candidates.isEmpty {
      text += nothing(answer, terminal)
    } else {
      text += "\n" + (try output.writer.text(sheet([answer]), terminal: terminal))
      let noted = query.result.explain ? shown(answer) : Array(shown(answer).prefix(3))
      for (index, candidate) in noted.enumerated() {
        text += "\n" + notes(rank: index + 1, candidate, answer, terminal)
      }
      let hidden = answer.ranking.candidates.count - shown(answer).count
      let more = [
        hidden > 0 ? "\(hidden) more with --limit" : nil,
        query.result.explain ? nil : "every dimension with --explain",
      ].compactMap { $0 }
      if !more.isEmpty { text += "\n(\(more.joined(separator: "; ")))\n" }
      if !answer.ranking.candidates.contains(where: { $0.grade >= query.result.minGrade }) {
        text +=
          "\n" + paragraph("None has the grade \(query.result.minGrade.rawValue).", terminal)
      }
      text += mix(answer, terminal)
      text += rejections(answer, terminal)
    }
    return text
  }

  private func paragraph(_ text: String, _ terminal: Terminal, indent: Int = 0, hang: Int = 0)
    -> String
  {
    let width = min(terminal.width, 100) - indent - hang
    return Wrapping.lines(Sanitised(text).text, width: width).enumerated().map { index, line in
      String(repeating: " ", count: indent + (index > 0 ? hang : 0)) + line + "\n"
    }.joined()
  }

  private func siteName(_ site: SiteID) -> String {
    catalog.sites.first { $0.id == site }?.name ?? site.text
  }

  private func header(_ answer: Answer, _ terminal: Terminal) -> String {
    let source = answer.source
    let configuration = source.configuration
    let hardware = configuration.hardware
    let parts = [
      hardware.acceleratorDescription, hardware.fpga.value,
      answer.ranking.source.processorDescription, hardware.memory.value?.description,
      hardware.storageDescription,
    ].compactMap { $0 }.joined(separator: ", ")
    var text = paragraph(
      "\(title(of: source)) at \(siteName(configuration.site))\(size(of: source)): \(parts).",
      terminal)
    if !source.unknown.isEmpty {
      text += paragraph(
        "Nothing is known to fit the description; this may, but "
          + "\(source.unknown.joined(separator: ", ")) is not recorded.", terminal)
    }
    if !source.others.isEmpty {
      let names = source.others.prefix(4).map { "\($0.qualifiedName) (\($0.nodeCount))" }
      let more = source.others.count - names.count
      text += paragraph(
        "\(source.nodeCount) nodes in all, not alike: compared with these. The others: "
          + names.joined(separator: ", ")
          + (more > 0 ? " and \(more) more." : "."), terminal)
    }
    if !source.sameAt.isEmpty {
      let names = source.sameAt.map(siteName).joined(separator: ", ")
      text += paragraph("The type has the same hardware at \(names).", terminal)
    }
    if let sites, sites.contains(configuration.site) {
      text += paragraph("It is at \(siteName(configuration.site)) already.", terminal)
    }
    return text + paragraph(requirementText(answer.ranking.profile), terminal)
  }

  private func title(of source: SourceQuery.Source) -> String {
    let name = source.configuration.name
    return source.node.map { "\($0), a node of \(name)," } ?? name
  }

  private func size(of source: SourceQuery.Source) -> String {
    let configuration = source.configuration
    guard source.node == nil, configuration.nodeCount > 0 else { return "" }
    let count = source.others.isEmpty ? source.nodeCount : configuration.nodeCount
    let unit = configuration.kind == .flavor ? "instance" : "node"
    return ", \(count) \(unit)\(count == 1 ? "" : "s")"
  }

  private func requirementText(_ profile: Profile) -> String {
    func list(_ strength: Requirement.Strength) -> String {
      profile.requirements.filter { $0.strength == strength }.map(\.text).joined(separator: ", ")
    }
    let purpose = profile.purpose == .any ? "any purpose" : profile.purpose.rawValue
    var text = "For \(purpose)."
    if !list(.hard).isEmpty { text += " Must have: \(list(.hard))." }
    if !list(.soft).isEmpty { text += " Should keep: \(list(.soft))." }
    return text
  }

  /// What a user has to know about one result.
  private func notes(
    rank: Int, _ candidate: Candidate, _ answer: Answer, _ terminal: Terminal
  ) -> String {
    let details = Details(candidate, in: answer.ranking)
    let losses =
      candidate.losses.isEmpty
      ? "nothing required is lost" : "not kept: " + candidate.losses.joined(separator: "; ")
    let label = "\(rank). \(candidate.configuration.qualifiedName): "
    var text = paragraph(label + losses + ".", terminal, hang: 3)
    if let speed = answer.ranking.profile.speedDimension,
      let line = details.lines.first(where: { $0.dimension == speed })
    {
      text += paragraph("Speed: " + line.description.note, terminal, indent: 3, hang: 2)
    }
    if query.result.explain {
      text += explanation(details, terminal)
      if !details.adaptations.isEmpty {
        text += changes(details.adaptations, terminal)
      }
    } else {
      text += changes(details.changes.filter { !EquivalenceReport.isName($0) }, terminal)
    }
    return text + reservation(candidate, terminal)
  }

  private func changes(_ changes: [String], _ terminal: Terminal) -> String {
    paragraph(
      changes.isEmpty ? "Only names change." : "Changes: \(changes.joined(separator: "; ")).",
      terminal, indent: 3, hang: 2)
  }

  /// The heading tells node type and site already.
  private static func isName(_ change: String) -> Bool {
    change.hasPrefix("node type ") || change.hasPrefix("site ")
  }

  private func reservation(_ candidate: Candidate, _ terminal: Terminal) -> String {
    let configuration = candidate.configuration
    guard let selector = configuration.selector else {
      return paragraph(
        "Reserve the flavor \(configuration.nodeType) (resource_type flavor:instance).", terminal,
        indent: 3, hang: 2)
    }
    // A selector is copied into commands: it stays on one line, however long.
    var text = "   Selector: \(Sanitised(selector.text).text)\n"
    if !selector.isExact {
      text += paragraph(
        "It also matches \(selector.alsoMatches) other "
          + "node\(selector.alsoMatches == 1 ? "" : "s"): no selector matches exactly these.",
        terminal,
        indent: 3, hang: 2)
    }
    return text
  }

  private func explanation(_ details: Details, _ terminal: Terminal) -> String {
    details.lines.filter { $0.weight > 0 || $0.score < 1 }.map { line in
      let share =
        "\(line.dimension.rawValue) \(EquivalenceReport.score(line.score)) x \(line.weight)%"
      let values =
        line.description.from == line.description.to
        ? line.description.to : "\(line.description.from) -> \(line.description.to)"
      return paragraph(
        "\(share): \(values). \(line.description.note)", terminal, indent: 3, hang: 2)
    }.joined()
  }

  private func mix(_ answer: Answer, _ terminal: Terminal) -> String {
    guard let needed = answer.ranking.profile.nodes else { return "" }
    let none =
      answer.ranking.hasEnoughNodes
      ? "No configuration keeps everything and has \(needed) nodes"
      : "No configuration has \(needed) nodes"
    guard let mix = answer.ranking.mix else {
      return answer.ranking.hasEnoughNodes ? "" : "\n" + paragraph(none + ".", terminal)
    }
    let parts = mix.parts.map { "\($0.nodes) of \($0.candidate.configuration.qualifiedName)" }
      .joined(separator: ", ")
    let text =
      mix.nodeCount >= needed
      ? "\(none). A mix that has: \(parts)."
      : "\(none), nor has a mix; the largest has \(mix.nodeCount): \(parts)."
    return "\n" + paragraph(text, terminal)
  }

  /// Why nothing is suitable, and what comes nearest.
  private func nothing(_ answer: Answer, _ terminal: Terminal) -> String {
    guard let nearest = answer.ranking.rejected.first else {
      return "\n" + paragraph("Nothing can be reserved there.", terminal)
    }
    var text =
      "\n" + paragraph("Nothing there can replace it.", terminal)
      + paragraph(
        "Nearest: \(nearest.configuration.qualifiedName): \(nearest.failures.joined(separator: "; ")).",
        terminal)
    text += rejections(answer, terminal)
    return text
  }

  /// With the site where results are at several.
  private func name(of candidate: Candidate) -> String {
    showsSite ? candidate.configuration.qualifiedName : candidate.configuration.name
  }

  private func rejections(_ answer: Answer, _ terminal: Terminal) -> String {
    let rejected = answer.ranking.rejected
    guard !rejected.isEmpty else { return "" }
    var reasons: [(reason: String, names: [String])] = []
    for candidate in rejected {
      let reason = candidate.failures.joined(separator: "; ")
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[index].names.append(name(of: candidate))
      } else {
        reasons.append((reason, [name(of: candidate)]))
      }
    }
    let limit = query.result.explain ? reasons.count : 4
    let lines = reasons.prefix(limit).map { entry in
      let shown = query.result.explain ? entry.names : Array(entry.names.prefix(2))
      let more = entry.names.count - shown.count
      let names = shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
      return paragraph("\(names): \(entry.reason)", terminal, indent: 2, hang: 2)
    }
    let count = "Rejected \(rejected.count) configuration\(rejected.count == 1 ? "" : "s")"
    let rest = reasons.count > limit ? " (--explain shows all)" : ""
    return "\n\(count)\(rest):\n" + lines.joined()
  }
}
