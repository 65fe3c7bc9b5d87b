import SourceText

/// Something that was read, and what surrounds it.
struct Visit: Sendable {
  /// Forms that few of the many visits have.
  enum Kind: Sendable, Hashable {
    case list, call, comment, scope
    /// A name, and an expression that may read an element of one.
    case name
    /// A text with holes.
    case template
    /// A word of a command, and a text of two bytes or less: what can stand for any node.
    case word

    /// What a node is besides a text.
    init?(_ node: Syntax) {
      switch node {
      case .list: self = .list
      case .call: self = .call
      case .comment: self = .comment
      case .scope: self = .scope
      case .name, .group: self = .name
      default: return nil
      }
    }
  }

  let node: Syntax
  let context: Context
}

/// What was read of one file.
struct ReadFile {
  let language: Language
  let document: Document
  let literals: [RegionID: Literal]
  /// What a walk through the trees visits; many ask for it.
  private let visits: [Visit]
  /// Where in `visits` those of a kind are.
  private let indices: [Visit.Kind: [Int]]
  /// The texts that may be references, with what surrounds them: neither comments nor prose.
  let uses: [Use]

  /// Reads a file.
  ///
  /// - Throws: `ReadingError` when it cannot be read as a whole.
  init(path: String, bytes: [UInt8], language: Language) throws(ReadingError) {
    var document = Document(path: path, bytes: bytes)
    let nodes = try document.read(.file, as: language)
    let context = Context().inside(.code(language))
    let root = EmbeddedJSON.Found(nodes: nodes, context: context)
    let embedded = EmbeddedJSON(in: root, of: &document)
    self.language = language
    self.document = document
    literals = embedded.literals
    visits = embedded.visits
    var uses: [Use] = []
    var indices: [Visit.Kind: [Int]] = [:]
    for (index, visit) in visits.enumerated() {
      guard case .text(let literal) = visit.node else {
        if let kind = Visit.Kind(visit.node) { indices[kind, default: []].append(index) }
        continue
      }
      if !literal.holes.isEmpty { indices[.template, default: []].append(index) }
      if literal.text.utf8.count < 3 || visit.context.isWord {
        indices[.word, default: []].append(index)
      }
      guard !visit.context.isProse, !visit.context.isComment else { continue }
      uses += Use.uses(of: literal, in: visit.context, document).filter(\.isPlausible)
    }
    self.uses = uses
    self.indices = indices
  }

  /// What of a kind was read with its surroundings, in the order of `forEach(_:)`.
  func forEach(_ kind: Visit.Kind, _ visit: (Syntax, Context) -> Void) {
    for index in indices[kind] ?? [] { visit(visits[index].node, visits[index].context) }
  }

  /// Everything that was read with its surroundings: the file's own tree, then that of JSON inside its
  /// texts.
  func forEach(_ visit: (Syntax, Context) -> Void) {
    for item in visits { visit(item.node, item.context) }
  }
}
