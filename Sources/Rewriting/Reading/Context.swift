import SourceText

/// What surrounds a text in a program, from the outside in.
struct Context: Sendable {
  /// One thing that a text stands in.
  enum Step: Sendable {
    /// The value of a key; all members of the mapping.
    case member(name: String?, siblings: [Member])
    /// A key.
    case key
    case element(index: Int, count: Int)
    case keyword(name: String, call: Call)
    case positional(index: Int, call: Call)
    /// The text whose method is called.
    case receiver(call: Call)
    case assigned(name: String, kind: Assignment.Kind)
    case word(index: Int, command: Command)
    /// What a command reads.
    case input(command: Command)
    case compared
    /// Statements that run on a condition; the texts that the condition compares with.
    case branch(texts: [String])
    case scope(Scope)
    case section(Section)
    case label
    case comment
    case prose
    case code(Language)
    /// Inside a hole of a text.
    case hole
  }

  /// The innermost step and those around it.
  ///
  /// Every text of a program has its own context, so all of them share what they have in common.
  fileprivate indirect enum Chain: Sendable {
    case file
    case step(Step, in: Chain)
  }

  private var chain = Chain.file
  /// The operands of the innermost expression.
  private(set) var operands: [Syntax] = []
  /// Whether it is text for people.
  private(set) var isComment = false
  private(set) var isProse = false
  /// Whether it is a key, or stands in one.
  private(set) var isKey = false
  /// Whether it is compared with something, or is a key of a table, so that it says what the program
  /// knows and not what it does.
  private(set) var isCompared = false
  /// Whether it stands in a mapping.
  private(set) var isInMember = false
  /// Whether it stands in a branch.
  private var isBranch = false

  func inside(_ step: Step) -> Context {
    var inner = self
    inner.chain = .step(step, in: chain)
    if case .member = step { inner.isInMember = true }
    switch step {
    case .code, .element: break
    default: inner.operands = []
    }
    switch step {
    case .comment: inner.isComment = true
    case .prose: inner.isProse = true
    case .key: inner.isKey = true
    case .compared: inner.isCompared = true
    // The values that an option allows.
    case .keyword("choices", _), .keyword("options", _), .keyword("values", _):
      inner.isCompared = true
    case .branch: inner.isBranch = true
    // Operators of a database's queries: `{"$eq": [...]}`.
    case .member(let name?, _) where name.hasPrefix("$"): inner.isCompared = true
    default: break
    }
    return inner
  }

  /// Whether it is part of what an API answered: a record with an id and what only a service writes.
  var isInRecord: Bool {
    isInMember
      && outward.contains {
        guard case .member(_, let siblings) = $0 else { return false }
        let names = Set(siblings.compactMap(\.name))
        return names.contains("uid")
          && (names.contains("architecture") || names.contains("node_name"))
          || names.contains("id") && (names.contains("created_at") || names.contains("updated_at"))
      }
  }

  func among(_ operands: [Syntax]) -> Context {
    var copy = self
    copy.operands = operands
    return copy
  }

  /// The innermost step; nil at the top of a file.
  var step: Step? {
    if case .step(let step, _) = chain { step } else { nil }
  }

  /// The steps from the inside out.
  var outward: Outward { Outward(chain: chain) }

  /// Steps from the inside out.
  struct Outward: Sequence, IteratorProtocol {
    fileprivate var chain: Chain

    mutating func next() -> Step? {
      guard case .step(let step, in: let outer) = chain else { return nil }
      chain = outer
      return step
    }
  }

  /// The steps from the outside in.
  var steps: [Step] { outward.reversed() }

  /// Texts that the conditions around it compare with.
  var branchTexts: [String] {
    guard isBranch else { return [] }
    return steps.flatMap { if case .branch(let texts) = $0 { texts } else { [String]() } }
  }

  /// Keys of the mappings around it, from the outside in; blocks with their type.
  var path: [String] {
    steps.compactMap {
      switch $0 {
      case .member(let name, _): name
      case .section(let section): section.type
      case .keyword(let name, _): name
      default: nil
      }
    }
  }

  /// Names of the scopes around it.
  var scopes: [Scope] {
    steps.compactMap { if case .scope(let scope) = $0 { scope } else { nil } }
  }

  /// The innermost language.
  var language: Language? {
    for step in outward { if case .code(let language) = step { return language } }
    return nil
  }

  /// The nearest call that it is an argument of, through lists, mappings and other calls.
  var calls: [Call] {
    outward.compactMap {
      switch $0 {
      case .keyword(_, let call), .positional(_, let call), .receiver(let call): call
      default: nil
      }
    }
  }

  /// The command that it is a word of.
  var command: Command? {
    for step in outward {
      switch step {
      case .word(_, let command): return command
      case .input, .code, .scope: return nil
      default: continue
      }
    }
    return nil
  }

  /// What the innermost thing with a name calls it: a key, a keyword, an option, a variable.
  var key: String? {
    for step in outward {
      switch step {
      case .member(let name, _): if let name { return name }
      case .keyword(let name, _): return name
      case .assigned(let name, _): return name
      case .word(let index, let command): return command.option(before: index)
      case .positional, .receiver, .code, .section, .scope, .key, .hole: return nil
      default: continue
      }
    }
    return nil
  }

  /// The variable that gets the text, directly or as part of a list.
  var assignedName: String? {
    for step in outward {
      switch step {
      case .assigned(let name, _): return name
      case .element: continue
      default: return nil
      }
    }
    return nil
  }
}

extension Command {
  /// The texts of its words; holes are U+FFFC.
  var texts: [String] { words.map(\.text) }

  /// The option whose value the word at `index` is, without dashes; nil when it is none.
  func option(before index: Int) -> String? {
    guard index > 0, index < words.count, !words[index].text.hasPrefix("-") else { return nil }
    let word = words[index - 1].text
    guard word.hasPrefix("-"), !word.contains("="), word.count > 1 else { return nil }
    return String(word.drop { $0 == "-" })
  }

  /// Whether its first words are these, options left out.
  func starts(with names: [String]) -> Bool {
    let plain = words.map(\.text).filter { !$0.hasPrefix("-") }
    guard let first = plain.first else { return false }
    let command = first.split(separator: "/").last.map(String.init) ?? first
    return Array(([command] + plain.dropFirst()).prefix(names.count)) == names
  }
}
