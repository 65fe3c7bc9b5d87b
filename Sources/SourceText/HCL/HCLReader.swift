/// Reads bodies of HCL: attributes and blocks.
struct HCLReader {
  static let maximumDepth = 100

  /// What gives the attributes of a body their names.
  enum Place {
    case top
    case variable(String, Range<Int>)
    case locals
    case other
  }

  let region: RegionID
  let bytes: [UInt8]
  var position = 0
  var depth = 0
  var comments: [Syntax] = []
  /// Whether a here-document does not end: nothing after it can be told from its text.
  var isCutOff = false
  /// Where the last comment ends: looking ahead passes comments more than once.
  private var commentsEnd = 0

  init(region: RegionID, bytes: [UInt8]) {
    self.region = region
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  // MARK: Places

  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  var next: UInt8 { byte(position) }

  func at(_ text: StaticString) -> Bool {
    guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { buffer in
      buffer.indices.allSatisfy { bytes[position + $0] == buffer[$0] }
    }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func lineEnd(from offset: Int) -> Int {
    bytes[min(offset, bytes.count)...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  /// Skips blanks and comments, and line ends if `lines`.
  mutating func skip(lines: Bool, in document: inout Document) {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), 0x09, 0x0D: position += 1
      case UInt8(ascii: "\n") where lines: position += 1
      case UInt8(ascii: "#"): skipComment(1, end: lineEnd(from: position), in: &document)
      case UInt8(ascii: "/") where byte(position + 1) == UInt8(ascii: "/"):
        skipComment(2, end: lineEnd(from: position), in: &document)
      case UInt8(ascii: "/") where byte(position + 1) == UInt8(ascii: "*"):
        var end = position + 2
        while end < bytes.count,
          !(bytes[end] == UInt8(ascii: "*") && byte(end + 1) == UInt8(ascii: "/"))
        {
          end += 1
        }
        skipComment(2, end: end, in: &document)
        position = min(end + 2, bytes.count)
      default: return
      }
    }
  }

  private mutating func skipComment(_ marker: Int, end: Int, in document: inout Document) {
    let start = min(position + marker, end)
    let textEnd = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
    position = end
    guard end > commentsEnd else { return }
    commentsEnd = end
    comments.append(.comment(comment(start..<textEnd, in: &document)))
  }

  /// The end of the identifier at an offset.
  func identifierEnd(from offset: Int) -> Int {
    var end = offset
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"), 0x80...:
        end += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        guard end > offset else { return end }
        end += 1
      default: return end
      }
    }
    return end
  }

  /// Leaves out the rest of a line, and the lines up to the brackets that it opens are closed.
  mutating func leaveOut(from start: Int, _ reason: String) -> Syntax {
    var (offset, open) = (isCutOff ? bytes.count : start, 0)
    scan: while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\n") where open == 0: break scan
      case UInt8(ascii: "\""): offset = roughStringEnd(from: offset) - 1
      case UInt8(ascii: "#"): offset = lineEnd(from: offset) - 1
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): open += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
        if open == 0, offset > start { break scan }
        open = max(0, open - 1)
      default: break
      }
      offset += 1
    }
    position = max(start, offset)
    return .unread(Span(region, start..<position), reason: reason)
  }

  /// The end of a string, whatever is in it, or of its line.
  private func roughStringEnd(from offset: Int) -> Int {
    var end = offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
      if bytes[end] == UInt8(ascii: "\"") { return end + 1 }
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(end, bytes.count)
  }

  // MARK: Bodies

  /// What stands up to the closing brace or the end.
  mutating func body(_ place: Place, in document: inout Document) -> [Syntax] {
    let start = position
    let outerComments = comments
    comments = []
    var (members, others): ([Member], [Syntax]) = ([], [])
    while true {
      skip(lines: true, in: &document)
      guard position < bytes.count else { break }
      if next == UInt8(ascii: "}") {
        if case .top = place {
          others.append(leaveOut(from: position, "a brace closes nothing"))
          continue
        }
        break
      }
      item(place, &members, &others, in: &document)
    }
    others += comments
    comments = outerComments
    let span = Span(region, start..<position)
    return members.isEmpty ? others : [.mapping(members, span)] + others
  }

  private mutating func item(
    _ place: Place, _ members: inout [Member], _ others: inout [Syntax],
    in document: inout Document
  ) {
    let start = position
    var nameEnd = identifierEnd(from: start)
    let key: Syntax
    if nameEnd > start {
      key = .text(word(start..<nameEnd, in: &document))
      position = nameEnd
    } else if next == UInt8(ascii: "\""), let literal = string(in: &document) {
      (key, nameEnd) = (.text(literal), position)
    } else {
      return others.append(leaveOut(from: start, "no attribute or block starts like this"))
    }
    skip(lines: false, in: &document)
    guard next == UInt8(ascii: "="), byte(position + 1) != UInt8(ascii: "=") else {
      return others.append(block(start..<nameEnd, in: &document))
    }
    position += 1
    skip(lines: false, in: &document)
    guard let value = expression(in: &document) else {
      return others.append(leaveOut(from: start, "no value that is understood follows the '='"))
    }
    members.append(Member(key: key, value: named(value, start..<nameEnd, place)))
    skip(lines: false, in: &document)
    if position < bytes.count, next != UInt8(ascii: "\n"), next != UInt8(ascii: "}"),
      next != UInt8(ascii: ",")
    {
      others.append(leaveOut(from: position, "something follows the value"))
    } else if next == UInt8(ascii: ",") {
      position += 1
    }
  }

  private func comment(_ range: Range<Int>, in document: inout Document) -> Literal {
    let span = Span(region, range)
    return Literal(
      region: document.addVerbatim(span), in: document, span: span, isQuoted: false)
  }

  /// A bare word as a text.
  func word(
    _ range: Range<Int>, encoding: any TextEncoding = HCLWord(), in document: inout Document
  ) -> Literal {
    let span = Span(region, range)
    return Literal(
      region: document.addVerbatim(span, encoding: encoding), in: document, span: span,
      isQuoted: false)
  }

  private func named(_ value: Syntax, _ key: Range<Int>, _ place: Place) -> Syntax {
    let (name, span, kind): (String, Range<Int>, Assignment.Kind)
    switch place {
    case .top: (name, span, kind) = ("var." + text(key), key, .assignment)
    case .locals: (name, span, kind) = ("local." + text(key), key, .assignment)
    case .variable(let variable, let label) where text(key) == "default":
      (name, span, kind) = ("var." + variable, label, .fallback)
    default: return value
    }
    return .assignment(
      Assignment(name: name, nameSpan: Span(region, span), value: value, kind: kind))
  }

  private mutating func block(_ type: Range<Int>, in document: inout Document) -> Syntax {
    var labels: [Literal] = []
    while next != UInt8(ascii: "{") {
      let end = identifierEnd(from: position)
      if end > position {
        labels.append(word(position..<end, in: &document))
        position = end
      } else if next == UInt8(ascii: "\""), let literal = string(in: &document) {
        labels.append(literal)
      } else {
        return leaveOut(from: type.lowerBound, "no attribute or block starts like this")
      }
      skip(lines: false, in: &document)
    }
    guard depth < Self.maximumDepth else {
      position = bytes.count
      return .unread(Span(region, type.lowerBound..<position), reason: "it is nested too deeply")
    }
    position += 1
    depth += 1
    let place: Place =
      switch (text(type), labels.first) {
      case ("variable", let label?): .variable(label.text, label.span.range)
      case ("locals", nil): .locals
      default: .other
      }
    let body = body(place, in: &document)
    depth -= 1
    let isClosed = next == UInt8(ascii: "}") && position < bytes.count
    if isClosed { position += 1 }
    let end: [Syntax] =
      isClosed
      ? [] : [.unread(Span(region, type), reason: "the block is not closed")]
    return .section(Section(type: text(type), labels: labels, body: body + end))
  }
}
