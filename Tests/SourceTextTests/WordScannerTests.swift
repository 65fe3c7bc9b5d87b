import SourceText
import TestSupport
import Testing

@Suite struct WordScannerTests {
  /// The obvious way: every word at every place.
  private static func firstMatch(
    of words: [[UInt8]], in text: [UInt8], ignoringCase: Bool
  ) -> WordScanner.Match? {
    func same(_ a: UInt8, _ b: UInt8) -> Bool {
      func isLetter(_ c: UInt8) -> Bool { (65...90).contains(c) || (97...122).contains(c) }
      return a == b || (ignoringCase && isLetter(a) && isLetter(b) && a | 0x20 == b | 0x20)
    }
    for start in text.indices {
      let found = words.indices.filter { word in
        words[word].count <= text.count - start
          && words[word].indices.allSatisfy { same(words[word][$0], text[start + $0]) }
      }
      if let word = found.min(by: { (-words[$0].count, $0) < (-words[$1].count, $1) }) {
        return .init(word: word, range: start..<start + words[word].count)
      }
    }
    return nil
  }

  @Test(arguments: 1...9, [false, true])
  func findsWhatTheObviousWayFinds(shortest: Int, ignoresCase: Bool) {
    let alphabet = Array("aAbB@`\u{0}[{".utf8)
    var dice = SplitMix64(seed: UInt64(shortest))
    for _ in 0..<200 {
      func random(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in alphabet[dice.roll(alphabet.count)] }
      }
      let words = (0...dice.roll(5)).map { _ in random(shortest + dice.roll(4)) }
      var text = random(dice.roll(60))
      if dice.roll(2) == 0 {
        text.insert(contentsOf: words[dice.roll(words.count)], at: dice.roll(text.count + 1))
      }
      let scanner = WordScanner(words: words, ignoresCase: ignoresCase)
      let expected = Self.firstMatch(of: words, in: text, ignoringCase: ignoresCase)
      #expect(scanner.firstMatch(in: text) == expected, "\(words) \(text)")
      #expect(scanner.containsAny(in: text) == (expected != nil), "\(words) \(text)")
    }
  }

  @Test func goesOnFromAPlace() {
    let scanner = WordScanner(words: ["CHI@", "node_type"].map { Array($0.utf8) })
    let text = Array("CHI@UC node_type".utf8)
    let matches = text.withUnsafeBufferPointer { bytes in
      [0, 1, 8, 16, 99].map { scanner.firstMatch(in: bytes, from: $0)?.range.lowerBound }
    }
    #expect(matches == [0, 7, nil, nil, nil])
  }

  @Test func findsNothingWithoutWords() {
    #expect(!WordScanner(words: []).containsAny(in: Array("some text".utf8)))
  }
}
