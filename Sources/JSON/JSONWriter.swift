extension JSONValue {
  /// The value as one line without white space, members in their order.
  ///
  /// `JSONValue(parsing: value.compact)` is `value` again.
  package var compact: String {
    var writer = JSONWriter(indented: false)
    writer.write(self)
    return String(decoding: writer.output, as: UTF8.self)
  }

  /// The value on several lines, indented by two blanks, without a final newline.
  ///
  /// Arrays and objects that end within 72 columns (bytes of UTF-8) stay on one line.
  package var pretty: String {
    var writer = JSONWriter(indented: true)
    writer.write(self)
    return String(decoding: writer.output, as: UTF8.self)
  }

  /// The same value with the members of every object sorted by name, so that two records with the
  /// same content have the same text whatever wrote them.
  package var sorted: JSONValue {
    switch self {
    case .array(let items): return .array(items.map(\.sorted))
    case .object(let members):
      let inner = members.map { Member($0.name, $0.value.sorted) }
      // Records of the reference repository are sorted already.
      let isSorted = zip(inner, inner.dropFirst()).allSatisfy { $0.precedes($1) }
      return .object(isSorted ? inner : inner.sorted { $0.precedes($1) })
    default: return self
    }
  }
}

private struct JSONWriter {
  let indented: Bool
  var output: [UInt8] = []
  private var depth = 0
  private var lineStart = 0

  init(indented: Bool) { self.indented = indented }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: write(raw: "null")
    case .bool(let value): write(raw: value ? "true" : "false")
    case .number(let text): write(raw: text)
    case .string(let text): write(string: text)
    case .array(let items):
      list("[", "]", items, fits: fits(value)) { writer, item in writer.write(item) }
    case .object(let members):
      list("{", "}", members, fits: fits(value)) { writer, member in
        writer.write(string: member.name)
        writer.write(raw: writer.indented ? ": " : ":")
        writer.write(member.value)
      }
    }
  }

  private func fits(_ value: JSONValue) -> Bool {
    guard indented else { return true }
    let column = output.count - lineStart
    return column + value.compact.utf8.count + JSONWriter.blanks(in: value) <= 72
  }

  /// The blanks after colons and commas when the value is on one line.
  private static func blanks(in value: JSONValue) -> Int {
    switch value {
    case .array(let items): items.reduce(max(0, items.count - 1)) { $0 + blanks(in: $1) }
    case .object(let members):
      members.reduce(max(0, 2 * members.count - 1)) { $0 + blanks(in: $1.value) }
    default: 0
    }
  }

  private mutating func list<Item>(
    _ open: StaticString, _ close: StaticString, _ items: [Item], fits: Bool,
    _ body: (inout JSONWriter, Item) -> Void
  ) {
    write(raw: "\(open)")
    depth += 1
    for (position, item) in items.enumerated() {
      if position > 0 { write(raw: ",") }
      if !fits { newline() } else if indented, position > 0 { write(raw: " ") }
      body(&self, item)
    }
    depth -= 1
    if !fits, !items.isEmpty { newline() }
    write(raw: "\(close)")
  }

  private mutating func newline() {
    output.append(UInt8(ascii: "\n"))
    lineStart = output.count
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func write(raw text: String) { output.append(contentsOf: text.utf8) }

  private mutating func write(string text: String) {
    output.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      if bytes.allSatisfy(JSONWriter.isPlain) {
        output.append(contentsOf: bytes)
      } else {
        for byte in bytes { write(escaping: byte) }
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// Whether a byte is written as it is.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func write(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): write(raw: "\\\"")
    case UInt8(ascii: "\\"): write(raw: "\\\\")
    case 0x0A: write(raw: "\\n")
    case 0x0D: write(raw: "\\r")
    case 0x09: write(raw: "\\t")
    case 0..<0x20, 0x7F:
      let digits = String(byte, radix: 16)
      write(raw: "\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    default: output.append(byte)
    }
  }
}

extension JSONValue.Member {
  /// By code point, which for UTF-8 is by byte.
  fileprivate func precedes(_ other: Self) -> Bool {
    name.utf8.lexicographicallyPrecedes(other.name.utf8)
  }
}
