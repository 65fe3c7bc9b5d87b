package import JSON

extension JSONValue {
  /// A random value, of few levels, with texts and numbers that are hard to get right.
  package static func random(
    levels: Int = 4, using generator: inout some RandomNumberGenerator
  ) -> JSONValue {
    switch Int.random(in: 0..<(levels > 0 ? 7 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .number(randomNumber(using: &generator))
    case 3, 4: return .string(randomText(using: &generator))
    case 5:
      let count = Int.random(in: 0...4, using: &generator)
      return .array((0..<count).map { _ in random(levels: levels - 1, using: &generator) })
    default:
      var members: [Member] = []
      for _ in 0..<Int.random(in: 0...4, using: &generator) {
        let name = randomText(using: &generator)
        guard !members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { continue }
        members.append(Member(name, random(levels: levels - 1, using: &generator)))
      }
      return .object(members)
    }
  }

  /// The text of a number in any notation that JSON allows.
  package static func randomNumber(using generator: inout some RandomNumberGenerator) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
    }
    var text = Bool.random(using: &generator) ? "-" : ""
    let whole = digits(Int.random(in: 1...25, using: &generator)).drop { $0 == "0" }
    text += whole.isEmpty ? "0" : whole
    if Bool.random(using: &generator) {
      text += "." + digits(Int.random(in: 1...20, using: &generator))
    }
    if Int.random(in: 0..<3, using: &generator) == 0 {
      text += ["e", "E", "e+", "E-", "e-"].randomElement(using: &generator) ?? "e"
      text += digits(Int.random(in: 1...3, using: &generator))
    }
    return text
  }

  /// A text of quotes, dots, brackets, control characters, combining marks and emoji.
  package static func randomText(using generator: inout some RandomNumberGenerator) -> String {
    let pieces = [
      "a", "gpu", "_", ".", "[", "]", "0", "12", "\"", "\\", "/", "\n", "\r\n", "\t", "\u{1}",
      "\u{7F}", " ", "é", "e\u{301}", "\u{FFFD}", "漢", "🦎", "👩‍💻", "\u{200B}", "$", "'", ":", ",",
    ]
    return (0..<Int.random(in: 0...5, using: &generator))
      .compactMap { _ in pieces.randomElement(using: &generator) }.joined()
  }
}
