/// Why a file of facts could not be read.
package struct FactError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file in `data/`.
  package let file: String
  /// The line, from 1; the header is line 1.
  package let line: Int
  package let reason: String

  package var description: String { "\(file):\(line): \(reason)" }
}

/// One file of `data/`: comma-separated values with a header.
///
/// Source of the format: RFC 4180, with `\n` as well as `\r\n`.
package struct FactTable: Sendable {
  package let file: String
  package let columns: [String]
  private let bytes: [UInt8]
  private let fields: [Field]
  /// The line of each row, and where in `fields` its fields stand.
  private let records: [(line: Int, fields: Range<Int>)]
  private let indices: [String: Int]

  /// One row, with its place for messages.
  ///
  /// Fields become strings when they are asked for: most are not, in most runs of the program.
  package struct Row: Sendable {
    package let file: String
    package let line: Int
    let bytes: [UInt8]
    let fields: ArraySlice<Field>
    let indices: [String: Int]
  }

  /// Where a field stands in the file, without the quotes around it.
  struct Field: Sendable {
    var start: Int
    var end: Int
    /// Whether quotes are doubled in it.
    var isEscaped = false
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The contents; none gives a table without rows.
  ///   - file: Its name, for messages.
  /// - Throws: `FactError` for an open quote or a row that has not as many fields as the header.
  /// - Complexity: O(*n*) in the number of bytes.
  package init(_ bytes: some Sequence<UInt8>, file: String) throws(FactError) {
    let bytes = Array(bytes)
    var scanner = FactScanner(file: file)
    try bytes.withUnsafeBufferPointer { (buffer) throws(FactError) in try scanner.scan(buffer) }
    let header = scanner.records.first?.fields ?? 0..<0
    for record in scanner.records where record.fields.count != header.count {
      throw FactError(
        file: file, line: record.line,
        reason: "found \(record.fields.count) fields, expected \(header.count) as in the header")
    }
    self.file = file
    self.bytes = bytes
    fields = scanner.fields
    records = Array(scanner.records.dropFirst())
    columns = fields[header].map { FactTable.text(of: $0, in: bytes) }
    indices = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// The number of rows.
  var count: Int { records.count }

  /// All rows, in the order of the file.
  package var rows: [Row] { records.indices.map(row(at:)) }

  /// The row at `index`, from 0 for the first below the header.
  func row(at index: Int) -> Row {
    Row(
      file: file, line: records[index].line, bytes: bytes, fields: fields[records[index].fields],
      indices: indices)
  }

  static func text(of field: Field, in bytes: [UInt8]) -> String {
    let slice = bytes[field.start..<field.end]
    guard field.isEscaped else { return String(decoding: slice, as: UTF8.self) }
    var plain: [UInt8] = []
    var previous: UInt8 = 0
    for byte in slice {
      if byte == UInt8(ascii: "\""), previous == byte {
        previous = 0
        continue
      }
      plain.append(byte)
      previous = byte
    }
    return String(decoding: plain, as: UTF8.self)
  }
}

/// Finds the fields of a file.
private struct FactScanner {
  let file: String
  var fields: [FactTable.Field] = []
  var records: [(line: Int, fields: Range<Int>)] = []
  private var line = 1
  private var index = 0

  init(file: String) { self.file = file }

  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) throws(FactError) {
    // The files of `data/` have 20 bytes a field, give or take.
    fields.reserveCapacity(bytes.count / 16)
    while index < bytes.count {
      let startLine = line
      let first = fields.count
      var isLast = false
      while !isLast {
        fields.append(try scanField(bytes, startLine))
        isLast = index >= bytes.count || bytes[index] == UInt8(ascii: "\n")
        if !isLast || index < bytes.count { index += 1 }
      }
      line += 1
      let isEmpty = fields.count == first + 1 && fields[first].start == fields[first].end
      if isEmpty { fields.removeLast() } else { records.append((startLine, first..<fields.count)) }
    }
  }

  /// One field; `index` then stands at the comma or line end behind it.
  private mutating func scanField(
    _ bytes: UnsafeBufferPointer<UInt8>, _ startLine: Int
  ) throws(FactError) -> FactTable.Field {
    if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      return try scanQuoted(bytes, startLine)
    }
    let start = index
    // A local variable stays in a register.
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: ","), bytes[end] != UInt8(ascii: "\n") {
      end += 1
    }
    index = end
    let isBeforeLineFeed = index == bytes.count || bytes[index] == UInt8(ascii: "\n")
    let hasReturn = isBeforeLineFeed && index > start && bytes[index - 1] == UInt8(ascii: "\r")
    return FactTable.Field(start: start, end: hasReturn ? index - 1 : index)
  }

  private mutating func scanQuoted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ startLine: Int
  ) throws(FactError) -> FactTable.Field {
    index += 1
    var field = FactTable.Field(start: index, end: index)
    while index < bytes.count {
      var end = index
      while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
        if bytes[end] == UInt8(ascii: "\n") { line += 1 }
        end += 1
      }
      index = end
      guard index < bytes.count else { break }
      if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") {
        field.isEscaped = true
        index += 2
        continue
      }
      field.end = index
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "\r") { index += 1 }
      guard index == bytes.count || [UInt8(ascii: ","), UInt8(ascii: "\n")].contains(bytes[index])
      else {
        throw FactError(file: file, line: line, reason: "text follows the end of a quoted field")
      }
      return field
    }
    throw FactError(file: file, line: startLine, reason: "a quoted field does not end")
  }
}

extension FactTable.Row {
  /// The field of `column`; nil when it is empty or there is no such column.
  package subscript(column: String) -> String? {
    guard let index = indices[column] else { return nil }
    let field = fields[fields.startIndex + index]
    return field.start == field.end ? nil : FactTable.text(of: field, in: bytes)
  }

  /// The field of `column`, which must not be empty.
  package func required(_ column: String) throws(FactError) -> String {
    guard let text = self[column] else { throw fail("column '\(column)' is empty") }
    return text
  }

  /// The field of `column` as a number; nil when it is empty.
  package func number(_ column: String) throws(FactError) -> Double? {
    guard let text = self[column] else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw fail("column '\(column)': found '\(text)', expected a number")
    }
    return value
  }

  /// The field of `column` as a whole number; nil when it is empty.
  package func integer(_ column: String) throws(FactError) -> Int? {
    guard let text = self[column] else { return nil }
    guard let value = Int(text) else {
      throw fail("column '\(column)': found '\(text)', expected a whole number")
    }
    return value
  }

  /// The field of `column` as one of the values of an enumeration; nil when it is empty.
  package func value<Value: RawRepresentable & CaseIterable>(
    _ column: String, of type: Value.Type
  ) throws(FactError) -> Value? where Value.RawValue == String {
    guard let text = self[column] else { return nil }
    guard let value = Value(rawValue: text) else {
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw fail("column '\(column)': found '\(text)', expected one of \(known)")
    }
    return value
  }

  /// The parts of the field of `column` between semicolons, without blanks around them.
  package func list(_ column: String) -> [String] {
    guard let index = indices[column] else { return [] }
    let field = fields[fields.startIndex + index]
    return bytes[field.start..<field.end].split(separator: UInt8(ascii: ";")).map { part in
      var part = part
      while part.first == UInt8(ascii: " ") { part.removeFirst() }
      while part.last == UInt8(ascii: " ") { part.removeLast() }
      let field = FactTable.Field(
        start: part.startIndex, end: part.endIndex, isEscaped: field.isEscaped)
      return FactTable.text(of: field, in: bytes)
    }
  }

  /// The origin of the row, from its last columns.
  package func provenance() throws(FactError) -> Provenance {
    Provenance(
      source: try required("source"), date: try required("date"),
      confidence: try value("confidence", of: Confidence.self) ?? .low)
  }

  func fail(_ reason: String) -> FactError { FactError(file: file, line: line, reason: reason) }
}

/// How far a fact may be trusted.
package enum Confidence: String, Sendable, Hashable, CaseIterable {
  case high, medium, low
}

/// Where a fact is from.
package struct Provenance: Sendable, Hashable {
  package let source: String
  /// The day on which the fact was read or measured, `YYYY-MM-DD`.
  package let date: String
  package let confidence: Confidence
}
