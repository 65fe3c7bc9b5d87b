extension String {
  /// The text with every `scalar` replaced by another text.
  ///
  /// Programs that read text look at scalars or bytes: a quote ends a word although a combining mark
  /// follows, with which it is one `Character` that no comparison with a quote finds.
  ///
  /// - Complexity: O(*n*).
  package func replacing(scalar: Unicode.Scalar, with replacement: String) -> String {
    guard unicodeScalars.contains(scalar) else { return self }
    var result = String.UnicodeScalarView()
    for each in unicodeScalars {
      if each == scalar {
        result += replacement.unicodeScalars
      } else {
        result.append(each)
      }
    }
    return String(result)
  }
}

/// Words as a POSIX shell reads them.
package enum ShellText {
  /// The word itself where no shell changes it, else in single quotes.
  ///
  /// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting.
  package static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        switch $0 {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", ":", "=", ",", "/", "@", "%", "+": true
        default: false
        }
      }
    guard !isPlain else { return word }
    return "'" + word.replacing(scalar: "'", with: "'\\''") + "'"
  }

  /// A command with each word quoted as it has to be.
  package static func command(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }
}
