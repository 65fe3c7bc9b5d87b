/// Goes over a Markdown text line by line and knows which block each line belongs to.
struct MarkdownScanner {
  /// Fences that would nest deeper are text.
  private static let deepestDiv = 100

  private let text: TextLines
  private var offset = 0
  /// What was read, outside of divisions and in each that is open, the innermost last.
  private var levels: [[Syntax]] = [[]]
  /// The attributes of the divisions that are open.
  private var divs: [Range<Int>] = []
  /// Divisions that are open beyond the deepest that are told apart.
  private var uncountedDivs = 0
  /// Where the paragraph that is being read began.
  private var proseStart: Int?
  /// Whether what is indented may belong to an item of a list.
  private var isInList = false
  private var followsBlank = true
  /// Spares looking for the end of each comment again when there is none.
  private var commentsEnd = true

  init(_ text: TextLines) {
    self.text = text
  }

  /// Reads all blocks.
  mutating func read(into document: inout Document) -> [Syntax] {
    if text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    readFrontMatter(into: &document)
    while let line = text.line(at: offset) {
      if line.isBlank {
        endProse(before: line.range.lowerBound, &document)
        followsBlank = true
        offset = line.range.upperBound
        continue
      }
      if !(readFence(line, &document) || readDiv(line, &document) || readIndented(line, &document))
      {
        readProse(line, &document)
      }
    }
    endProse(before: text.bytes.count, &document)
    while !divs.isEmpty { closeDiv(&document) }
    return levels[0]
  }

  private mutating func append(_ syntax: Syntax) { levels[levels.count - 1].append(syntax) }

  private mutating func endProse(before end: Int, _ document: inout Document) {
    guard let start = proseStart else { return }
    proseStart = nil
    if start < end { append(document.prose(start..<end, in: text)) }
  }

  /// The metadata that Pandoc and site generators take from between `---` and `---`.
  private mutating func readFrontMatter(into document: inout Document) {
    guard document[text.region].cell == nil, let opening = text.line(at: offset),
      text.text(opening.range.lowerBound..<opening.end) == "---",
      var line = text.line(at: opening.range.upperBound), !line.isBlank
    else { return }
    let start = line.range.lowerBound
    while true {
      let contents = text.text(text.trimmed(line.range.lowerBound..<line.end))
      if contents == "---" || contents == "..." { break }
      guard let next = text.line(at: line.range.upperBound) else { return }
      line = next
    }
    offset = line.range.upperBound
    let range = start..<line.range.lowerBound
    guard !range.isEmpty else { return }
    let region = document.addVerbatim(Span(text.region, range))
    append(document.embed(region, as: .yaml))
  }

  /// Reads a line of a paragraph, or a comment in it.
  private mutating func readProse(_ line: TextLine, _ document: inout Document) {
    if let comment = comment(in: line) {
      endProse(
        before: comment.outer.lowerBound, from: line.range.lowerBound, &document)
      let region = document.addVerbatim(Span(text.region, comment.inner))
      append(
        .comment(
          Literal(
            region: region, in: document, span: Span(text.region, comment.outer), isQuoted: false)))
      offset = comment.outer.upperBound
      return
    }
    if isListItem(line) {
      isInList = true
    } else if line.indentation == 0, followsBlank {
      isInList = false
    }
    followsBlank = false
    if proseStart == nil { proseStart = line.range.lowerBound }
    offset = line.range.upperBound
  }

  private mutating func endProse(before end: Int, from start: Int, _ document: inout Document) {
    if proseStart == nil { proseStart = text.trimmed(start..<end).lowerBound }
    endProse(before: end, &document)
  }

  private mutating func comment(
    in line: TextLine
  ) -> (outer: Range<Int>, inner: Range<Int>)? {
    guard commentsEnd else { return nil }
    let bytes = text.bytes
    var start = line.start
    while start + 4 <= line.end,
      bytes[start] != UInt8(ascii: "<") || !text.starts(start..<line.end, with: "<!--")
    {
      start += 1
    }
    guard start + 4 <= line.end else { return nil }
    var end = start + 4
    while end + 3 <= bytes.count,
      bytes[end] != UInt8(ascii: "-") || !text.starts(end..<bytes.count, with: "-->")
    {
      end += 1
    }
    guard end + 3 <= bytes.count else {
      commentsEnd = false
      return nil
    }
    return (start..<end + 3, start + 4..<end)
  }

  private func isListItem(_ line: TextLine) -> Bool {
    marker(at: line.start, to: line.end) != nil
  }

  /// Where the text of an item of a list begins.
  private func marker(at start: Int, to end: Int) -> Int? {
    guard start < end else { return nil }
    var next = start
    switch text.bytes[start] {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      next += 1
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      while next < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text.bytes[next]) {
        next += 1
      }
      guard next < end, ".)".utf8.contains(text.bytes[next]) else { return nil }
      next += 1
    default:
      return nil
    }
    guard next < end, text.bytes[next] == UInt8(ascii: " ") else { return nil }
    return text.skipIndentation(from: next, to: end, columns: .max).0
  }
}

// MARK: Code

extension MarkdownScanner {
  private struct Fence {
    let byte: UInt8
    let count: Int
    /// How many `>` stand before it.
    let quotes: Int
    /// Columns before it, after the last `>`.
    let indentation: Int
    let info: FenceInfo
  }

  private mutating func readFence(_ line: TextLine, _ document: inout Document) -> Bool {
    guard let fence = fence(opening: line) else { return false }
    isInList = isInList || isListItem(line)
    endProse(before: line.range.lowerBound, &document)
    var block = CodeBlock(language: fence.info.language)
    offset = line.range.upperBound
    var mayBeOption = fence.info.hasOptions
    while let line = text.line(at: offset) {
      let (start, quotes) = skipQuotes(line, atMost: fence.quotes)
      guard quotes == fence.quotes else { break }
      offset = line.range.upperBound
      let content = text.skipIndentation(from: start, to: line.end, columns: .max).0
      let count = text.count(of: fence.byte, from: content, to: line.end)
      if count >= fence.count, text.trimmed(content + count..<line.end).isEmpty { break }
      let code = text.skipIndentation(from: start, to: line.end, columns: fence.indentation).0
      mayBeOption = mayBeOption && text.starts(content..<line.end, with: ":")
      if !mayBeOption { block.lines.append(code..<line.range.upperBound) }
    }
    if let code = document.read(block, in: text) { append(code) }
    followsBlank = true
    return true
  }

  private mutating func fence(opening line: TextLine) -> Fence? {
    let (quoted, quotes) = skipQuotes(line, atMost: .max)
    var (start, column) = text.skipIndentation(from: quoted, to: line.end, columns: .max)
    guard column < 4 || isInList else { return nil }
    while let item = marker(at: start, to: line.end) {
      column += item - start
      start = item
    }
    guard start < line.end else { return nil }
    let byte = text.bytes[start]
    guard byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") else { return nil }
    let count = text.count(of: byte, from: start, to: line.end)
    let info = text.trimmed(start + count..<line.end)
    guard count >= 3, byte == UInt8(ascii: "~") || !text.bytes[info].contains(byte) else {
      return nil
    }
    return Fence(
      byte: byte, count: count, quotes: quotes, indentation: column,
      info: FenceInfo(text.text(info)))
  }

  /// Steps over the `>` of quotations.
  private func skipQuotes(_ line: TextLine, atMost limit: Int) -> (offset: Int, count: Int) {
    var (offset, count) = (line.range.lowerBound, 0)
    while count < limit {
      let next = text.skipIndentation(from: offset, to: line.end, columns: 3).0
      guard next < line.end, text.bytes[next] == UInt8(ascii: ">") else { break }
      offset = text.skipIndentation(from: next + 1, to: line.end, columns: 1).0
      count += 1
    }
    return (offset, count)
  }

  /// Reads code that is told from text by its indentation alone.
  private mutating func readIndented(_ line: TextLine, _ document: inout Document) -> Bool {
    guard line.indentation >= 4, followsBlank, !isInList, proseStart == nil else { return false }
    var block = CodeBlock(language: .unspecified)
    while let line = text.line(at: offset), line.isBlank || line.indentation >= 4 {
      let code = text.skipIndentation(from: line.range.lowerBound, to: line.end, columns: 4).0
      block.lines.append(code..<line.range.upperBound)
      offset = line.range.upperBound
    }
    if let code = document.read(block, in: text) { append(code) }
    return true
  }
}

// MARK: Divisions

extension MarkdownScanner {
  /// Reads `::: {.cell .gpu-a100}` or the `:::` that ends it.
  private mutating func readDiv(_ line: TextLine, _ document: inout Document) -> Bool {
    let count = text.count(of: UInt8(ascii: ":"), from: line.start, to: line.end)
    guard count >= 3, line.indentation < 4 || isInList else { return false }
    var attributes = text.trimmed(line.start + count..<line.end)
    while attributes.count > 0, text.bytes[attributes.upperBound - 1] == UInt8(ascii: ":") {
      attributes = text.trimmed(attributes.lowerBound..<attributes.upperBound - 1)
    }
    if attributes.isEmpty {
      guard uncountedDivs > 0 || !divs.isEmpty else { return false }
      endProse(before: line.range.lowerBound, &document)
      if uncountedDivs > 0 { uncountedDivs -= 1 } else { closeDiv(&document) }
    } else {
      endProse(before: line.range.lowerBound, &document)
      if divs.count < MarkdownScanner.deepestDiv {
        divs.append(attributes)
        levels.append([])
      } else {
        uncountedDivs += 1
      }
    }
    offset = line.range.upperBound
    followsBlank = true
    return true
  }

  private mutating func closeDiv(_ document: inout Document) {
    guard let attributes = divs.popLast(), let body = levels.popLast() else { return }
    var inner = attributes
    if inner.count >= 2, text.bytes[inner.lowerBound] == UInt8(ascii: "{"),
      text.bytes[inner.upperBound - 1] == UInt8(ascii: "}")
    {
      inner = text.trimmed(inner.lowerBound + 1..<inner.upperBound - 1)
    }
    let region = document.addVerbatim(Span(text.region, inner), encoding: Unwritable())
    let label = Literal(
      region: region, in: document, span: Span(text.region, attributes), isQuoted: false)
    append(.section(Section(type: "div", labels: [label], body: body)))
  }
}
