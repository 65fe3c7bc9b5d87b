import SourceText

/// What surrounds a text in a program, from the outside in.
struct Context: Sendable {
  /// One thing that a text stands in.
  ///
  /// Indirect, as it is passed on far more often than it is looked into.
  indirect enum Step: Sendable {
    /// The value of a key; all members of the mapping.
    case member(name: String?, siblings: [Member])
    /// A key.
    case key
    case element(index: Int, siblings: [Syntax])
    case keyword(name: String, call: Call)
    case positional(index: Int, call: Call)
    /// The text whose method is called.
    case receiver(call: Call)
    case assigned(name: String, kind: Assignment.Kind)
    case word(index: Int, command: Command)
    /// What a command reads.
    case input(command: Command)
    case compared
    /// The key by which something is looked up in a table.
    case lookup
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

    /// Whether what stands in it is still an operand of the expression around.
    fileprivate var keepsOperands: Bool {
      switch self {
      case .code, .element: true
      default: false
      }
    }
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
  /// Whether it is one of the values that an option allows.
  private(set) var isChoice = false
  /// Whether it stands in a mapping.
  private(set) var isInMember = false
  /// Whether it stands in a branch.
  private var isBranch = false

  func inside(_ step: Step) -> Context {
    var inner = self
    inner.chain = .step(step, in: chain)
    if !step.keepsOperands { inner.operands = [] }
    if case .member = step { inner.isInMember = true }
    switch step {
    case .comment: inner.isComment = true
    case .prose: inner.isProse = true
    case .key: inner.isKey = true
    case .compared, .lookup: inner.isCompared = true
    case .keyword("choices", _), .keyword("options", _), .keyword("values", _),
      .member("choices"?, _), .member("options"?, _), .member("allowed_values"?, _),
      .member("enum"?, _):
      inner.isCompared = true
      inner.isChoice = true
    case .branch: inner.isBranch = true
    // Operators of a database's queries: `{"$eq": [...]}`.
    case .member(let name?, _) where name.hasPrefix("$"): inner.isCompared = true
    default: break
    }
    return inner
  }

  func among(_ operands: [Syntax]) -> Context {
    var copy = self
    copy.operands = operands
    return copy
  }

  /// Whether something is looked up by it.
  var isLookup: Bool { if case .lookup? = step { true } else { false } }

  /// Whether it is a word of a command.
  var isWord: Bool { if case .word? = step { true } else { false } }

  /// Whether it stands in a list.
  var isElement: Bool { if case .element? = step { true } else { false } }

  /// The texts of the list that it stands in; none for other places.
  var listed: [String] {
    guard case .element(_, let siblings)? = step else { return [] }
    return siblings.compactMap { if case .text(let literal) = $0 { literal.text } else { nil } }
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
      case .element(let index, let siblings):
        if let option = Context.option(before: index, in: siblings) { return option }
      case .positional, .receiver, .code, .section, .scope, .key, .hole: return nil
      default: continue
      }
    }
    return nil
  }

  /// The option of a command in a list, such as `["openstack", "--os-cloud", "x"]`, whose value the
  /// element at `index` is; nil when it is none.
  private static func option(before index: Int, in siblings: [Syntax]) -> String? {
    guard index > 0, index < siblings.count, case .text(let option) = siblings[index - 1],
      option.text.hasPrefix("--"), !option.text.contains("="), option.text.utf8.count > 2,
      case .text(let value) = siblings[index], !value.text.hasPrefix("-")
    else { return nil }
    return String(option.text.dropFirst(2))
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

extension Context {
  /// Commands whose operands are names of files, machines and the like, or text.
  private static let tools: Set = [
    "openstack", "blazar", "climate", "nova", "glance", "neutron", "mkdir", "rmdir", "cd", "rm",
    "cp", "mv", "ln", "ls", "touch", "cat", "tee", "tar", "zip", "unzip", "scp", "rsync", "git",
    "ssh", "echo", "printf", "grep", "sed", "awk", "docker", "kubectl", "tmux", "screen", "rclone",
  ]

  /// Whether it is a word without an option before it, of a command that takes names.
  var isOperandOfTool: Bool {
    guard case .word(let index, let command)? = step, let first = command.words.first else {
      return false
    }
    let tool = first.text.split(separator: "/").last.map(String.init) ?? first.text
    let isOptions = command.option(before: index) != nil && command.words[index - 1].text.count > 2
    return index > 0 && !isOptions && Context.tools.contains(tool)
      && !command.words[index].text.contains("=")
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
