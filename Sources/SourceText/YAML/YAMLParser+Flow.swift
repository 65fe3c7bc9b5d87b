/// Sequences in brackets and mappings in braces.
extension YAMLParser {
  /// The node at `position` in or as a flow collection; nil when it is none.
  mutating func flowNode(parent: Int) -> YAMLNode? {
    guard depth < Self.maximumDepth else { return nil }
    depth += 1
    defer { depth -= 1 }
    let properties = skipProperties()
    if properties.any { guard skipInFlow(parent: parent) else { return nil } }
    let start = position
    switch byte(start) {
    case UInt8(ascii: "["): return flowSequence(parent: parent)
    case UInt8(ascii: "{"):
      if expressionEnd(from: start) == nil { return flowMapping(parent: parent) }
    case UInt8(ascii: "*"):
      position = propertyEnd(from: start)
      return .alias(start..<position)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return flowQuoted(parent: parent, anchor: properties.anchor)
    default: break
    }
    guard startsPlain(at: start, inFlow: true) else { return properties.any ? .null : nil }
    return flowPlain(parent: parent, anchor: properties.anchor)
  }

  private mutating func flowQuoted(parent: Int, anchor: Range<Int>?) -> YAMLNode? {
    for strict in [true, false] {
      guard let end = quotedEnd(from: position, parent: parent, strict: strict) else { continue }
      var offset = end
      while isBlank(offset) { offset += 1 }
      switch byte(offset) {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"),
        UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0:
        return takeQuoted(position..<end, anchor: anchor)
      default: continue
      }
    }
    return nil
  }

  private mutating func flowPlain(parent: Int, anchor: Range<Int>?) -> YAMLNode? {
    let start = position
    var plain = plainEnd(from: start, inFlow: true)
    position = plain.end
    while plain.stop == .lineEnd {
      let before = (position, lineStart, comments.count)
      guard skipInFlow(parent: parent) else { return nil }
      let more = plainEnd(from: position, inFlow: true)
      guard comments.count == before.2, more.end > position else {
        (position, lineStart) = (before.0, before.1)
        comments.removeLast(comments.count - before.2)
        break
      }
      position = more.end
      plain = more
    }
    let range = start..<position
    return .scalar(YAMLScalar(style: .flowPlain, range: range, contents: range, anchor: anchor))
  }

  private mutating func flowSequence(parent: Int) -> YAMLNode? {
    let start = position
    position += 1
    var items: [YAMLNode] = []
    while true {
      guard skipInFlow(parent: parent) else { return nil }
      if byte(position) == UInt8(ascii: "]") { break }
      guard let pair = flowPair(parent: parent) else { return nil }
      items.append(pair.hasColon ? .mapping([pair.pair], pair.range) : pair.pair.key)
      guard skipInFlow(parent: parent) else { return nil }
      if byte(position) == UInt8(ascii: ",") { position += 1 } else { break }
    }
    guard byte(position) == UInt8(ascii: "]") else { return nil }
    position += 1
    return .sequence(items, start..<position)
  }

  private mutating func flowMapping(parent: Int) -> YAMLNode? {
    let start = position
    position += 1
    var pairs: [YAMLPair] = []
    while true {
      guard skipInFlow(parent: parent) else { return nil }
      if byte(position) == UInt8(ascii: "}") { break }
      guard let pair = flowPair(parent: parent) else { return nil }
      pairs.append(pair.pair)
      guard skipInFlow(parent: parent) else { return nil }
      if byte(position) == UInt8(ascii: ",") { position += 1 } else { break }
    }
    guard byte(position) == UInt8(ascii: "}") else { return nil }
    position += 1
    return .mapping(pairs, start..<position)
  }

  /// A key with or without its value, or an item.
  private mutating func flowPair(
    parent: Int
  ) -> (pair: YAMLPair, hasColon: Bool, range: Range<Int>)? {
    let start = position
    var key = YAMLNode.null
    let isExplicit = isIndicator(UInt8(ascii: "?"))
    if isExplicit {
      position += 1
      guard skipInFlow(parent: parent) else { return nil }
    }
    if byte(position) != UInt8(ascii: ":") || startsPlain(at: position, inFlow: true) {
      guard let node = flowNode(parent: parent) else { return nil }
      key = node
    }
    let end = position
    guard skipInFlow(parent: parent) else { return nil }
    guard byte(position) == UInt8(ascii: ":") else {
      return (YAMLPair(key: key, value: .null), isExplicit, start..<end)
    }
    position += 1
    guard skipInFlow(parent: parent) else { return nil }
    switch byte(position) {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
      return (YAMLPair(key: key, value: .null), true, start..<position)
    default: break
    }
    guard let value = flowNode(parent: parent) else { return nil }
    return (YAMLPair(key: key, value: value), true, start..<position)
  }

  /// Skips blanks, line ends and comments.
  ///
  /// - Returns: Whether the collection may go on: not at the end of the text, nor at a line that is
  ///   indented too little, unless with a closing bracket.
  private mutating func skipInFlow(parent: Int) -> Bool {
    while position < bytes.count {
      skipBlanks()
      if isLineEnd(position) {
        position = nextLine(after: position)
        lineStart = position
      } else if byte(position) == UInt8(ascii: "#"), isBlank(position - 1) || column == 0 {
        skipComment()
      } else if byte(position) == UInt8(ascii: "{"), byte(position + 1) == UInt8(ascii: "%"),
        let end = templateLineEnd()
      {
        position = end
        lineStart = startOfLine(end)
      } else {
        let isClosing =
          byte(position) == UInt8(ascii: "]") || byte(position) == UInt8(ascii: "}")
        return column > parent && !isMarker(at: position) || isClosing
      }
    }
    return false
  }
}
