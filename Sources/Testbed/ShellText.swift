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
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// A command with each word quoted as it has to be.
  package static func command(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }
}
