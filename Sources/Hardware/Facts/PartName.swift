/// The name of a part, for looking words up in it.
///
/// A word is found where a word of the name begins with it and no number is cut: `a10` is not found
/// in `A100 PCIe 40GB`, and `6240` is found in `Gold 6240R`.
package struct PartName: Sendable, Hashable {
  private let words: [String]

  package init(_ name: String) { words = ModelPattern.words(of: name) }

  /// Whether every word of `text` is found, in any order and case.
  package func contains(_ text: String) -> Bool {
    ModelPattern.words(of: text).allSatisfy { wanted in
      words.contains { word in
        guard word.hasPrefix(wanted) else { return false }
        guard let next = word.dropFirst(wanted.count).first, let last = wanted.last else {
          return true
        }
        return !(last.isWholeNumber && next.isWholeNumber)
      }
    }
  }
}
