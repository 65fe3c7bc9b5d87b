/// Compressed bodies, made without a compressor.
enum Gzip {
  static let helloText = String(repeating: "hello hello hello hello\n", count: 20)

  /// `helloText`, made with `gzip.compress(…, mtime=0)` of Python 3.
  static let hello: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9,
    0x57, 0xC8, 0x40, 0x27, 0xB9, 0x32, 0x46, 0xC5, 0x87, 0x85, 0x38, 0x00, 0x83, 0x89, 0x2F,
    0xC6, 0xE0, 0x01, 0x00, 0x00,
  ]

  /// A stream of at least `size` zeros, about 158 times smaller; its checksum is missing.
  ///
  /// One literal zero, then copies of 258 bytes from distance 1: 13 bits each in the fixed code.
  /// Source: RFC 1951, section 3.2.6; RFC 1952 for the header.
  static func bomb(size: Int) -> [UInt8] {
    var bits = BitWriter()
    bits.write(0b011, count: 3)  // The last block, with the fixed code; lowest bit first.
    bits.writeCode(0x30, count: 8)  // Literal 0.
    for _ in 0...(size / 258) {
      bits.writeCode(0xC5, count: 8)  // Length 258.
      bits.writeCode(0, count: 5)  // Distance 1.
    }
    bits.writeCode(0, count: 7)  // The end of the block.
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bits.bytes
  }

  private struct BitWriter {
    var bytes: [UInt8] = []
    private var used = 8

    /// Writes the lowest `count` bits of `value`, the lowest first.
    mutating func write(_ value: Int, count: Int) {
      for index in 0..<count {
        if used == 8 {
          bytes.append(0)
          used = 0
        }
        bytes[bytes.count - 1] |= UInt8(value >> index & 1) << used
        used += 1
      }
    }

    /// Writes a Huffman code, whose highest bit comes first.
    mutating func writeCode(_ code: Int, count: Int) {
      for index in (0..<count).reversed() { write(code >> index & 1, count: 1) }
    }
  }
}
