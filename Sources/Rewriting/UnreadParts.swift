import SourceText

/// Parts of a file that no reader understood, such as a cell with an open bracket.
struct UnreadParts {
  /// One of them.
  struct Part {
    /// Where reading stopped.
    let place: Span
    /// All that was not read for it.
    let extent: Span
    let reason: String
  }

  let parts: [Part]

  init(_ file: ReadFile) {
    var parts: [Part] = []
    file.forEach { node, _ in
      if let part = UnreadParts.part(node, in: file.document) { parts.append(part) }
    }
    self.parts = parts
  }

  /// The part that a node stands for; nil for what was read.
  static func part(_ node: Syntax, in document: Document) -> Part? {
    guard case .unread(let span, let reason) = node else { return nil }
    // A text inside another one is left unread as a whole.
    let whole = Span(span.region, 0..<document[span.region].bytes.count)
    return Part(place: span, extent: span.region == .file ? span : whole, reason: reason)
  }

  /// What to tell of those that may hold references.
  func findings(in document: Document, _ scanner: WordScanner) -> [Finding] {
    parts.filter { scanner.containsAny(in: Array(document.bytes(of: $0.extent))) }.map { part in
      let cell = document.cell(of: part.place)
      return Finding(
        kind: .unread, value: cell == nil ? "part of the file" : "cell",
        position: document.position(of: part.place), cell: cell, decision: .unresolved,
        reason: "not read, so port it by hand: \(part.reason)")
    }
  }
}
