/// Decodes one scalar of YAML into a region.
struct YAMLScalarReader {
  private let bytes: [UInt8]
  private let region: RegionID
  private let scalar: YAMLScalar
  private var builder: RegionBuilder
  private var holes: [Literal.Hole] = []
  private var encoding: YAMLText
  /// Whether `{{…}}` and `${…}` are what only runtime knows, rather than text.
  private let readsTemplates: Bool

  /// - Parameters:
  ///   - scalar: The scalar.
  ///   - region: The text that it stands in.
  ///   - isScript: Whether `${…}` is the business of another language.
  ///   - document: The document with `region`.
  ///   - readsTemplates: Whether templates are looked for at all.
  init(
    _ scalar: YAMLScalar, in region: RegionID, isScript: Bool, of document: Document,
    readsTemplates: Bool = true
  ) {
    self.readsTemplates = readsTemplates
    self.scalar = scalar
    self.region = region
    bytes = document[region].bytes
    builder = RegionBuilder(in: region, of: document)
    let style: YAMLText.Style =
      switch scalar.style {
      case .plain: .plain
      case .flowPlain: .flowPlain
      case .single: .single
      case .double: .double
      case .literal, .folded: .block
      }
    encoding = YAMLText(style: style, isScript: isScript)
  }

  mutating func literal(in document: inout Document) -> Literal {
    if scalar.style.isBlock {
      appendBlock(in: &document)
    } else {
      appendFolded(in: &document)
    }
    if builder.count == 0 { builder.beginRun(encoding, at: scalar.contents.lowerBound) }
    let id = document.add(builder.region())
    return Literal(
      region: id, in: document, holes: holes, span: Span(region, scalar.range),
      isQuoted: scalar.style != .plain && scalar.style != .flowPlain)
  }

  private func lineEnd(from offset: Int) -> Int {
    var end = offset
    while end < scalar.contents.upperBound, bytes[end] != UInt8(ascii: "\n"),
      bytes[end] != UInt8(ascii: "\r")
    {
      end += 1
    }
    return end
  }

  private func nextLine(after end: Int) -> Int {
    let limit = scalar.contents.upperBound
    if end + 1 < limit, bytes[end] == UInt8(ascii: "\r"), bytes[end + 1] == UInt8(ascii: "\n") {
      return end + 2
    }
    return min(end + 1, limit)
  }

  private func isBlank(_ offset: Int) -> Bool {
    bytes[offset] == UInt8(ascii: " ") || bytes[offset] == UInt8(ascii: "\t")
  }

  // MARK: Plain and quoted

  private mutating func appendFolded(in document: inout Document) {
    let contents = scalar.contents
    var end = lineEnd(from: contents.lowerBound)
    guard end < contents.upperBound else {
      builder.beginRun(encoding, at: contents.lowerBound)
      return append(contents, in: &document)
    }
    encoding.isOneOfSeveralLines = true
    var start = contents.lowerBound
    while true {
      let (text, isJoined) = trimmed(start..<end, isLast: end >= contents.upperBound)
      builder.beginRun(encoding, at: text.lowerBound)
      append(text, in: &document)
      guard end < contents.upperBound else { return }
      var breaks: [UInt8] = []
      repeat {
        start = nextLine(after: end)
        while start < contents.upperBound, isBlank(start) { start += 1 }
        end = lineEnd(from: start)
        if start == end, end < contents.upperBound { breaks.append(UInt8(ascii: "\n")) }
      } while start == end && end < contents.upperBound
      if breaks.isEmpty, !isJoined { breaks = [UInt8(ascii: " ")] }
      builder.append(breaks, for: text.upperBound..<start)
    }
  }

  /// A line without blanks at its end, and whether a backslash joins the next line to it.
  private func trimmed(_ line: Range<Int>, isLast: Bool) -> (Range<Int>, Bool) {
    guard !isLast else { return (line, false) }
    var end = line.upperBound
    if scalar.style == .double {
      var backslashes = 0
      while end - backslashes > line.lowerBound,
        bytes[end - backslashes - 1] == UInt8(ascii: "\\")
      {
        backslashes += 1
      }
      if backslashes % 2 == 1 { return (line.lowerBound..<end - 1, true) }
    }
    while end > line.lowerBound, isBlank(end - 1) {
      // A blank after a backslash is an escape.
      if scalar.style == .double, end - 2 >= line.lowerBound,
        bytes[end - 2] == UInt8(ascii: "\\")
      {
        break
      }
      end -= 1
    }
    return (line.lowerBound..<end, false)
  }

  // MARK: Block

  private mutating func appendBlock(in document: inout Document) {
    var line = scalar.contents.lowerBound
    let limit = scalar.contents.upperBound
    var hasText = false
    // Line ends that count only when text follows.
    var pending: [Range<Int>] = []
    var isIndentedMore = false
    while line < limit {
      var start = line
      while start < limit, start - line < scalar.indentation, bytes[start] == UInt8(ascii: " ") {
        start += 1
      }
      let end = lineEnd(from: start)
      let next = nextLine(after: end)
      if start < end {
        let wasIndentedMore = isIndentedMore
        isIndentedMore = isBlank(start)
        appendBreaks(
          pending, folds: scalar.style == .folded && hasText && !wasIndentedMore && !isIndentedMore)
        pending = []
        builder.beginRun(encoding, at: start)
        append(start..<end, in: &document)
        hasText = true
      }
      if end < next { pending.append(end..<next) }
      line = next
    }
    if scalar.chomping == .keep {
      appendBreaks(pending, folds: false)
    } else if scalar.chomping == .clip, hasText {
      appendBreaks(Array(pending.prefix(1)), folds: false)
    }
  }

  private mutating func appendBreaks(_ breaks: [Range<Int>], folds: Bool) {
    if builder.count == 0, let first = breaks.first {
      builder.beginRun(encoding, at: first.lowerBound)
    }
    for (index, range) in breaks.enumerated() {
      if folds, index == 0 {
        if breaks.count == 1 { builder.append([UInt8(ascii: " ")], for: range) }
      } else if range.count == 1, bytes[range.lowerBound] == UInt8(ascii: "\n") {
        builder.append(verbatim: range)
      } else {
        builder.append([UInt8(ascii: "\n")], for: range)
      }
    }
  }

  // MARK: Within a line

  private mutating func append(_ range: Range<Int>, in document: inout Document) {
    var (start, offset) = (range.lowerBound, range.lowerBound)
    while offset < range.upperBound {
      switch bytes[offset] {
      case UInt8(ascii: "$"), UInt8(ascii: "{"):
        guard readsTemplates, let hole = hole(at: offset, upTo: range.upperBound, in: &document)
        else { break }
        builder.append(verbatim: start..<offset)
        let place = builder.appendHole(for: offset..<hole.end)
        holes.append(Literal.Hole(offset: place, name: hole.name, contents: hole.contents))
        (start, offset) = (hole.end, hole.end)
        continue
      case UInt8(ascii: "'") where scalar.style == .single:
        guard offset + 1 < range.upperBound else { break }
        builder.append(verbatim: start..<offset)
        builder.append([UInt8(ascii: "'")], for: offset..<offset + 2)
        (start, offset) = (offset + 2, offset + 2)
        continue
      case UInt8(ascii: "\\") where scalar.style == .double:
        guard let escape = YAMLEscape(in: bytes, at: offset, upTo: range.upperBound) else { break }
        builder.append(verbatim: start..<offset)
        builder.append(escape.decoded, for: offset..<escape.end)
        (start, offset) = (escape.end, escape.end)
        continue
      default: break
      }
      offset += 1
    }
    builder.append(verbatim: start..<range.upperBound)
  }

  private func hole(
    at offset: Int, upTo limit: Int, in document: inout Document
  ) -> TemplateHole? {
    TemplateHole(
      in: Span(region, offset..<limit), bytes: bytes, encoding: encoding,
      readsVariables: !encoding.isScript, document: &document)
  }
}
