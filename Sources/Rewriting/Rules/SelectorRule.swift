import Equivalence
import JSON
import Selectors
import SourceText
import Testbed
import Translation

/// Blazar's selectors, wherever they stand.
struct SelectorRule {
  /// What is to be done about a selector.
  ///
  /// - Returns: Nil when it is none after all.
  func proposal(for written: WrittenSelector, in job: Job) -> Proposal? {
    let text = written.text
    let span = written.span
    func undecided(_ reason: String, _ options: [String] = []) -> Proposal {
      Proposal(.selector, span, text, .unresolved, reason, options: options)
    }
    if let reason = reasonToKeep(written, job) {
      return Proposal(.selector, span, text, .kept, reason)
    }
    guard written.unknownNames.isEmpty else { return followed(written, text, job) }
    let selector: Selector
    do {
      selector = try Selector(written.value)
    } catch {
      return undecided("Blazar refuses it: \(error)")
    }
    if written.variables.isEmpty, let proposal = mapped(written, selector, job) { return proposal }
    guard let translator = job.translator else {
      return undecided("the catalogue has no nodes of \(job.sourceName)")
    }
    let count = NodeCount.wanted(around: written.context, in: job)
    let translation = NodeCount.translation(for: count) { translator.selector(selector, nodes: $0) }
    let remarks = NodeCount.remarks(on: translation, for: count)
    switch translation.outcome {
    case .portable(let replacement):
      return portable(written, translation, replacement, remarks, job)
    case .none(let reason):
      return undecided(reason, translation.alternatives.map(\.selector.description))
    case .unknown(let reason):
      guard written.isReserved || knows(selector, translator) else { return nil }
      if matchesAtTarget(selector, translator) {
        return Proposal(.selector, span, text, .portable, "a selector of \(job.targetName)")
      }
      return undecided(reason)
    case .replaced(let replacement):
      return replaced(written, selector, replacement, remarks, job)
    }
  }

  private func portable(
    _ written: WrittenSelector, _ translation: Translation, _ replacement: Replacement?,
    _ remarks: String, _ job: Job
  ) -> Proposal {
    // Nodes that no replacement describes are any that have what is asked for.
    let mayDiffer = translation.sourceCount > 0 && !translation.remarks.isEmpty
    let otherwise = "\(mayDiffer ? "it matches nodes" : "it means the same") at \(job.targetName)"
    let grounds = replacement.map { "it matches \($0.nodeCount) nodes at \(job.targetName)" }
    var proposal = Proposal(
      .selector, written.span, written.text, .portable, (grounds ?? otherwise) + remarks)
    proposal.translation = replacement
    return proposal
  }

  private func reasonToKeep(_ written: WrittenSelector, _ job: Job) -> String? {
    if written.context.isComment { return "in a comment" }
    return job.reasonToKeep(written.context)
  }

  /// Whether nodes of one of the sites have the first property; otherwise it is another list.
  private func knows(_ selector: Selector, _ translator: Translator) -> Bool {
    guard let name = selector.leaves.first?.name else { return true }
    return [translator.source, translator.target].contains { site in
      site.nodes.contains { $0.host.properties[name] != nil }
    }
  }

  private func matchesAtTarget(_ selector: Selector, _ translator: Translator) -> Bool {
    let match = try? selector.match(among: translator.target.nodes.map(\.host))
    return match.map { !$0.hosts.isEmpty } ?? false
  }

  /// A selector with a value that stands elsewhere, or nowhere.
  private func followed(_ written: WrittenSelector, _ text: String, _ job: Job) -> Proposal {
    let names = written.unknownNames
    let origins = written.variables.filter { names.contains($0.name) }
    if let variable = origins.first(where: { $0.values.count > 1 }) {
      return Proposal(
        .selector, written.span, text, .portable,
        "follows \(variable.name), which is \(variable.values.sorted().joined(separator: " or "))",
        ground: .follows)
    }
    return Proposal(
      .selector, written.span, text, .unresolved, job.origins(of: names))
  }

  /// What the user's own map says; nil when it says nothing.
  private func mapped(
    _ written: WrittenSelector, _ selector: Selector, _ job: Job
  ) -> Proposal? {
    if let (key, text) = job.mapped(selector) {
      guard let new = try? Selector(parsing: text) else {
        return Proposal(
          .selector, written.span, written.text, .unresolved,
          "your map gives '\(text)' for \(key), which is no selector")
      }
      guard new != selector else { return nil }
      var proposal = Proposal(.selector, written.span, written.text, .rewritten, "your map")
      proposal.replacement = new.description
      proposal.changes = changes(written, from: selector, to: new, job)
      proposal.mapEntry = key
      return proposal
    }
    return nil
  }

  private func replaced(
    _ written: WrittenSelector, _ selector: Selector, _ replacement: Replacement,
    _ remarks: String, _ job: Job
  ) -> Proposal {
    let new = replacement.selector
    let namesNode = selector.leaves.contains {
      ["uid", "node_name", "hypervisor_hostname", "id"].contains($0.name)
    }
    let text = written.text
    func undecided(_ reason: String) -> Proposal {
      var proposal = Proposal(
        .selector, written.span, text, .unresolved, reason, options: [new.description])
      proposal.translation = replacement
      return proposal
    }
    if !written.variables.isEmpty {
      return follows(written, selector, new)
        ? SelectorRule.following(written.variables[0], written.span, text)
        : undecided("\(written.variables[0].name) would have to become more than a value")
    }
    let types = selector.leaves.filter { $0.name == "node_type" }.map(\.value)
    let isMapped = job.isMapped(to: selector)
    if let type = types.first(where: { isMapped || job.isRequested(nodeType: $0) }) {
      var proposal = undecided(job.doubt(about: type))
      proposal.decision = .choice
      return proposal
    }
    if !replacement.isChosen, meansOtherAtSource(new, job) {
      return undecided(
        "its translation means other hardware at \(job.sourceName): choose it with --prefer")
    }
    var proposal = Proposal(
      .selector, written.span, text, namesNode ? .choice : .rewritten,
      (namesNode ? "a node cannot be moved; equivalent nodes: " : "")
        + Wording.grounds(of: replacement)
        + remarks)
    proposal.replacement = new.description
    proposal.translation = replacement
    proposal.changes = changes(written, from: selector, to: new, job)
    return proposal
  }

  private static func following(
    _ variable: WrittenSelector.Variable, _ span: Span, _ text: String
  ) -> Proposal {
    let reason =
      variable.neighbour.map { "follows \(variable.name), which \($0) defines" }
      ?? "follows \(variable.name), whose definition is decided on"
    return Proposal(.selector, span, text, .portable, reason, ground: .follows)
  }

  /// Whether only the value of `node_type` changes, so that its definition says all.
  private func follows(_ written: WrittenSelector, _ old: Selector, _ new: Selector) -> Bool {
    guard old.leaves.count == new.leaves.count else { return false }
    return zip(old.leaves, new.leaves).allSatisfy { a, b in
      a.name == b.name && (a.name == "node_type" || a.value == b.value)
    }
  }

  /// Whether the translation would be translated again.
  private func meansOtherAtSource(_ new: Selector, _ job: Job) -> Bool {
    guard let translator = job.translator else { return false }
    switch translator.selector(new).outcome {
    case .portable, .unknown: return false
    case .none, .replaced: return true
    }
  }

  /// What is written: single values where the shape stays, otherwise the whole list.
  private func changes(
    _ written: WrittenSelector, from old: Selector, to new: Selector, _ job: Job
  ) -> [(span: Span, text: String)] {
    let literals = written.valueLiterals
    let isSameShape =
      old.leaves.count == new.leaves.count && literals.count == old.leaves.count
      && !old.losesComparisons
      && zip(old.leaves, new.leaves).allSatisfy { $0.name == $1.name && $0.operator == $1.operator }
    if isSameShape, !literals.contains(where: { $0 == nil }) {
      return zip(zip(old.leaves, new.leaves), literals).compactMap { leaves, literal in
        guard leaves.0.value != leaves.1.value, let literal else { return nil }
        return (literal.contents(in: job.document), leaves.1.value)
      }
    }
    return [(written.span, spelled(new, like: written, job))]
  }

  /// The selector with the author's blanks and quotes.
  private func spelled(_ selector: Selector, like written: WrittenSelector, _ job: Job) -> String {
    let source = job.document.text(of: written.span)
    var text = selector.description
    if !source.contains(", ") { text = text.replacing(", ", with: ",") }
    if source.contains("'"), !source.contains("\""), !text.contains("'") {
      text = text.replacing("\"", with: "'")
    }
    return text
  }
}
