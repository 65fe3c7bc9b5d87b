/// One cell of a notebook, found but not decoded.
struct NotebookCell {
  /// `code`, `markdown`, `raw`; nbformat 3 also has `heading` and `html`.
  var type = ""
  /// The strings of its source, in order.
  var source: [JSONString] = []
  /// The language that VS Code gives to this cell alone.
  var language: String?
}

/// What a notebook says about itself, and where its cells are.
struct NotebookOutline {
  var cells: [NotebookCell] = []
  /// Whether there is a list of cells at all.
  var hasCells = false
  var kernelLanguage: String?
  var kernelName: String?
  var languageName: String?
}

/// Goes over a notebook's JSON once and steps over outputs and attachments without decoding them.
struct NotebookScanner {
  private let region: RegionID
  private let bytes: [UInt8]
  private var offset = 0
  private var outline = NotebookOutline()

  init(_ region: RegionID, of document: Document) {
    self.region = region
    bytes = document[region].bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// The notebook's outline.
  ///
  /// - Throws: `ReadingError` when it is no JSON, or no notebook.
  mutating func scan() throws(ReadingError) -> NotebookOutline {
    guard nextByte() == UInt8(ascii: "{") else { throw error(expected: "'{' of a notebook") }
    try readMembers { (scanner, key) throws(ReadingError) in
      switch key {
      case "cells": try scanner.readCells()
      case "worksheets": try scanner.readWorksheets()
      case "metadata": try scanner.readMetadata()
      default: try scanner.skipValue()
      }
    }
    guard nextByte() == nil else { throw error(expected: "the end of the text") }
    guard outline.hasCells else {
      throw ReadingError(Span(region, 0..<0), "found no 'cells', expected a notebook")
    }
    return outline
  }

  private mutating func readWorksheets() throws(ReadingError) {
    try readElements { (scanner) throws(ReadingError) in
      try scanner.readMembers { (scanner, key) throws(ReadingError) in
        if key == "cells" { try scanner.readCells() } else { try scanner.skipValue() }
      }
    }
  }

  private mutating func readCells() throws(ReadingError) {
    outline.hasCells = true
    try readElements { (scanner) throws(ReadingError) in
      var cell = NotebookCell()
      try scanner.readMembers { (scanner, key) throws(ReadingError) in
        switch key {
        case "cell_type": cell.type = try scanner.readName() ?? ""
        case "source", "input": try scanner.readSource(of: &cell)
        case "language":
          // nbformat 3 writes "python" into cells of any kernel: it counts where nothing else does.
          let name = try scanner.readName()
          scanner.outline.languageName = scanner.outline.languageName ?? name
        case "metadata":
          cell.language = try scanner.readName(at: ["vscode", "languageId"]) ?? cell.language
        default: try scanner.skipValue()
        }
      }
      scanner.outline.cells.append(cell)
    }
  }

  /// Reads one string, or an array of them.
  private mutating func readSource(of cell: inout NotebookCell) throws(ReadingError) {
    switch nextByte() {
    case UInt8(ascii: "\""): cell.source = [try readString()]
    case UInt8(ascii: "["):
      var strings: [JSONString] = []
      try readElements { (scanner) throws(ReadingError) in
        guard scanner.nextByte() == UInt8(ascii: "\"") else {
          throw scanner.error(expected: "a line of the cell in double quotes")
        }
        strings.append(try scanner.readString())
      }
      cell.source = strings
    default: try skipValue()
    }
  }

  private mutating func readMetadata() throws(ReadingError) {
    guard nextByte() == UInt8(ascii: "{") else { return try skipValue() }
    try readMembers { (scanner, key) throws(ReadingError) in
      switch key {
      case "kernelspec":
        guard scanner.nextByte() == UInt8(ascii: "{") else { return try scanner.skipValue() }
        try scanner.readMembers { (scanner, key) throws(ReadingError) in
          switch key {
          case "language": scanner.outline.kernelLanguage = try scanner.readName()
          case "name": scanner.outline.kernelName = try scanner.readName()
          default: try scanner.skipValue()
          }
        }
      case "language_info": scanner.outline.languageName = try scanner.readName(at: ["name"])
      default: try scanner.skipValue()
      }
    }
  }

  /// The string under these keys, one inside the other; whatever else is there is stepped over.
  private mutating func readName(at path: [String]) throws(ReadingError) -> String? {
    guard let first = path.first else { return try readName() }
    guard nextByte() == UInt8(ascii: "{") else {
      try skipValue()
      return nil
    }
    var name: String?
    try readMembers { (scanner, key) throws(ReadingError) in
      if key == first {
        name = try scanner.readName(at: Array(path.dropFirst()))
      } else {
        try scanner.skipValue()
      }
    }
    return name
  }

  /// A string as it stands, for names that need no escapes; nil for any other value.
  private mutating func readName() throws(ReadingError) -> String? {
    guard nextByte() == UInt8(ascii: "\"") else {
      try skipValue()
      return nil
    }
    let string = try readString()
    return String(decoding: bytes[string.range].dropFirst().dropLast(), as: UTF8.self)
  }
}

extension NotebookScanner {
  /// Goes over the members of an object; `body` must step over each value.
  private mutating func readMembers(
    _ body: (inout NotebookScanner, String) throws(ReadingError) -> Void
  ) throws(ReadingError) {
    guard nextByte() == UInt8(ascii: "{") else { throw error(expected: "'{'") }
    offset += 1
    while nextByte() != UInt8(ascii: "}") {
      guard nextByte() == UInt8(ascii: "\"") else { throw error(expected: "a key or '}'") }
      let key = try readString().range
      guard nextByte() == UInt8(ascii: ":") else { throw error(expected: "':'") }
      offset += 1
      try body(&self, String(decoding: bytes[key].dropFirst().dropLast(), as: UTF8.self))
      try skipComma(before: UInt8(ascii: "}"))
    }
    offset += 1
  }

  /// Goes over the elements of an array; `body` must step over each.
  private mutating func readElements(
    _ body: (inout NotebookScanner) throws(ReadingError) -> Void
  ) throws(ReadingError) {
    guard nextByte() == UInt8(ascii: "[") else { throw error(expected: "'['") }
    offset += 1
    while nextByte() != UInt8(ascii: "]") {
      try body(&self)
      try skipComma(before: UInt8(ascii: "]"))
    }
    offset += 1
  }

  private mutating func skipComma(before end: UInt8) throws(ReadingError) {
    if nextByte() == UInt8(ascii: ",") {
      offset += 1
    } else if nextByte() != end {
      throw error(expected: "',' or '\(Character(Unicode.Scalar(end)))'")
    }
  }

  private mutating func readString() throws(ReadingError) -> JSONString {
    let start = offset
    guard let string = bytes.withUnsafeBytes({ JSONString(startingAt: start, in: $0) }) else {
      throw ReadingError(Span(region, start..<start + 1), "the string does not end on its line")
    }
    offset = string.range.upperBound
    return string
  }

  /// Steps over a value; of what is inside only strings and brackets matter.
  private mutating func skipValue() throws(ReadingError) {
    let start = offset
    guard let end = bytes.withUnsafeBytes({ NotebookScanner.end(ofValueAt: start, in: $0) }) else {
      throw ReadingError(
        Span(region, start..<min(start + 1, bytes.count)), "the value does not end")
    }
    offset = end
  }

  private static func end(ofValueAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
    var offset = start
    var depth = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        guard let string = JSONString(startingAt: offset, in: bytes) else { return nil }
        offset = string.range.upperBound
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        offset += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0 { return offset }
        depth -= 1
        offset += 1
        if depth == 0 { return offset }
      case UInt8(ascii: ",") where depth == 0:
        return offset
      default:
        offset += 1
      }
    }
    return nil
  }

  /// The next byte that is no white space, without stepping over it.
  private mutating func nextByte() -> UInt8? {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        offset += 1
      case let byte: return byte
      }
    }
    return nil
  }

  private func error(expected: String) -> ReadingError {
    guard offset < bytes.count else {
      return ReadingError(
        Span(region, offset..<offset), "found the end of the text, expected \(expected)")
    }
    let found =
      bytes[offset] < 0x80
      ? "'\(Character(Unicode.Scalar(bytes[offset])))'" : "a byte that is no ASCII"
    return ReadingError(Span(region, offset..<offset + 1), "found \(found), expected \(expected)")
  }
}
