import SourceText

/// JSON that stands inside texts: selectors in reservations, bodies of requests.
struct EmbeddedJSON {
  /// What was found in a literal, and where the literal stands.
  struct Found {
    let nodes: [Syntax]
    let context: Context
  }

  /// Everything in the file's own tree, and in that of JSON inside its texts.
  private(set) var visits: [Visit] = []
  /// The literal around each region that was read as JSON, and that of each script with holes.
  private(set) var literals: [RegionID: Literal] = [:]

  /// How deep JSON texts in JSON texts are looked for.
  private static let maximumDepth = 4

  /// Looks into every literal of a program; the regions are added to the document.
  init(in root: Found, of document: inout Document) {
    var waiting = [root]
    for _ in 0...EmbeddedJSON.maximumDepth where !waiting.isEmpty {
      var next: [Found] = []
      for item in waiting {
        for (literal, context) in texts(in: item) {
          next += expand(literal, context, &document)
        }
      }
      waiting = next
    }
  }

  private mutating func texts(in item: Found) -> [(Literal, Context)] {
    var result: [(Literal, Context)] = []
    var scripts: [Literal] = []
    var visits: [Visit] = []
    Walk { node, context in
      visits.append(Visit(node: node, context: context))
      if case .code(let code) = node, let text = code.text { scripts.append(text) }
      guard case .text(let literal) = node, !context.isKey,
        literal.text.utf8.contains(UInt8(ascii: "["))
          || literal.text.utf8.contains(UInt8(ascii: "{"))
      else { return }
      result.append((literal, context))
    }.run(item.nodes, in: item.context)
    self.visits += visits
    for script in scripts { literals[script.region] = script }
    return result
  }

  private mutating func expand(
    _ literal: Literal, _ context: Context, _ document: inout Document
  ) -> [Found] {
    let bytes = document[literal.region].bytes
    var result: [Found] = []
    for range in JSONText.ranges(in: bytes) {
      let region = document.addVerbatim(Span(literal.region, range))
      guard let nodes = try? document.read(region, as: .json) else { continue }
      literals[region] = literal
      result.append(Found(nodes: nodes, context: context.inside(.code(.json))))
    }
    return result
  }
}

/// JSON texts in other texts.
enum JSONText {
  /// Where selectors and bodies of requests stand: an array that begins with a string, and a text
  /// that is one object.
  static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    let start = bytes.firstIndex { !isBlank($0) } ?? 0
    while index < bytes.count {
      let isArray = bytes[index] == UInt8(ascii: "[") && startsWithString(bytes, after: index)
      let isObject = bytes[index] == UInt8(ascii: "{") && index == start
      if isArray || isObject, let end = end(of: bytes, from: index) {
        ranges.append(index..<end)
        index = end
      } else {
        index += 1
      }
    }
    return ranges
  }

  private static func startsWithString(_ bytes: [UInt8], after index: Int) -> Bool {
    var next = index + 1
    while next < bytes.count, isBlank(bytes[next]) { next += 1 }
    return next < bytes.count && bytes[next] == UInt8(ascii: "\"")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13
  }

  /// The end of the bracket that opens at `start`; nil when it is not closed.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    var isQuoted = false
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where isQuoted: index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "["), UInt8(ascii: "{"): if !isQuoted { depth += 1 }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if !isQuoted { depth -= 1 }
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }
}
