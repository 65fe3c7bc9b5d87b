/// `{{ … }}` of Jinja, Helm, Ansible and Argo, `${{ … }}` of a workflow, `${NAME:-default}`.
struct TemplateHole {
  let end: Int
  /// The variable, when the expression is one, with or without a default.
  let name: String?
  let contents: [Syntax]

  /// The hole that starts where `span` starts; nil when none does.
  init?(
    in span: Span, bytes: [UInt8], encoding: any TextEncoding, readsVariables: Bool,
    document: inout Document
  ) {
    let (start, limit) = (span.range.lowerBound, span.range.upperBound)
    let isDollar = bytes[start] == UInt8(ascii: "$")
    if let end = templateExpressionEnd(
      in: bytes, from: isDollar ? start + 1 : start, upTo: limit)
    {
      self.end = end
      let inside = start + (isDollar ? 3 : 2)..<end - 2
      (name, contents) = Self.expression(
        Span(span.region, inside), bytes: bytes, encoding: encoding, document: &document)
      return
    }
    guard readsVariables, isDollar, start + 1 < limit, bytes[start + 1] == UInt8(ascii: "{"),
      start == 0 || bytes[start - 1] != UInt8(ascii: "$"),
      let end = variableEnd(in: bytes, from: start + 1, upTo: limit)
    else { return nil }
    let inside = start + 2..<end - 1
    let nameEnd = Self.nameEnd(in: bytes, inside, dots: false)
    guard nameEnd > inside.lowerBound else { return nil }
    self.end = end
    name = String(decoding: bytes[inside.lowerBound..<nameEnd], as: UTF8.self)
    contents = Self.fallback(
      Span(span.region, inside), nameEnd: nameEnd, bytes: bytes, encoding: encoding,
      document: &document)
  }

  /// What `:-` or `-` gives the variable.
  private static func fallback(
    _ span: Span, nameEnd: Int, bytes: [UInt8], encoding: any TextEncoding,
    document: inout Document
  ) -> [Syntax] {
    var start = nameEnd
    let end = span.range.upperBound
    if start < end, bytes[start] == UInt8(ascii: ":") { start += 1 }
    guard start < end, bytes[start] == UInt8(ascii: "-"),
      !bytes[start..<end].contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "$") })
    else { return [] }
    let value = Span(span.region, start + 1..<end)
    return [
      .assignment(
        Assignment(
          name: String(decoding: bytes[span.range.lowerBound..<nameEnd], as: UTF8.self),
          nameSpan: Span(span.region, span.range.lowerBound..<nameEnd),
          value: text(value, quotes: 0, encoding: encoding, document: &document),
          kind: .fallback))
    ]
  }

  private static func expression(
    _ span: Span, bytes: [UInt8], encoding: any TextEncoding, document: inout Document
  ) -> (String?, [Syntax]) {
    var (start, end) = (span.range.lowerBound, span.range.upperBound)
    let isPadding = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: "-") }
    while start < end, isPadding(bytes[start]) { start += 1 }
    while end > start, isPadding(bytes[end - 1]) { end -= 1 }
    let nameEnd = nameEnd(in: bytes, start..<end, dots: true)
    let name = String(decoding: bytes[start..<nameEnd], as: UTF8.self)
    if nameEnd == end { return (name.isEmpty ? nil : name, []) }
    let texts = texts(
      Span(span.region, nameEnd..<end), bytes: bytes, encoding: encoding, document: &document)
    let rest = bytes[nameEnd..<end].filter { $0 != UInt8(ascii: " ") }
    guard !name.isEmpty, texts.count == 1, rest.starts(with: Array("|default".utf8)) else {
      if texts.isEmpty { return (nil, []) }
      let isCondition = ["==", "!=", " in ", "contains("].contains {
        bytes[start..<end].firstRange(of: Array($0.utf8)) != nil
      }
      return (nil, [isCondition ? .comparison(texts) : .group(texts)])
    }
    let assignment = Assignment(
      name: name, nameSpan: Span(span.region, start..<nameEnd), value: texts[0], kind: .fallback)
    return (name, [.assignment(assignment)])
  }

  /// The quoted texts of an expression.
  private static func texts(
    _ span: Span, bytes: [UInt8], encoding: any TextEncoding, document: inout Document
  ) -> [Syntax] {
    var result: [Syntax] = []
    var offset = span.range.lowerBound
    while offset < span.range.upperBound {
      let quote = bytes[offset]
      offset += 1
      guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { continue }
      guard let end = bytes[offset..<span.range.upperBound].firstIndex(of: quote) else { break }
      let value = Span(span.region, offset..<end)
      offset = end + 1
      // Escapes of two layers are left out.
      if bytes[value.range].contains(UInt8(ascii: "\\")) { continue }
      result.append(text(value, quotes: 1, encoding: encoding, document: &document))
    }
    return result
  }

  private static func text(
    _ span: Span, quotes: Int, encoding: any TextEncoding, document: inout Document
  ) -> Syntax {
    let region = document.addVerbatim(
      span, encoding: InExpression(outer: encoding, closing: UInt8(ascii: "}")))
    let whole = span.range.lowerBound - quotes..<span.range.upperBound + quotes
    return .text(
      Literal(
        region: region, in: document, span: Span(span.region, whole), isQuoted: quotes > 0))
  }

  /// The end of the identifier, with dots between names if `dots`, that starts a range.
  private static func nameEnd(in bytes: [UInt8], _ range: Range<Int>, dots: Bool) -> Int {
    var end = range.lowerBound
    while end < range.upperBound {
      switch bytes[end] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        end += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9") where end > range.lowerBound: end += 1
      case UInt8(ascii: ".") where dots: end += 1
      case UInt8(ascii: "-") where dots && end > range.lowerBound: end += 1
      default: return end
      }
    }
    return end
  }
}
