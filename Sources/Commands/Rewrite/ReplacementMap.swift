import JSON
import Resources

/// Texts and what takes their place, as a user or an earlier run wrote them down.
struct ReplacementMap {
  private(set) var entries: [String: String] = [:]
  /// What of one site stands for what of another, as `chiport map --save` and `chiport plan` write it.
  private(set) var resources: ResourceMap?
  /// What copies have recorded.
  private(set) var copies: RecordedCopies?
  /// Texts with several replacements; they have no entry.
  private(set) var conflicts: [String] = []

  /// Reads a saved report, a map of two sites, a plan, a record of copies, an object of JSON, CSV, TSV or lines
  /// `OLD=NEW`.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - name: Its name, which tells CSV and TSV.
  /// - Throws: `CommandFailure` for what is none of these.
  init(reading bytes: [UInt8], name: String) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      do { try add(JSONValue(parsing: bytes), name) } catch let error as JSONError {
        throw CommandFailure("--map-file: '\(name)': \(error)")
      }
    } else if name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
      let separator = name.hasSuffix(".csv") ? UInt8(ascii: ",") : UInt8(ascii: "\t")
      add(rows: ReplacementMap.rows(bytes, separator))
    } else {
      for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
        let line = ReplacementMap.trimmed(line)
        if line.isEmpty || line.hasPrefix("#") { continue }
        guard let (old, new) = ReplacementMap.pair(line) else {
          throw CommandFailure(
            "--map-file: '\(name)': entry \(index + 1): expected OLD=NEW, got '\(line)'")
        }
        add(old, new)
      }
    }
  }

  /// `OLD=NEW`, taken apart at the first sign, or behind a selector at its end; nil without both.
  static func pair(_ text: String) -> (old: String, new: String)? {
    let mark = text.hasPrefix("[") ? "]=" : "="
    guard let range = text.firstRange(of: mark) else { return nil }
    let old = text[..<range.lowerBound] + mark.dropLast()
    let new = text[range.upperBound...]
    return old.isEmpty || new.isEmpty ? nil : (trimmed(old), trimmed(new))
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  private mutating func add(_ old: String, _ new: String) {
    guard !conflicts.contains(old) else { return }
    if let known = entries[old], known != new {
      entries[old] = nil
      conflicts.append(old)
    } else {
      entries[old] = new
    }
  }

  private mutating func add(_ document: JSONValue, _ name: String) throws {
    do throws(ResourceError) {
      if document["document"]?.string == "map" {
        return resources = try ResourceMap(document: document)
      }
      if document["document"]?.string == "plan" {
        if let map = document["map"], map != .null { resources = try ResourceMap(document: map) }
        return
      }
      if document["copied"] != nil { return copies = try RecordedCopies(document: document) }
    } catch {
      throw CommandFailure("--map-file: '\(name)': \(error)")
    }
    guard let files = document["files"]?.array else {
      for member in document.members ?? [] {
        guard let new = member.value.string else {
          throw CommandFailure(
            "--map-file: '\(name)': expected a saved report or an object of strings, "
              + "got \(member.value.kind) for '\(member.name)'")
        }
        add(member.name, new)
      }
      return
    }
    guard document["version"]?.integer == RewriteReport.version else {
      throw CommandFailure(
        "--map-file: '\(name)': a report of another version than \(RewriteReport.version)")
    }
    for reference in files.flatMap({ $0["references"]?.array ?? [] }) {
      add(
        reference["value"]?.string, reference["replacement"]?.string,
        decision: reference["decision"]?.string)
    }
  }

  private mutating func add(_ old: String?, _ new: String?, decision: String?) {
    guard decision == nil || decision == "rewritten" || decision == "choice",
      let old, let new, !old.isEmpty, !new.isEmpty
    else { return }
    add(old, new)
  }

  /// With a header that names them, the columns of a report; otherwise the first two.
  private mutating func add(rows: [[String]]) {
    var rows = rows[...]
    var (old, new, decision): (Int, Int, Int?) = (0, 1, nil)
    if let header = rows.first, let value = header.firstIndex(of: "value"),
      let replacement = header.firstIndex(of: "replacement")
    {
      (old, new, decision) = (value, replacement, header.firstIndex(of: "decision"))
      rows.removeFirst()
    }
    for row in rows where max(old, new) < row.count && !row[0].hasPrefix("#") {
      add(row[old], row[new], decision: decision.flatMap { $0 < row.count ? row[$0] : nil })
    }
  }

  /// Source: RFC 4180, with any separator.
  private static func rows(_ bytes: [UInt8], _ separator: UInt8) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    func text() -> String { String(decoding: field, as: UTF8.self) }
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\"") {
        // Two quotes within a field are one.
        if !isQuoted, index > 0, bytes[index - 1] == byte, !field.isEmpty { field.append(byte) }
        isQuoted.toggle()
      } else if !isQuoted, byte == separator || byte == UInt8(ascii: "\n") {
        row.append(text())
        field = []
        if byte != separator {
          if row != [""] { rows.append(row) }
          row = []
        }
      } else if isQuoted || byte != UInt8(ascii: "\r") {
        field.append(byte)
      }
    }
    if !row.isEmpty || !field.isEmpty { rows.append(row + [text()]) }
    return rows
  }
}
