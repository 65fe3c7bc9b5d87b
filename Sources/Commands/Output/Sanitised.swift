/// A text from the data that may be shown on a terminal: control characters, which could move the
/// cursor or change colours, are replaced.
struct Sanitised {
  let text: String

  init(_ text: String) {
    guard text.unicodeScalars.contains(where: Sanitised.isUnsafe) else {
      self.text = text
      return
    }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      safe.append(Sanitised.isUnsafe(scalar) ? "\u{FFFD}" : scalar)
    }
    self.text = String(safe)
  }

  /// Control characters (Unicode's Cc), those that reorder text (Bidi_Control), the separators of
  /// lines and paragraphs, and the byte order mark, which nobody sees.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      true
    default: false
    }
  }
}
