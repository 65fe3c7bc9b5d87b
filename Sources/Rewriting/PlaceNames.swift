import Hardware
import SourceText
import Testbed

/// Names and hosts of the sites that a text may be written for, found without reading the text.
struct PlaceNames: Sendable {
  private let knowledge: Knowledge
  private let sites: [SiteID]
  private let scanner: WordScanner?

  /// Tables of data may name a site on every line.
  private static let limit = 100

  /// - Parameters:
  ///   - knowledge: Names and hosts.
  ///   - source: The site that counts; nil for all but the target.
  ///   - target: The site that never counts.
  init(_ knowledge: Knowledge, source: SiteID?, target: SiteID) {
    self.knowledge = knowledge
    let known = knowledge.facts.sites.compactMap { SiteID($0.uid) }
    let sites = source.map { [$0] } ?? known.filter { $0 != target }
    self.sites = sites
    var words: Set<String> = []
    for fact in knowledge.facts.sites where sites.contains(where: { $0.text == fact.uid }) {
      words.formUnion([fact.name, fact.regionName])
    }
    words.formUnion(knowledge.hosts.filter { sites.contains($0.value) }.keys)
    let bytes = words.filter { $0.utf8.count >= 3 }.sorted().map { Array($0.utf8) }
    scanner = bytes.isEmpty ? nil : WordScanner(words: bytes, ignoresCase: true)
  }

  /// What names the sites in the whole of a document.
  func remaining(in document: Document) -> [FileResult.Remaining] {
    guard let scanner else { return [] }
    let bytes = document.bytes
    var found: [FileResult.Remaining] = []
    bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      while found.count < PlaceNames.limit,
        let match = scanner.firstMatch(in: buffer, from: start)
      {
        let word = PlaceNames.word(around: match.range, in: buffer)
        start = max(word.upperBound, match.range.upperBound)
        for site in sites {
          let mentions = Mentions(knowledge: knowledge, site: site).find(in: bytes, word)
          for mention in mentions where mention.kind != .nodeType {
            found.append(
              .init(
                position: document.position(ofOffset: mention.range.lowerBound),
                text: mention.text, reason: "its language is not read"))
          }
        }
      }
    }
    return found
  }

  /// The whole word that a match is a part of.
  private static func word(
    around range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, Mentions.isWord(bytes[start - 1]) { start -= 1 }
    while end < bytes.count, Mentions.isWord(bytes[end]) { end += 1 }
    return start..<end
  }
}
