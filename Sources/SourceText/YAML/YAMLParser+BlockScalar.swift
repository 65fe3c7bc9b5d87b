/// Literal (`|`) and folded (`>`) texts.
extension YAMLParser {
  mutating func blockScalar(parent: Int, anchor: Range<Int>?) -> YAMLNode {
    let start = position
    var scalar = YAMLScalar(
      style: bytes[start] == UInt8(ascii: "|") ? .literal : .folded, range: start..<start,
      contents: start..<start, anchor: anchor)
    guard let indicated = blockHeader(&scalar) else {
      return leaveOut(from: start, deeperThan: parent, "no block text starts like this")
    }
    let first = nextLine(after: position)
    let least = max(parent + 1, 1)
    scalar.indentation =
      indicated > 0 ? least + indicated - 1 : max(least, firstIndentation(from: first))
    // Trailing lines without text belong to it as well; how they count is said by the chomping.
    var (line, end) = (first, first)
    while line < bytes.count {
      var offset = line
      while byte(offset) == UInt8(ascii: " "), offset < bytes.count { offset += 1 }
      guard offset - line >= scalar.indentation || isLineEnd(offset) else { break }
      if offset - line == 0, scalar.indentation == 0, startsDocument(line) { break }
      line = nextLine(after: lineEnd(from: offset))
      end = line
    }
    scalar.contents = first..<max(first, end)
    scalar.range = start..<max(start + 1, end)
    position = end
    lineStart = end
    return .scalar(scalar)
  }

  private func startsDocument(_ line: Int) -> Bool {
    byte(line) == UInt8(ascii: "-") && byte(line + 1) == UInt8(ascii: "-")
      && byte(line + 2) == UInt8(ascii: "-")
  }

  /// Reads what follows `|` or `>`.
  ///
  /// - Returns: The indentation that is asked for, 0 for none; nil when it is no header.
  private mutating func blockHeader(_ scalar: inout YAMLScalar) -> Int? {
    position += 1
    var indicated = 0
    while !isBlankOrEnd(position) {
      switch bytes[position] {
      case UInt8(ascii: "-"): scalar.chomping = .strip
      case UInt8(ascii: "+"): scalar.chomping = .keep
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        indicated = Int(bytes[position] - UInt8(ascii: "0"))
      default: return nil
      }
      position += 1
    }
    skipBlanks()
    if byte(position) == UInt8(ascii: "#") { skipComment() }
    return isLineEnd(position) ? indicated : nil
  }

  /// The indentation of the first line with text.
  private func firstIndentation(from first: Int) -> Int {
    var line = first
    while line < bytes.count {
      var offset = line
      while byte(offset) == UInt8(ascii: " "), offset < bytes.count { offset += 1 }
      guard isLineEnd(offset) else { return offset - line }
      line = nextLine(after: offset)
    }
    return 0
  }
}
