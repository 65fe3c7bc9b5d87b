/// Mappings and sequences that are told by their indentation.
extension YAMLParser {
  /// What stands at `position`, which is deeper than column `parent`.
  mutating func blockNode(parent: Int) -> YAMLNode {
    guard depth < Self.maximumDepth else {
      return leaveOut(from: position, deeperThan: parent, "it is nested too deeply")
    }
    depth += 1
    defer { depth -= 1 }
    if isIndicator(UInt8(ascii: "-")) { return sequence() }
    if isIndicator(UInt8(ascii: "?")) || keyEnd() != nil { return mapping() }
    let properties = skipProperties()
    guard properties.any, endsLine() else {
      return inlineNode(parent: parent, anchor: properties.anchor)
    }
    skipToContent()
    return nextColumn > parent ? blockNode(parent: parent) : .null
  }

  /// Whether nothing but a comment follows on the line.
  private mutating func endsLine() -> Bool {
    let start = position
    skipBlanks()
    return isLineEnd(position)
      || (byte(position) == UInt8(ascii: "#") && (position > start || isBlank(position - 1)))
  }

  private mutating func sequence() -> YAMLNode {
    let (column, start) = (column, position)
    var items: [YAMLNode] = []
    var end = position
    while nextColumn == column, isIndicator(UInt8(ascii: "-")) {
      position += 1
      items.append(value(parent: column, mayHoldCollection: true))
      end = position
      moveOn(toColumn: column)
    }
    return .sequence(items, start..<end)
  }

  private mutating func mapping() -> YAMLNode {
    let (column, start) = (column, position)
    var pairs: [YAMLPair] = []
    var end = position
    while nextColumn == column {
      if isIndicator(UInt8(ascii: "?")) {
        pairs.append(explicitPair(column: column))
      } else if let key = keyEnd() {
        let node = self.key()
        position = key + 1
        pairs.append(
          YAMLPair(key: node, value: value(parent: column, mayHoldCollection: false)))
      } else {
        _ = leaveOut(from: position, deeperThan: column, "no key stands where one is expected")
      }
      end = position
      moveOn(toColumn: column)
    }
    return .mapping(pairs, start..<end)
  }

  /// Goes to the next entry of a collection at `column`; what is indented deeper belongs to nothing.
  private mutating func moveOn(toColumn column: Int) {
    skipToContent()
    while nextColumn > column {
      _ = leaveOut(from: position, deeperThan: column, "the indentation fits nothing above")
      skipToContent()
    }
  }

  private mutating func explicitPair(column: Int) -> YAMLPair {
    position += 1
    let key = value(parent: column, mayHoldCollection: true)
    moveOn(toColumn: column)
    guard nextColumn == column, isIndicator(UInt8(ascii: ":")) else {
      return YAMLPair(key: key, value: .null)
    }
    position += 1
    return YAMLPair(key: key, value: value(parent: column, mayHoldCollection: true))
  }

  /// What follows `-`, `:` or `?`, on the same line or deeper below.
  ///
  /// - Parameters:
  ///   - parent: The column of the collection's entries.
  ///   - mayHoldCollection: Whether a mapping or sequence may begin on the same line.
  /// - Returns: The value; null when nothing is there.
  private mutating func value(parent: Int, mayHoldCollection: Bool) -> YAMLNode {
    guard endsLine() else {
      if mayHoldCollection { return blockNode(parent: parent) }
      let properties = skipProperties()
      guard properties.any, endsLine() else {
        return inlineNode(parent: parent, anchor: properties.anchor)
      }
      return valueBelow(parent: parent, isMappingValue: true)
    }
    return valueBelow(parent: parent, isMappingValue: !mayHoldCollection)
  }

  private mutating func valueBelow(parent: Int, isMappingValue: Bool) -> YAMLNode {
    let before = (position, lineStart, comments.count, unread.count)
    skipToContent()
    if nextColumn > parent { return blockNode(parent: parent) }
    if isMappingValue, nextColumn == parent, isIndicator(UInt8(ascii: "-")) {
      guard depth < Self.maximumDepth else {
        return leaveOut(from: position, deeperThan: parent, "it is nested too deeply")
      }
      depth += 1
      defer { depth -= 1 }
      return sequence()
    }
    (position, lineStart) = (before.0, before.1)
    comments.removeLast(comments.count - before.2)
    unread.removeLast(unread.count - before.3)
    return .null
  }

  // MARK: Keys and properties

  /// The offset of the colon when a key and its colon stand at `position` on one line.
  func keyEnd() -> Int? {
    var offset = position
    while byte(offset) == UInt8(ascii: "&") || byte(offset) == UInt8(ascii: "!") {
      offset = propertyEnd(from: offset)
      guard isBlank(offset) else { return nil }
      while isBlank(offset) { offset += 1 }
    }
    switch byte(offset) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard let end = quotedEnd(from: offset, parent: .max, strict: true) else { return nil }
      offset = end
    case UInt8(ascii: "*"):
      offset = propertyEnd(from: offset)
    default:
      guard startsPlain(at: offset, inFlow: false) else { return nil }
      let plain = plainEnd(from: offset, inFlow: false)
      return plain.stop == .colon ? plain.colon : nil
    }
    while isBlank(offset) { offset += 1 }
    return byte(offset) == UInt8(ascii: ":") && isBlankOrEnd(offset + 1) ? offset : nil
  }

  /// Reads the key that `keyEnd()` found.
  private mutating func key() -> YAMLNode {
    _ = skipProperties()
    let start = position
    switch byte(start) {
    case UInt8(ascii: "*"): return .alias(start..<propertyEnd(from: start))
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let end = quotedEnd(from: start, parent: .max, strict: true) ?? start
      return .scalar(quotedScalar(start..<end))
    default:
      let end = plainEnd(from: start, inFlow: false).end
      return .scalar(YAMLScalar(style: .plain, range: start..<end, contents: start..<end))
    }
  }

  /// Skips anchors and tags on the line.
  mutating func skipProperties() -> (any: Bool, anchor: Range<Int>?) {
    var (anchor, tag): (Range<Int>?, Range<Int>?)
    let start = position
    while byte(position) == UInt8(ascii: "&") || byte(position) == UInt8(ascii: "!") {
      let end = propertyEnd(from: position)
      if bytes[position] == UInt8(ascii: "&") {
        anchor = position + 1..<end
      } else {
        tag = position..<end
      }
      position = end
      skipBlanks()
    }
    if position > start { properties.append((position, anchor, tag)) }
    return (position > start, anchor)
  }

  /// The end of an anchor, alias or tag.
  func propertyEnd(from offset: Int) -> Int {
    var end = offset + 1
    if byte(offset) == UInt8(ascii: "!"), byte(end) == UInt8(ascii: "<") {
      while !isBlankOrEnd(end) { end += 1 }
      return end
    }
    while !isBlankOrEnd(end), !Self.isFlowIndicator(bytes[end]) { end += 1 }
    return end
  }
}
