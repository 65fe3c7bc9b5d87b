/// Finds any of many words in a text in one pass: the question whether to read a file at all.
///
/// Each word is known by a window of up to four bytes, the rarest that it has. A table of 65,536 bits
/// says which windows may begin something, so that nearly every byte costs one look-up. When all words
/// are long, only every second, third … window is looked at, and each word is known by as many
/// neighbouring windows.
package struct WordScanner: Sendable {
  /// A word that was found.
  package struct Match: Sendable, Hashable {
    /// Index of the word in the table that the scanner was built from.
    package let word: Int
    package let range: Range<Int>

    package init(word: Int, range: Range<Int>) {
      self.word = word
      self.range = range
    }
  }

  private struct Entry {
    let window: UInt32
    let word: Int
    /// Where the window stands in the word.
    let offset: Int
  }

  private let words: [[UInt8]]
  private let ignoresCase: Bool
  /// Bytes of a window.
  private let width: Int
  private let stride: Int
  private let longestOffset: Int
  /// Keeps the bytes of a window that count.
  private let mask: UInt32
  /// Makes upper and lower case alike; some other bytes too, which the comparison then sorts out.
  private let fold: UInt32
  /// One bit per hash.
  private let filter: [UInt64]
  /// For each hash the index in `entries` where its entries begin.
  private let buckets: [UInt32]
  private let entries: [Entry]

  /// A scanner for these words.
  ///
  /// - Parameters:
  ///   - words: None may be empty. The longer the shortest of them, the faster.
  ///   - ignoresCase: Whether ASCII letters match in either case.
  package init(words: [[UInt8]], ignoresCase: Bool = false) {
    let shortest = words.map(\.count).min() ?? 4
    precondition(shortest > 0, "an empty word is everywhere")
    self.words = ignoresCase ? words.map { $0.map(\.asciiLowercased) } : words
    self.ignoresCase = ignoresCase
    let width = min(4, shortest)
    let stride = min(4, shortest - width + 1)
    mask = width == 4 ? .max : (1 << UInt32(8 * width)) - 1
    fold = ignoresCase ? 0x2020_2020 & mask : 0
    (self.width, self.stride) = (width, stride)

    var entries: [Entry] = []
    for (index, word) in self.words.enumerated() {
      let first = WordScanner.rarestOffset(in: word, width: width, stride: stride)
      for offset in first..<first + stride {
        var window: UInt32 = 0
        for byte in word[offset..<offset + width].reversed() { window = window << 8 | UInt32(byte) }
        entries.append(Entry(window: window | fold, word: index, offset: offset))
      }
    }
    entries.sort { WordScanner.hash($0.window) < WordScanner.hash($1.window) }
    var filter = [UInt64](repeating: 0, count: 1024)
    var buckets = [UInt32](repeating: 0, count: 65537)
    for entry in entries {
      let hash = WordScanner.hash(entry.window)
      filter[hash >> 6] |= 1 << UInt64(hash & 63)
      buckets[hash + 1] += 1
    }
    for hash in 0..<65536 { buckets[hash + 1] += buckets[hash] }
    self.entries = entries
    self.filter = filter
    self.buckets = buckets
    longestOffset = entries.map(\.offset).max() ?? 0
  }

  /// Whether any word is in the text.
  package func containsAny(in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { containsAny(in: $0) }
  }

  /// Whether any word is in the text.
  ///
  /// - Complexity: O(*n*) for *n* bytes, unless many words begin alike and the text repeats them.
  package func containsAny(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    firstCandidate(in: bytes, from: 0) { _ in true } != nil
  }

  /// The match that starts first; of several that start there, the longest.
  package func firstMatch(in bytes: [UInt8]) -> Match? {
    bytes.withUnsafeBufferPointer { firstMatch(in: $0) }
  }

  /// The match that starts first; of several that start there, the longest.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - start: Matches that start before it do not count.
  /// - Returns: The match; nil when there is none.
  package func firstMatch(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Match? {
    guard start >= 0, start < bytes.count else { return nil }
    var best: Match?
    // A match that starts earlier may be noticed later, by a window at its end.
    var position = start
    while let (window, matches) = firstCandidate(
      in: bytes, from: position, until: best.map { $0.range.lowerBound + longestOffset },
      { $0.range.lowerBound >= start })
    {
      for match in matches where best.map({ WordScanner.precedes(match, $0) }) ?? true {
        best = match
      }
      position = window + stride
    }
    return best
  }

  private static func precedes(_ a: Match, _ b: Match) -> Bool {
    (a.range.lowerBound, -a.range.count, a.word) < (b.range.lowerBound, -b.range.count, b.word)
  }

  /// The first window from `start` to `end` by which words are known that really are there.
  private func firstCandidate(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, until end: Int? = nil,
    _ counts: (Match) -> Bool
  ) -> (window: Int, matches: [Match])? {
    let raw = UnsafeRawBufferPointer(bytes)
    let last = min(end ?? .max, raw.count - width)
    let lastWhole = min(last, raw.count - 4)
    var position = start
    return filter.withUnsafeBufferPointer { filter in
      while position <= last {
        var window: UInt32
        if position <= lastWhole {
          window = UInt32(
            littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt32.self))
        } else {
          window = 0
          for byte in raw[position..<position + width].reversed() {
            window = window << 8 | UInt32(byte)
          }
        }
        window = window & mask | fold
        let hash = WordScanner.hash(window)
        if filter[hash >> 6] & (1 << UInt64(hash & 63)) != 0 {
          let matches = matches(of: window, hash: hash, at: position, in: raw).filter(counts)
          if !matches.isEmpty { return (position, matches) }
        }
        position += stride
      }
      return nil
    }
  }

  private func matches(
    of window: UInt32, hash: Int, at position: Int, in bytes: UnsafeRawBufferPointer
  ) -> [Match] {
    var matches: [Match] = []
    for entry in entries[Int(buckets[hash])..<Int(buckets[hash + 1])]
    where entry.window == window && position >= entry.offset {
      let word = words[entry.word]
      let start = position - entry.offset
      guard word.count <= bytes.count - start else { continue }
      let isEqual =
        ignoresCase
        ? word.indices.allSatisfy { word[$0] == bytes[start + $0].asciiLowercased }
        : word.indices.allSatisfy { word[$0] == bytes[start + $0] }
      if isEqual { matches.append(Match(word: entry.word, range: start..<start + word.count)) }
    }
    return matches
  }

  @inline(__always)
  private static func hash(_ window: UInt32) -> Int {
    Int((window &* 0x9E37_79B1) >> 16)
  }
}

extension WordScanner {
  /// Where in a word those windows begin that a text is least likely to have.
  private static func rarestOffset(in word: [UInt8], width: Int, stride: Int) -> Int {
    let offsets = 0...word.count - width - stride + 1
    func frequency(at offset: Int) -> Int {
      word[offset..<offset + width + stride - 1].reduce(0) { $0 + commonness(of: $1) }
    }
    return offsets.min { frequency(at: $0) < frequency(at: $1) } ?? 0
  }

  /// How common a byte is in programs, roughly, from 0 to 9.
  private static func commonness(of byte: UInt8) -> Int {
    switch Character(Unicode.Scalar(byte)) {
    case "e", " ": 9
    case "t", "a", "s", "r", "i", "n", "o": 8
    case "l", "d", "c", "_", "p", "m", "u", "f": 6
    case ".", "h", "g", "y", "b", "\"", "=", "(", ")", ",", ":", "-", "/": 4
    case "0"..."9", "k", "v", "w", "x": 2
    case "A"..."Z": 1
    default: 0
    }
  }
}

extension UInt8 {
  fileprivate var asciiLowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
