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
  package let rows: [Row]

  /// One row, with its place for messages.
  package struct Row: Sendable {
    package let file: String
    package let line: Int
    let fields: [String]
    let indices: [String: Int]
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The contents; none gives a table without rows.
  ///   - file: Its name, for messages.
  /// - Throws: `FactError` for an open quote or a row that has not as many fields as the header.
  /// - Complexity: O(*n*) in the number of bytes.
  package init(_ bytes: some Collection<UInt8>, file: String) throws(FactError) {
    self.file = file
    var records = try FactTable.records(bytes, file: file)
    guard !records.isEmpty else {
      columns = []
      rows = []
      return
    }
    let header = records.removeFirst().fields
    columns = header
    let indices = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    var rows: [Row] = []
    rows.reserveCapacity(records.count)
    for record in records {
      guard record.fields.count == header.count else {
        throw FactError(
          file: file, line: record.line,
          reason: "found \(record.fields.count) fields, expected \(header.count) as in the header")
      }
      rows.append(Row(file: file, line: record.line, fields: record.fields, indices: indices))
    }
    self.rows = rows
  }

  private static func records(
    _ bytes: some Collection<UInt8>, file: String
  ) throws(FactError) -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var quoted = false
    var line = 1
    var startLine = 1
    var previous: UInt8 = 0
    func finishField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    func finishRecord() {
      finishField()
      if fields != [""] { records.append((startLine, fields)) }
      fields.removeAll(keepingCapacity: true)
      startLine = line
    }
    for byte in bytes {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if quoted {
        if byte == UInt8(ascii: "\"") { quoted = false } else { field.append(byte) }
      } else {
        switch byte {
        case UInt8(ascii: "\""):
          if previous == UInt8(ascii: "\"") { field.append(byte) }
          quoted = true
        case UInt8(ascii: ","): finishField()
        case UInt8(ascii: "\n"): finishRecord()
        case UInt8(ascii: "\r"), 0: break
        default: field.append(byte)
        }
      }
      previous = byte
    }
    guard !quoted else {
      throw FactError(file: file, line: startLine, reason: "a quoted field does not end")
    }
    if !field.isEmpty || !fields.isEmpty { finishRecord() }
    return records
  }
}

extension FactTable.Row {
  /// The field of `column`; nil when it is empty or there is no such column.
  package subscript(column: String) -> String? {
    guard let index = indices[column], !fields[index].isEmpty else { return nil }
    return fields[index]
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
    (self[column] ?? "").split(separator: ";").map { part in
      var part = part
      while part.first == " " { part.removeFirst() }
      while part.last == " " { part.removeLast() }
      return String(part)
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
