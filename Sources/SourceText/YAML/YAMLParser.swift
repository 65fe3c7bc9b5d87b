/// Finds the structure of YAML.
///
/// Not libyaml, on purpose: its marks count characters where edits need bytes, and it refuses the
/// templates (Helm, Jinja, workflows) that many real files are. What stands at an unexpected
/// indentation is left out with its reason, so that no value is taken for another key's.
struct YAMLParser {
  static let maximumDepth = 100

  let bytes: [UInt8]
  var position = 0
  /// Start of the line that `position` is in.
  var lineStart = 0
  var depth = 0
  /// Texts after `#`, in order.
  var comments: [Range<Int>] = []
  var unread: [(range: Range<Int>, reason: String)] = []
  /// Anchors and tags by the offset at which they end, blanks included; some may stand twice.
  var properties: [(end: Int, anchor: Range<Int>?, tag: Range<Int>?)] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (position, lineStart) = (3, 3) }
  }

  /// The roots of all documents; a document of which parts were left out may have several.
  mutating func parse() -> [YAMLNode] {
    var roots: [YAMLNode] = []
    while true {
      skipToContent()
      guard position < bytes.count else { return roots }
      if isMarker(at: position) {
        position += 3
        skipBlanks()
        guard !isLineEnd(position), byte(position) != UInt8(ascii: "#") else { continue }
        roots.append(blockNode(parent: -1))
      } else if byte(position) == UInt8(ascii: "%"), column == 0 {
        position = lineEnd(from: position)
      } else {
        roots.append(blockNode(parent: -1))
      }
    }
  }

  // MARK: Places

  /// The byte at an offset; 0 after the end.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  /// Columns before `position`.
  var column: Int { position - lineStart }

  /// The column of what comes next; -1 at the end of the document.
  var nextColumn: Int {
    position >= bytes.count || (column == 0 && isMarker(at: position)) ? -1 : column
  }

  @inline(__always)
  func isLineEnd(_ offset: Int) -> Bool {
    guard offset < bytes.count else { return true }
    return bytes[offset] == UInt8(ascii: "\n") || bytes[offset] == UInt8(ascii: "\r")
  }

  @inline(__always)
  func isBlank(_ offset: Int) -> Bool {
    guard offset < bytes.count else { return false }
    return bytes[offset] == UInt8(ascii: " ") || bytes[offset] == UInt8(ascii: "\t")
  }

  func isBlankOrEnd(_ offset: Int) -> Bool { isBlank(offset) || isLineEnd(offset) }

  func lineEnd(from offset: Int) -> Int {
    var end = offset
    while !isLineEnd(end) { end += 1 }
    return end
  }

  /// The start of the line after the line that ends at `end`.
  func nextLine(after end: Int) -> Int {
    if byte(end) == UInt8(ascii: "\r"), byte(end + 1) == UInt8(ascii: "\n") { return end + 2 }
    return min(end + 1, bytes.count)
  }

  mutating func skipBlanks() {
    while isBlank(position) { position += 1 }
  }

  /// Whether `---` or `...` stands at an offset that starts a line.
  func isMarker(at offset: Int) -> Bool {
    let first = byte(offset)
    return (first == UInt8(ascii: "-") || first == UInt8(ascii: "."))
      && byte(offset + 1) == first && byte(offset + 2) == first && isBlankOrEnd(offset + 3)
      && offset == lineStart
  }

  /// Whether `-`, `?` or `:` stands here as an indicator, with a blank after it.
  func isIndicator(_ indicator: UInt8) -> Bool {
    byte(position) == indicator && position < bytes.count && isBlankOrEnd(position + 1)
  }

  // MARK: Between the texts

  /// Moves on to what is next: over blanks, comments, line ends and lines of a template engine.
  mutating func skipToContent() {
    while position < bytes.count {
      skipBlanks()
      guard !isLineEnd(position) else {
        guard position < bytes.count else { return }
        position = nextLine(after: position)
        lineStart = position
        continue
      }
      if byte(position) == UInt8(ascii: "#") {
        skipComment()
      } else if let end = templateLineEnd() {
        position = end
        lineStart = startOfLine(position)
      } else if let tab = tabInIndentation() {
        unread.append((tab, "a tab stands in the indentation"))
        position = tab.upperBound
      } else {
        return
      }
    }
  }

  mutating func skipComment() {
    let end = lineEnd(from: position)
    comments.append(position + 1..<end)
    position = end
  }

  func startOfLine(_ offset: Int) -> Int {
    var start = offset
    while start > lineStart, bytes[start - 1] != UInt8(ascii: "\n"),
      bytes[start - 1] != UInt8(ascii: "\r")
    {
      start -= 1
    }
    return start
  }

  /// The line at `position` when it is indented with a tab.
  private func tabInIndentation() -> Range<Int>? {
    var offset = lineStart
    while byte(offset) == UInt8(ascii: " ") { offset += 1 }
    guard byte(offset) == UInt8(ascii: "\t") else { return nil }
    while isBlank(offset) { offset += 1 }
    return offset == position ? position..<lineEnd(from: position) : nil
  }

  /// Leaves out the rest of the line and the deeper lines below it.
  ///
  /// - Parameters:
  ///   - start: Where what is left out begins.
  ///   - column: The lines below that are indented more than this go with it.
  ///   - reason: Half a sentence.
  /// - Returns: What was left out.
  mutating func leaveOut(from start: Int, deeperThan column: Int, _ reason: String) -> YAMLNode {
    let column = max(column, 0)
    position = max(position, start)
    var end = lineEnd(from: position)
    var next = nextLine(after: end)
    while next < bytes.count {
      var content = next
      while isBlank(content) { content += 1 }
      guard isLineEnd(content) || content - next > column else { break }
      let lineEnd = lineEnd(from: content)
      if lineEnd > content { end = lineEnd }
      next = nextLine(after: lineEnd)
    }
    position = end
    lineStart = startOfLine(end)
    unread.append((start..<end, reason))
    return .unread(start..<end, reason)
  }
}
