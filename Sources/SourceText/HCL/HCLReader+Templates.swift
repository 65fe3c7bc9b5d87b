/// Reads strings and here-documents.
extension HCLReader {
  /// A text, or what it is when it starts as a script does.
  func scriptOrText(_ literal: Literal, in document: inout Document) -> Syntax {
    let bytes = document[literal.region].bytes
    guard bytes.first == UInt8(ascii: "#") else { return .text(literal) }
    let line = bytes.prefix(64).prefix { $0 != 0x0A && $0 != 0x0D }
    guard
      let language = YAMLMapping.language(ofFirstLine: String(decoding: line, as: UTF8.self))
    else { return .text(literal) }
    return document.embed(literal.region, as: language)
  }

  /// The string at `position`; nil when it does not end on its line.
  mutating func string(in document: inout Document) -> Literal? {
    let start = position
    var builder = RegionBuilder(in: region, of: document)
    builder.beginRun(HCLText(isQuoted: true), at: start + 1)
    var holes: [Literal.Hole] = []
    position += 1
    var plain = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        builder.append(verbatim: plain..<position)
        position += 1
        let id = document.add(builder.region())
        return Literal(
          region: id, in: document, holes: holes, span: Span(region, start..<position),
          isQuoted: true)
      case UInt8(ascii: "\n"): return nil
      case UInt8(ascii: "\\"):
        guard let escape = escape() else { return nil }
        builder.append(verbatim: plain..<position)
        builder.append(escape.decoded, for: position..<escape.end)
        position = escape.end
        plain = position
      case UInt8(ascii: "$"), UInt8(ascii: "%"):
        guard special(&builder, &holes, &plain, in: &document) else { return nil }
      default: position += 1
      }
    }
    return nil
  }

  private func escape() -> (decoded: [UInt8], end: Int)? {
    switch byte(position + 1) {
    case UInt8(ascii: "n"): return ([10], position + 2)
    case UInt8(ascii: "r"): return ([13], position + 2)
    case UInt8(ascii: "t"): return ([9], position + 2)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return ([bytes[position + 1]], position + 2)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let end = position + (bytes[position + 1] == UInt8(ascii: "u") ? 6 : 10)
      guard end <= bytes.count,
        let value = UInt32(text(position + 2..<end), radix: 16),
        let scalar = Unicode.Scalar(value)
      else { return nil }
      return (Array(String(scalar).utf8), end)
    default: return nil
    }
  }

  /// Appends what `$` or `%` starts: itself, an escaped opening, or a hole.
  ///
  /// - Returns: Whether it was understood.
  private mutating func special(
    _ builder: inout RegionBuilder, _ holes: inout [Literal.Hole], _ plain: inout Int,
    in document: inout Document
  ) -> Bool {
    let start = position
    let sign = bytes[start]
    if byte(start + 1) == sign, byte(start + 2) == UInt8(ascii: "{") {
      builder.append(verbatim: plain..<start)
      builder.append([sign, UInt8(ascii: "{")], for: start..<start + 3)
      position = start + 3
      plain = position
      return true
    }
    guard byte(start + 1) == UInt8(ascii: "{") else {
      position += 1
      return true
    }
    position += 2
    if next == UInt8(ascii: "~") { position += 1 }
    guard let contents = template(in: &document) else { return false }
    var name: String?
    if sign == UInt8(ascii: "$"), contents.count == 1, case .name(let only) = contents[0] {
      name = only.text
    }
    builder.append(verbatim: plain..<start)
    let place = builder.appendHole(for: start..<position)
    holes.append(Literal.Hole(offset: place, name: name, contents: contents))
    plain = position
    return true
  }

  /// The expressions of `${…}` or `%{…}`, up to the brace.
  private mutating func template(in document: inout Document) -> [Syntax]? {
    var parts: [Syntax] = []
    while position < bytes.count {
      skip(lines: true, in: &document)
      if next == UInt8(ascii: "~") || next == UInt8(ascii: ",") {
        position += 1
      } else if next == UInt8(ascii: "}") {
        position += 1
        return parts
      } else if !skipKeyword() {
        guard let part = expression(in: &document) else { return nil }
        parts.append(part)
      }
    }
    return nil
  }

  // MARK: Here-documents

  /// `<<EOF` or `<<-EOF` with its lines; nil when its end is missing.
  mutating func hereDocument(in document: inout Document) -> Literal? {
    let start = position
    guard at("<<") else { return nil }
    position += 2
    let isIndented = next == UInt8(ascii: "-")
    if isIndented { position += 1 }
    let marker = position..<identifierEnd(from: position)
    guard !marker.isEmpty else { return nil }
    let first = min(lineEnd(from: marker.upperBound) + 1, bytes.count)
    guard let end = hereDocumentEnd(bytes[marker], from: first) else {
      isCutOff = true
      return nil
    }
    let indentation = isIndented ? commonIndentation(first..<end.line) : 0
    guard
      let literal = lines(
        first..<end.line, indentation: indentation, span: start..<end.marker, in: &document)
    else { return nil }
    position = end.marker
    return literal
  }

  private func hereDocumentEnd(
    _ marker: ArraySlice<UInt8>, from first: Int
  ) -> (line: Int, marker: Int)? {
    var line = first
    while line < bytes.count {
      let end = lineEnd(from: line)
      var content = line
      while content < end, byte(content) == 0x20 || byte(content) == 0x09 { content += 1 }
      var last = end
      while last > content, [0x20, 0x09, 0x0D].contains(bytes[last - 1]) { last -= 1 }
      if bytes[content..<last] == marker { return (line, last) }
      line = end + 1
    }
    return nil
  }

  private func commonIndentation(_ range: Range<Int>) -> Int {
    var result = Int.max
    var line = range.lowerBound
    while line < range.upperBound {
      let end = lineEnd(from: line)
      var content = line
      while content < end, byte(content) == 0x20 || byte(content) == 0x09 { content += 1 }
      if content < end, byte(content) != 0x0D { result = min(result, content - line) }
      line = end + 1
    }
    return result == .max ? 0 : result
  }

  private mutating func lines(
    _ range: Range<Int>, indentation: Int, span: Range<Int>, in document: inout Document
  ) -> Literal? {
    var builder = RegionBuilder(in: region, of: document)
    var holes: [Literal.Hole] = []
    let encoding = HCLText(isQuoted: false)
    if range.isEmpty { builder.beginRun(encoding, at: range.lowerBound) }
    position = range.lowerBound
    while position < range.upperBound {
      var left = indentation
      while left > 0, next == 0x20 || next == 0x09 { (position, left) = (position + 1, left - 1) }
      builder.beginRun(encoding, at: position)
      var plain = position
      while position < range.upperBound, next != 0x0A {
        if next == UInt8(ascii: "$") || next == UInt8(ascii: "%") {
          guard special(&builder, &holes, &plain, in: &document) else { return nil }
        } else {
          position += 1
        }
      }
      guard position <= range.upperBound else { return nil }
      position = min(position + 1, range.upperBound)
      let isCRLF =
        position - 2 >= plain && bytes[position - 2] == 0x0D
        && bytes[position - 1] == 0x0A
      builder.append(verbatim: plain..<position - (isCRLF ? 2 : 0))
      if isCRLF { builder.append([0x0A], for: position - 2..<position) }
    }
    let id = document.add(builder.region())
    return Literal(
      region: id, in: document, holes: holes, span: Span(region, span), isQuoted: true)
  }
}
