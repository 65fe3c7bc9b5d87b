/// What a reader understood of a text: just enough to know how each literal is used.
///
/// All languages share these few forms. What a reader does not understand it leaves out, or reports
/// as `unread`; it never guesses.
package indirect enum Syntax: Sendable {
  /// A text in the program.
  case text(Literal)
  /// A variable that is read.
  case name(Name)
  /// Python's list, tuple and set; a sequence of YAML, JSON or HCL.
  case list([Syntax], Span)
  /// Python's dict; a mapping of YAML, JSON, HCL or INI.
  case mapping([Member], Span)
  case call(Call)
  case command(Command)
  case assignment(Assignment)
  /// The operands of a comparison or of a test for membership; the patterns of `case`.
  case comparison([Syntax])
  /// Statements that run on a condition. An `else` has the negation of a condition that was given
  /// before, so none.
  case branch(conditions: [Syntax], body: [Syntax])
  /// A function or a class: what is assigned inside is not seen outside.
  case scope(Scope)
  /// A named part of a file: a block of HCL, a section of INI, a step of a workflow.
  case section(Section)
  /// Text in a language of its own.
  case code(Code)
  case comment(Literal)
  /// Text for people: a paragraph of Markdown, a documentation string.
  case prose(Literal)
  /// Anything else that holds literals: operators, `return`, loops.
  case group([Syntax])
  /// A number as it is spelled.
  case number(String, Span)
  /// Text that could not be read, and why: half a sentence, such as `the string does not end`.
  case unread(Span, reason: String)
}

/// A text in a program, decoded.
package struct Literal: Sendable {
  /// What only the program knows when it runs.
  package struct Hole: Sendable {
    /// Where it stands in the decoded text; it is `Region.hole.count` bytes long.
    package let offset: Int
    /// The variable, as `Name.text` spells it; nil for any other expression.
    package let name: String?
    /// What is inside: the default of `${NAME:-default}` as an assignment, the statements of `$(…)`.
    package let contents: [Syntax]

    package init(offset: Int, name: String?, contents: [Syntax] = []) {
      self.offset = offset
      self.name = name
      self.contents = contents
    }
  }

  /// Holds the decoded text, and nothing else.
  package let region: RegionID
  /// The decoded text; each hole is U+FFFC.
  package let text: String
  /// In order of their offsets.
  package let holes: [Hole]
  /// Where it stands, quotes included, in the text around it.
  package let span: Span
  /// Whether it stands in quotes; a bare word of YAML, INI or a shell does not.
  package let isQuoted: Bool

  /// A literal of `document`.
  package init(
    region: RegionID, in document: Document, holes: [Hole] = [], span: Span, isQuoted: Bool
  ) {
    self.region = region
    text = document[region].text
    self.holes = holes
    self.span = span
    self.isQuoted = isQuoted
  }

  /// The whole decoded text.
  package func contents(in document: Document) -> Span {
    Span(region, 0..<document[region].bytes.count)
  }
}

/// A variable that is read.
package struct Name: Sendable {
  /// As the program spells it, with dots: `NODE_TYPE`, `args.node_type`, `local.site`, `var.image`.
  ///
  /// A read of the environment in any language is `env.NAME`, but a shell's variable is `NAME`.
  package let text: String
  package let span: Span

  package init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// A key and its value.
package struct Member: Sendable {
  package let key: Syntax
  package let value: Syntax

  package init(key: Syntax, value: Syntax) {
    self.key = key
    self.value = value
  }

  /// The key where it is a plain text.
  package var name: String? {
    guard case .text(let literal) = key, literal.holes.isEmpty else { return nil }
    return literal.text
  }
}

/// A function that is called.
package struct Call: Sendable {
  /// With dots, as the program spells it: `chi.use_site`, `lease.add_node_reservation`.
  ///
  /// A method of something that is no name starts with a dot: `.format`. Empty when it is no name at
  /// all.
  package let callee: String
  /// What the method belongs to, when it is no name: the text of `"…".format(x)`.
  package let receiver: Syntax?
  package let positional: [Syntax]
  /// In order; `**options` is a positional argument.
  package let keywords: [Keyword]
  package let span: Span

  package struct Keyword: Sendable {
    package let name: String
    package let value: Syntax

    package init(name: String, value: Syntax) {
      self.name = name
      self.value = value
    }
  }

  package init(
    callee: String, receiver: Syntax? = nil, positional: [Syntax], keywords: [Keyword], span: Span
  ) {
    self.callee = callee
    self.receiver = receiver
    self.positional = positional
    self.keywords = keywords
    self.span = span
  }
}

/// A simple command of a shell.
package struct Command: Sendable {
  /// Assignments in front of it, which hold for this command only.
  package let environment: [Assignment]
  /// The words, the command's name first; each a literal.
  package let words: [Literal]
  /// What it reads: here-documents and here-strings, but no files.
  package let input: [Syntax]
  package let span: Span

  package init(environment: [Assignment], words: [Literal], input: [Syntax], span: Span) {
    self.environment = environment
    self.words = words
    self.input = input
    self.span = span
  }
}

/// A name that gets a value.
package struct Assignment: Sendable {
  package enum Kind: Sendable, Hashable {
    case assignment
    /// Holds when nothing else was given: `${NAME:-value}`, the default of a parameter, of a Terraform
    /// or Heat variable.
    case fallback
  }

  /// As `Name.text` spells it.
  package let name: String
  package let nameSpan: Span
  package let value: Syntax
  package let kind: Kind

  package init(name: String, nameSpan: Span, value: Syntax, kind: Kind = .assignment) {
    self.name = name
    self.nameSpan = nameSpan
    self.value = value
    self.kind = kind
  }
}

/// A function or a class.
package struct Scope: Sendable {
  package let name: String
  /// Names of the parameters, which hide what is outside; defaults are assignments in `body`.
  package let parameters: [String]
  package let body: [Syntax]

  package init(name: String, parameters: [String], body: [Syntax]) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

/// A named part of a file.
package struct Section: Sendable {
  /// `resource`, `provider`; the name of an INI section.
  package let type: String
  package let labels: [Literal]
  package let body: [Syntax]

  package init(type: String, labels: [Literal], body: [Syntax]) {
    self.type = type
    self.labels = labels
    self.body = body
  }
}

/// Text in a language of its own.
package struct Code: Sendable {
  package let language: Language
  package let region: RegionID
  package let body: [Syntax]
  /// The text that is read, where its holes have names that `body` does not tell.
  package let text: Literal?

  package init(language: Language, region: RegionID, body: [Syntax], text: Literal? = nil) {
    self.language = language
    self.region = region
    self.body = body
    self.text = text
  }
}
