/// A place in a JSON text.
struct JSONCursor {
  let region: RegionID
  let bytes: [UInt8]
  var offset = 0
  /// How many arrays and objects are open.
  var depth = 0
  /// Those not yet handed over: they must not count as elements.
  var comments: [Syntax] = []

  init(_ region: RegionID, of document: Document) {
    self.region = region
    bytes = document[region].bytes
  }

  var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  var isAtHole: Bool { bytes[offset...].starts(with: Region.hole) }

  func error(_ reason: String, at offset: Int? = nil) -> ReadingError {
    let start = offset ?? self.offset
    return ReadingError(Span(region, start..<max(start, min(start + 1, bytes.count))), reason)
  }

  func error(expected: String) -> ReadingError {
    guard let byte else { return error("found the end of the text, expected \(expected)") }
    let found = byte < 0x80 ? "'\(Character(Unicode.Scalar(byte)))'" : "a byte that is no ASCII"
    return error("found \(found), expected \(expected)")
  }
}

extension Document {
  /// Arrays and objects inside each other: deeper is no file that somebody wrote.
  private static let deepestJSON = 100

  /// Reads a region as JSON: one value, or several with at least a line break between them.
  ///
  /// Byte order marks, comments, commas after the last element and holes are let through. Numbers,
  /// truth values and `null` are empty groups. Comments stand behind the value they are in.
  mutating func readJSON(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var cursor = JSONCursor(region, of: self)
    if cursor.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { cursor.offset = 3 }
    var values: [Syntax] = []
    skipJSONBlanks(&cursor)
    while cursor.byte != nil {
      values.append(try readJSONValue(&cursor))
      let end = cursor.offset
      skipJSONBlanks(&cursor)
      values += cursor.comments
      cursor.comments = []
      guard
        cursor.byte == nil || cursor.bytes[end..<cursor.offset].contains(UInt8(ascii: "\n"))
      else { throw cursor.error(expected: "the end of the value's line") }
    }
    return values + cursor.comments
  }

  private mutating func readJSONValue(_ cursor: inout JSONCursor) throws(ReadingError) -> Syntax {
    switch cursor.byte {
    case UInt8(ascii: "\""): return .text(try readJSONString(&cursor))
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard cursor.depth < Document.deepestJSON else {
        throw cursor.error("more than \(Document.deepestJSON) levels of arrays and objects")
      }
      cursor.depth += 1
      defer { cursor.depth -= 1 }
      return cursor.byte == UInt8(ascii: "[")
        ? try readJSONArray(&cursor) : try readJSONObject(&cursor)
    default: return try readJSONWord(&cursor)
    }
  }

  private mutating func readJSONArray(_ cursor: inout JSONCursor) throws(ReadingError) -> Syntax {
    let start = cursor.offset
    var elements: [Syntax] = []
    cursor.offset += 1
    skipJSONBlanks(&cursor)
    while cursor.byte != UInt8(ascii: "]") {
      elements.append(try readJSONValue(&cursor))
      try skipJSONComma(&cursor, before: UInt8(ascii: "]"))
    }
    cursor.offset += 1
    return .list(elements, Span(cursor.region, start..<cursor.offset))
  }

  private mutating func readJSONObject(_ cursor: inout JSONCursor) throws(ReadingError) -> Syntax {
    let start = cursor.offset
    var members: [Member] = []
    cursor.offset += 1
    skipJSONBlanks(&cursor)
    while cursor.byte != UInt8(ascii: "}") {
      let key: Syntax
      switch cursor.byte {
      case UInt8(ascii: "\""): key = .text(try readJSONString(&cursor))
      case Region.hole[0]: key = try readJSONWord(&cursor)
      default: throw cursor.error(expected: "a key in double quotes or '}'")
      }
      skipJSONBlanks(&cursor)
      guard cursor.byte == UInt8(ascii: ":") else { throw cursor.error(expected: "':'") }
      cursor.offset += 1
      skipJSONBlanks(&cursor)
      members.append(Member(key: key, value: try readJSONValue(&cursor)))
      try skipJSONComma(&cursor, before: UInt8(ascii: "}"))
    }
    cursor.offset += 1
    return .mapping(members, Span(cursor.region, start..<cursor.offset))
  }

  private mutating func skipJSONComma(
    _ cursor: inout JSONCursor, before end: UInt8
  ) throws(ReadingError) {
    skipJSONBlanks(&cursor)
    guard cursor.byte != end else { return }
    guard cursor.byte == UInt8(ascii: ",") else {
      throw cursor.error(expected: "',' or '\(Character(Unicode.Scalar(end)))'")
    }
    cursor.offset += 1
    skipJSONBlanks(&cursor)
  }

  private mutating func readJSONString(
    _ cursor: inout JSONCursor
  ) throws(ReadingError) -> Literal {
    let start = cursor.offset
    guard
      let string = cursor.bytes.withUnsafeBytes({ JSONString(startingAt: start, in: $0) })
    else { throw cursor.error("the string does not end on its line") }
    var builder = RegionBuilder(in: cursor.region, of: self)
    let holes: [Literal.Hole]
    do {
      holes = try builder.append(string, of: cursor.bytes)
    } catch {
      throw cursor.error("found an escape that JSON does not know", at: error.offset)
    }
    cursor.offset = string.range.upperBound
    return Literal(
      region: add(builder.region()), in: self, holes: holes,
      span: Span(cursor.region, string.range), isQuoted: true)
  }

  /// Reads what stands without quotes: numbers, `true`, `false`, `null`, and holes with what touches
  /// them.
  private mutating func readJSONWord(_ cursor: inout JSONCursor) throws(ReadingError) -> Syntax {
    let start = cursor.offset
    while let byte = cursor.byte, byte.isJSONWord { cursor.offset += 1 }
    if cursor.byte == Region.hole[0], cursor.isAtHole {
      return .text(readJSONHoles(&cursor, from: start))
    }
    guard cursor.bytes[start..<cursor.offset].isJSONScalar else {
      cursor.offset = start
      throw cursor.error(expected: "a value")
    }
    let range = start..<cursor.offset
    guard let last = cursor.bytes[range].last, last < UInt8(ascii: ":") else { return .group([]) }
    return .number(
      String(decoding: cursor.bytes[range], as: UTF8.self), Span(cursor.region, range))
  }

  private mutating func readJSONHoles(_ cursor: inout JSONCursor, from start: Int) -> Literal {
    var builder = RegionBuilder(in: cursor.region, of: self)
    builder.beginRun(Unwritable(), at: start)
    builder.append(verbatim: start..<cursor.offset)
    var holes: [Literal.Hole] = []
    while let byte = cursor.byte {
      let place = cursor.offset
      if byte.isJSONWord {
        cursor.offset += 1
        builder.append(verbatim: place..<cursor.offset)
      } else if cursor.isAtHole {
        cursor.offset += Region.hole.count
        holes.append(.init(offset: builder.appendHole(for: place..<cursor.offset), name: nil))
      } else {
        break
      }
    }
    return Literal(
      region: add(builder.region()), in: self, holes: holes,
      span: Span(cursor.region, start..<cursor.offset), isQuoted: false)
  }

  /// Skips white space and comments.
  private mutating func skipJSONBlanks(_ cursor: inout JSONCursor) {
    while let byte = cursor.byte {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        cursor.offset += 1
      case UInt8(ascii: "/"):
        guard skipJSONComment(&cursor) else { return }
      default:
        return
      }
    }
  }

  private mutating func skipJSONComment(_ cursor: inout JSONCursor) -> Bool {
    let bytes = cursor.bytes
    let start = cursor.offset
    guard start + 1 < bytes.count else { return false }
    var end = start + 2
    switch bytes[start + 1] {
    case UInt8(ascii: "/"):
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
        end += 1
      }
      cursor.offset = end
    case UInt8(ascii: "*"):
      while end + 1 < bytes.count,
        bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/")
      {
        end += 1
      }
      guard end + 1 < bytes.count else { return false }
      cursor.offset = end + 2
    default:
      return false
    }
    let region = addVerbatim(Span(cursor.region, start + 2..<end))
    cursor.comments.append(
      .comment(
        Literal(
          region: region, in: self, span: Span(cursor.region, start..<cursor.offset),
          isQuoted: false)))
    return true
  }
}

extension UInt8 {
  /// Whether numbers and the names of values consist of it.
  fileprivate var isJSONWord: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether it is a number, a truth value or `null`; Python writes `NaN` and `Infinity` as well.
  fileprivate var isJSONScalar: Bool {
    let digits = first == UInt8(ascii: "-") ? dropFirst() : self
    guard let first = digits.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      let names = ["true", "false", "null", "NaN", "Infinity", "-Infinity"]
      return names.contains { elementsEqual($0.utf8) }
    }
    return digits.allSatisfy {
      switch $0 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"),
        UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
