import SourceText

/// The values that a parameter allows, which its default has to be one of.
///
/// Source: Heat's `constraints`, Terraform's `validation`, argparse's and click's `choices`, the
/// `options` of workflow inputs, JSON Schema's `enum`, argc's `[a|b]`.
enum AllowedValues {
  private static let keys: Set = ["allowed_values", "choices", "options", "enum"]

  /// The values beside a default; nil when none are listed, or it is no default.
  static func beside(_ use: Use, _ document: Document) -> Set<String>? {
    // A default may be lowered to an assignment in its place.
    let step = use.context.outward.first {
      if case .assigned(_, .fallback) = $0 { false } else { true }
    }
    switch step {
    case .member("default"?, let siblings), .member("value"?, let siblings):
      if let values = values(in: siblings) { return values }
    case .keyword(let name, let call) where name == "default" || name == "value":
      for keyword in call.keywords where keys.contains(keyword.name) || keyword.name == "type" {
        if let values = texts(of: keyword.value) { return values }
      }
    default: break
    }
    if OptionComment.isCode(use.literal, document) {
      return OptionComment.choices(before: use, document)
    }
    for case .section(let section) in use.context.outward where section.type == "variable" {
      return validation(in: section)
    }
    return nil
  }

  private static func values(in members: [Member]) -> Set<String>? {
    for member in members {
      guard let name = member.name else { continue }
      if keys.contains(name) { return texts(of: member.value) }
      guard name == "constraints", case .list(let items, _) = member.value else { continue }
      for case .mapping(let inner, _) in items {
        if let found = values(in: inner) { return found }
      }
    }
    return nil
  }

  /// The list in `contains(["a", "b"], var.name)`.
  private static func validation(in section: Section) -> Set<String>? {
    var found: Set<String>?
    Walk { node, _ in
      guard found == nil, case .comparison(let operands) = node else { return }
      found = operands.lazy.compactMap(texts).first
    }.run(section.body)
    return found
  }

  private static func texts(of value: Syntax) -> Set<String>? {
    switch value {
    case .list(let items, _):
      let texts = items.compactMap { if case .text(let literal) = $0 { literal.text } else { nil } }
      return texts.isEmpty ? nil : Set(texts)
    case .call(let call) where call.callee.hasSuffix("Choice"):
      return call.positional.first.flatMap(texts)
    default: return nil
    }
  }
}

extension Proposal {
  /// The same change, which a person has to look at.
  func questioned(_ doubt: String) -> Proposal {
    var copy = Proposal(kind, span, value, .choice, "\(reason); \(doubt)", options: options)
    copy.replacement = replacement
    copy.changes = changes
    copy.translation = translation
    return copy
  }

  /// The same without the change.
  func withheld(_ doubt: String) -> Proposal {
    Proposal(
      kind, span, value, .choice, doubt,
      options: (replacement.map { [$0] } ?? []) + options.filter { $0 != replacement })
  }

  /// What is left of it where it stands.
  func placed(_ use: Use, in job: Job) -> Proposal {
    guard decision == .rewritten else { return self }
    if job.rows.isAskedForSeveral(use.context) { return withheld(Job.asked) }
    if span == use.span, let replacement, let values = AllowedValues.beside(use, job.document),
      !values.contains(replacement)
    {
      return questioned("the parameter does not allow it: add it to the values that it allows")
    }
    return self
  }
}
