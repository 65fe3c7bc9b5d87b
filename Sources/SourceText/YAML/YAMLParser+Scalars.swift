/// Plain, quoted and block texts.
extension YAMLParser {
  enum PlainStop {
    case colon
    case comment
    case lineEnd
    /// A bracket, brace or comma of the list around it.
    case indicator
  }

  static func isFlowIndicator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: false
    }
  }

  /// A value in the middle of a line.
  mutating func inlineNode(parent: Int, anchor: Range<Int>?) -> YAMLNode {
    let start = position
    switch byte(start) {
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      return blockScalar(parent: parent, anchor: anchor)
    case UInt8(ascii: "*"):
      position = propertyEnd(from: start)
      return finish(.alias(start..<position), from: start, parent: parent)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return quotedNode(parent: parent, anchor: anchor)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard expressionEnd(from: start) == nil else { break }
      let (line, comments) = (lineStart, comments.count)
      if let node = flowNode(parent: parent) {
        return finish(node, from: start, parent: parent)
      }
      (position, lineStart) = (start, line)
      self.comments.removeLast(self.comments.count - comments)
      return leaveOut(from: start, deeperThan: max(parent, 0), "the list or mapping does not end")
    default: break
    }
    guard startsPlain(at: start, inFlow: false) else {
      return leaveOut(from: start, deeperThan: parent, "no value starts like this")
    }
    return plainNode(parent: parent, anchor: anchor)
  }

  /// Makes sure that nothing stands behind a value on its line.
  private mutating func finish(_ node: YAMLNode, from start: Int, parent: Int) -> YAMLNode {
    let end = position
    skipBlanks()
    if isLineEnd(position) || (byte(position) == UInt8(ascii: "#") && position > end) {
      return node
    }
    return leaveOut(from: start, deeperThan: parent, "something follows the value on its line")
  }

  // MARK: Plain

  func startsPlain(at offset: Int, inFlow: Bool) -> Bool {
    guard !isBlankOrEnd(offset) else { return false }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return expressionEnd(from: offset) != nil
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "}"),
      UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"),
      UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""),
      UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
      return false
    case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
      return !isBlankOrEnd(offset + 1) && !(inFlow && Self.isFlowIndicator(byte(offset + 1)))
    default: return true
    }
  }

  /// The end of a plain text on its line, without trailing blanks, and what ended it.
  func plainEnd(from start: Int, inFlow: Bool) -> (end: Int, stop: PlainStop, colon: Int) {
    var (offset, end) = (start, start)
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return (end, .lineEnd, offset)
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        offset += 1
        continue
      case UInt8(ascii: ":"):
        if isBlankOrEnd(offset + 1) || (inFlow && Self.isFlowIndicator(byte(offset + 1))) {
          return (end, .colon, offset)
        }
      case UInt8(ascii: "#"):
        if offset > start, isBlank(offset - 1) { return (end, .comment, offset) }
      case UInt8(ascii: "{"):
        if let expression = expressionEnd(from: offset) {
          (offset, end) = (expression, expression)
          continue
        }
        if inFlow {
          guard offset > start, bytes[offset - 1] == UInt8(ascii: "$"),
            let brace = variableEnd(in: bytes, from: offset, upTo: bytes.count)
          else { return (end, .indicator, offset) }
          (offset, end) = (brace, brace)
          continue
        }
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if inFlow { return (end, .indicator, offset) }
      default: break
      }
      offset += 1
      end = offset
    }
    return (end, .lineEnd, offset)
  }

  private mutating func plainNode(parent: Int, anchor: Range<Int>?) -> YAMLNode {
    let start = position
    var plain = plainEnd(from: start, inFlow: false)
    guard plain.stop != .colon else {
      return leaveOut(from: start, deeperThan: parent, "a second key stands on the line")
    }
    position = plain.end
    while plain.stop == .lineEnd, let (next, line) = continuation(deeperThan: parent) {
      let more = plainEnd(from: next, inFlow: false)
      guard more.stop != .colon else { break }
      (position, lineStart, plain) = (more.end, line, more)
    }
    let range = start..<position
    return .scalar(YAMLScalar(style: .plain, range: range, contents: range, anchor: anchor))
  }

  /// Where the text goes on below, and the start of that line.
  private func continuation(deeperThan parent: Int) -> (offset: Int, line: Int)? {
    var line = nextLine(after: lineEnd(from: position))
    while line < bytes.count {
      var offset = line
      while byte(offset) == UInt8(ascii: " ") { offset += 1 }
      let indentation = offset - line
      while isBlank(offset) { offset += 1 }
      if isLineEnd(offset) {
        line = nextLine(after: offset)
        continue
      }
      guard indentation > parent, bytes[offset] != UInt8(ascii: "#"),
        !(indentation == 0 && startsMarker(at: line)), !isControlTag(at: offset)
      else { return nil }
      return (offset, line)
    }
    return nil
  }

  private func startsMarker(at line: Int) -> Bool {
    let first = byte(line)
    return (first == UInt8(ascii: "-") || first == UInt8(ascii: "."))
      && byte(line + 1) == first && byte(line + 2) == first && isBlankOrEnd(line + 3)
  }

  /// Whether `{%`, `{#` or `{{-` starts here, which holds no text.
  private func isControlTag(at offset: Int) -> Bool {
    guard byte(offset) == UInt8(ascii: "{") else { return false }
    switch byte(offset + 1) {
    case UInt8(ascii: "%"), UInt8(ascii: "#"): return true
    case UInt8(ascii: "{"): return byte(offset + 2) == UInt8(ascii: "-")
    default: return false
    }
  }

  // MARK: Quoted

  func quotedScalar(_ range: Range<Int>, anchor: Range<Int>? = nil) -> YAMLScalar {
    YAMLScalar(
      style: bytes[range.lowerBound] == UInt8(ascii: "'") ? .single : .double, range: range,
      contents: range.lowerBound + 1..<max(range.lowerBound + 1, range.upperBound - 1),
      anchor: anchor)
  }

  private mutating func quotedNode(parent: Int, anchor: Range<Int>?) -> YAMLNode {
    let start = position
    if let end = quotedEnd(from: start, parent: parent, strict: true), isFollowed(end) {
      return takeQuoted(start..<end, anchor: anchor)
    }
    if let end = quotedEnd(from: start, parent: parent, strict: false), isFollowed(end) {
      return takeQuoted(start..<end, anchor: anchor)
    }
    return leaveOut(from: start, deeperThan: parent, "the quoted text does not end as expected")
  }

  mutating func takeQuoted(_ range: Range<Int>, anchor: Range<Int>?) -> YAMLNode {
    position = range.upperBound
    // Not back to the start of the line: JSON in one long line would take quadratic time.
    let lineBreak = bytes[range].lastIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    if let lineBreak { lineStart = lineBreak + 1 }
    return .scalar(quotedScalar(range, anchor: anchor))
  }

  private func isFollowed(_ end: Int) -> Bool {
    var offset = end
    while isBlank(offset) { offset += 1 }
    return isLineEnd(offset) || (byte(offset) == UInt8(ascii: "#") && offset > end)
  }

  /// The offset after the closing quote.
  ///
  /// - Parameters:
  ///   - start: The opening quote.
  ///   - parent: The text's further lines are indented by more than this.
  ///   - strict: Whether YAML's rules hold; otherwise quotes inside `{{…}}` close nothing, as in
  ///     Helm's `"{{ .Values.site | default "uc" }}"`.
  /// - Returns: Its offset; nil when the text does not end.
  func quotedEnd(from start: Int, parent: Int, strict: Bool) -> Int? {
    let quote = bytes[start]
    var offset = start + 1
    while offset < bytes.count {
      switch bytes[offset] {
      case quote:
        guard quote == UInt8(ascii: "'"), byte(offset + 1) == quote else { return offset + 1 }
        offset += 2
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\"") && !isLineEnd(offset + 1):
        offset += 2
      case UInt8(ascii: "{") where !strict:
        offset = expressionEnd(from: offset) ?? offset + 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        let line = nextLine(after: offset)
        offset = line
        while isBlank(offset) { offset += 1 }
        guard isLineEnd(offset) || offset - line > parent, !startsMarker(at: line) else {
          return nil
        }
      default: offset += 1
      }
    }
    return nil
  }
}
