/// How text is spelled in a string or here-document of HCL.
struct HCLText: TextEncoding {
  let isQuoted: Bool

  func encode(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x09:
        guard isQuoted else {
          if byte != 0x09 { return nil }
          result.append(byte)
          continue
        }
        let letter = byte == 0x0A ? UInt8(ascii: "n") : byte == 0x0D ? UInt8(ascii: "r") : 0x74
        result += [UInt8(ascii: "\\"), letter]
      case 0..<0x20, 0x7F: return nil
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        result += isQuoted ? [UInt8(ascii: "\\"), byte] : [byte]
      case UInt8(ascii: "$"), UInt8(ascii: "%"):
        // `$${` stands for `${`; more dollars in front of it have no spelling.
        if index > 0, text[index - 1] == byte, index + 1 < text.count,
          text[index + 1] == UInt8(ascii: "{")
        {
          return nil
        }
        result.append(byte)
        if index + 1 < text.count, text[index + 1] == UInt8(ascii: "{") { result.append(byte) }
      default: result.append(byte)
      }
    }
    return result
  }
}

/// How text is spelled in a bare word of HCL, such as a key.
struct HCLWord: TextEncoding {
  func encode(_ text: [UInt8]) -> [UInt8]? {
    let isWord = text.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
        true
      default: false
      }
    }
    return isWord && !text.isEmpty ? text : nil
  }
}

/// How text is spelled in a number of HCL, whose exponents are left to those who wrote them.
struct HCLNumber: TextEncoding {
  func encode(_ text: [UInt8]) -> [UInt8]? {
    let isNumber = text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isNumber && !text.isEmpty ? text : nil
  }
}
