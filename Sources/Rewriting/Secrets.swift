/// Where a text holds passwords, tokens and keys, so that they are not shown.
///
/// In doubt it is a secret: the price is a diff with less context. Only lines that are asked for are
/// looked at, and private keys, which span lines, are searched once.
package struct Secrets: Sendable {
  package let bytes: [UInt8]
  /// The blocks of private keys.
  private let keys: [Range<Int>]

  /// - Complexity: O(*n*) in the number of bytes, at the speed of looking for one byte.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    keys = Secrets.privateKeys(in: bytes)
  }

  /// Whether the whole line at `line` holds a secret, or a part of one.
  package func holdSecret(_ line: Range<Int>) -> Bool {
    if keys.contains(where: { $0.overlaps(line) }) { return true }
    let text = bytes[line]
    return SecretLine(text).holdsSecret || continuesSecret(text)
  }

  /// A text without what may be a secret, for reports.
  ///
  /// - Parameter text: A value or a line.
  /// - Returns: The text, without the signatures of URLs, or `(hidden)` when it may hold another one.
  package static func redacted(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for range in SecretLine(bytes[...]).signatures.reversed() {
      bytes.replaceSubrange(range, with: "(hidden)".utf8)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return Secrets(bytes).holdSecret(0..<bytes.count) ? "(hidden)" : text
  }

  /// From `-----BEGIN` to the end of the line with `-----END`, or of the text.
  ///
  /// Source: RFC 7468; OpenSSH, PGP and old OpenSSL use the same lines.
  private static func privateKeys(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while let dash = bytes[index...].firstIndex(of: UInt8(ascii: "-")) {
      guard bytes[dash...].starts(with: "-----BEGIN ".utf8) else {
        index = dash + 1
        continue
      }
      let label = bytes[dash...].prefix(60).prefix { $0 != UInt8(ascii: "\n") }
      guard SecretLine.contains("PRIVATE".utf8, label) else {
        index = dash + 1
        continue
      }
      var end = dash + 1
      while end < bytes.count, !bytes[end...].starts(with: "-----END ".utf8) { end += 1 }
      found.append(dash..<end)
      index = min(end + 1, bytes.count)
    }
    // The last line is of the key too, and may have what follows it in other notations.
    return found.map { range in
      let end = bytes[range.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      return range.lowerBound..<end
    }
  }

  /// How far above a line the key of its value is looked for.
  private static let maximumLines = 100

  /// Whether a line belongs to a value that began above: a block of YAML, an open bracket or quote, a
  /// line that goes on.
  private func continuesSecret(_ line: ArraySlice<UInt8>) -> Bool {
    guard !SecretLine.isBlank(line) else { return false }
    let indentation = SecretLine.indentation(line)
    var end = line.startIndex
    var isNext = true
    for _ in 0..<Secrets.maximumLines where end > 0 {
      let start = bytes[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      let above = bytes[start..<(end - 1)]
      end = start
      if SecretLine.isBlank(above) { continue }
      let isShallower = SecretLine.indentation(above) < indentation
      if isNext || isShallower, SecretLine(above).opensSecret { return true }
      if isShallower { return false }
      isNext = false
    }
    return false
  }
}
