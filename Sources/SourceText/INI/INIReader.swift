/// Reads the lines of an INI file.
struct INIReader {
  let region: RegionID
  let bytes: [UInt8]
  private var sections: [Syntax] = []
  private var title: (name: String, label: Literal)?
  private var members: [Member] = []
  private var asides: [Syntax] = []
  private var start = 0
  /// The key that lines below may still add to.
  private var open: (key: Range<Int>, indentation: Int, lines: [Range<Int>])?

  init(region: RegionID, bytes: [UInt8]) {
    self.region = region
    self.bytes = bytes
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == 0x09 }

  mutating func read(in document: inout Document) -> [Syntax] {
    var line = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    start = line
    while line < bytes.count {
      let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      read(line..<end, in: &document)
      line = end + 1
    }
    closeSection(at: bytes.count, in: &document)
    return sections
  }

  private mutating func read(_ line: Range<Int>, in document: inout Document) {
    let text = trimmed(line)
    guard let first = text.isEmpty ? nil : bytes[text.lowerBound] else { return }
    let indentation = text.lowerBound - line.lowerBound
    if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") {
      let span = Span(region, text.lowerBound + 1..<text.upperBound)
      asides.append(.comment(literal(span, in: &document)))
    } else if let key = open, indentation > key.indentation {
      open?.lines.append(text)
    } else if first == UInt8(ascii: "["), let close = bytes[text].lastIndex(of: UInt8(ascii: "]")) {
      closeSection(at: line.lowerBound, in: &document)
      let name = Span(region, text.lowerBound + 1..<close)
      let label = literal(name, in: &document)
      title = (label.text, label)
    } else if let separator = separator(in: text) {
      closeKey(in: &document)
      let key = trimmed(text.lowerBound..<separator)
      open = (key, indentation, [trimmed(separator + 1..<text.upperBound)])
    } else {
      closeKey(in: &document)
      asides.append(.unread(Span(region, text), reason: "no '=' or ':' stands on the line"))
    }
  }

  private func separator(in text: Range<Int>) -> Int? {
    let separator = bytes[text].firstIndex {
      $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")
    }
    return separator == text.lowerBound ? nil : separator
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    while start < end, Self.isBlank(bytes[start]) { start += 1 }
    while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private mutating func closeSection(at end: Int, in document: inout Document) {
    closeKey(in: &document)
    var body: [Syntax] = []
    if !members.isEmpty { body.append(.mapping(members, Span(region, start..<end))) }
    body += asides
    if let title {
      sections.append(.section(Section(type: title.name, labels: [title.label], body: body)))
    } else {
      sections += body
    }
    (members, asides, title, start) = ([], [], nil, end)
  }

  private mutating func closeKey(in document: inout Document) {
    guard let key = open else { return }
    open = nil
    let name = literal(Span(region, key.key), in: &document)
    members.append(Member(key: .text(name), value: .text(value(key.lines, in: &document))))
  }

  private func literal(_ span: Span, in document: inout Document) -> Literal {
    Literal(region: document.addVerbatim(span), in: document, span: span, isQuoted: false)
  }

  private func value(_ lines: [Range<Int>], in document: inout Document) -> Literal {
    let first = lines[0]
    var builder = RegionBuilder(in: region, of: document)
    if lines.count == 1, let quote = quote(around: first) {
      builder.beginRun(INIText(quote: quote, isContinued: false), at: first.lowerBound + 1)
      builder.append(verbatim: first.lowerBound + 1..<first.upperBound - 1)
      let id = document.add(builder.region())
      return Literal(region: id, in: document, span: Span(region, first), isQuoted: true)
    }
    var end = first.lowerBound
    for (index, line) in lines.enumerated() {
      if index > 0 { builder.append([UInt8(ascii: "\n")], for: end..<line.lowerBound) }
      builder.beginRun(INIText(quote: nil, isContinued: lines.count > 1), at: line.lowerBound)
      builder.append(verbatim: line)
      end = line.upperBound
    }
    let id = document.add(builder.region())
    return Literal(
      region: id, in: document, span: Span(region, first.lowerBound..<end), isQuoted: false)
  }

  /// The quote that stands around the whole text and not in it.
  private func quote(around text: Range<Int>) -> UInt8? {
    guard text.count >= 2, bytes[text.lowerBound] == bytes[text.upperBound - 1] else { return nil }
    let quote = bytes[text.lowerBound]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    return bytes[text.lowerBound + 1..<text.upperBound - 1].contains(quote) ? nil : quote
  }
}
