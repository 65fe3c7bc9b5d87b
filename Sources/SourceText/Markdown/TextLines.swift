/// A line of a text for people, and how far it is indented.
struct TextLine {
  /// With its line break.
  let range: Range<Int>
  /// Where its line break begins.
  let end: Int
  /// Its first byte that is no white space; `end` when it is blank.
  let start: Int
  /// Columns of white space before `start`; a tab reaches to the next multiple of four.
  let indentation: Int

  var isBlank: Bool { start == end }
  var contents: Range<Int> { start..<end }
}

/// A text for people, line by line.
struct TextLines {
  let region: RegionID
  let bytes: [UInt8]

  init(_ region: RegionID, of document: Document) {
    self.region = region
    bytes = document[region].bytes
  }

  /// The line that has `offset` in it, read from there on; nil at the end of the text.
  func line(at offset: Int) -> TextLine? {
    guard offset < bytes.count else { return nil }
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    let next = min(end + 1, bytes.count)
    if end > offset, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let (start, column) = skipIndentation(from: offset, to: end, columns: .max)
    return TextLine(range: offset..<next, end: end, start: start, indentation: column)
  }

  /// Steps over white space.
  ///
  /// - Parameters:
  ///   - offset: Where to begin.
  ///   - end: Where to stop at the latest.
  ///   - columns: How much white space to step over at most.
  /// - Returns: The offset behind it, and its columns.
  func skipIndentation(from offset: Int, to end: Int, columns: Int) -> (Int, Int) {
    var (offset, column) = (offset, 0)
    while offset < end, column < columns {
      switch bytes[offset] {
      case UInt8(ascii: " "): column += 1
      case UInt8(ascii: "\t"): column += 4 - column % 4
      default: return (offset, column)
      }
      offset += 1
    }
    return (offset, column)
  }

  /// The text of a stretch.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Whether this stands at the beginning of a stretch.
  func starts(_ range: Range<Int>, with text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[range].starts(with: $0) }
  }

  /// How often `byte` stands in a row from `offset` on.
  func count(of byte: UInt8, from offset: Int, to end: Int) -> Int {
    var next = offset
    while next < end, bytes[next] == byte { next += 1 }
    return next - offset
  }

  /// A stretch without white space at either end.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") {
      start += 1
    }
    while end > start, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\t") {
      end -= 1
    }
    return start..<end
  }
}
