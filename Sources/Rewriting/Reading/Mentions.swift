import Hardware
import SourceText
import Testbed

/// Words that name a site, one of its hosts or a node type, in text for people or inside longer texts.
struct Mentions {
  /// One of them.
  struct Mention {
    enum Kind { case site, host, nodeType }
    let kind: Kind
    let range: Range<Int>
    let text: String
  }

  let knowledge: Knowledge
  let site: SiteID

  /// The mentions of the site in a stretch of text, in order.
  func find(in bytes: [UInt8], _ range: Range<Int>) -> [Mention] {
    var found: [Mention] = []
    var index = range.lowerBound
    while index < range.upperBound {
      guard Mentions.isWord(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < range.upperBound, Mentions.isWord(bytes[index]) { index += 1 }
      var end = index
      while end > start, [45, 46, 64].contains(bytes[end - 1]) { end -= 1 }
      if let mention = mention(bytes, start..<end) { found.append(mention) }
    }
    return found
  }

  private func mention(_ bytes: [UInt8], _ range: Range<Int>) -> Mention? {
    // Sites have an `@` in their names, hosts a dot, node types an underscore.
    guard range.count >= 4, range.count < 64,
      bytes[range].contains(where: { $0 == 64 || $0 == 46 || $0 == 95 })
    else { return nil }
    let text = String(decoding: bytes[range], as: UTF8.self)
    if knowledge.site(named: text) == site { return Mention(kind: .site, range: range, text: text) }
    if knowledge.hosts[text] == site { return Mention(kind: .host, range: range, text: text) }
    if text.contains("_"), knowledge.sitesOfType[text]?.contains(site) == true {
      return Mention(kind: .nodeType, range: range, text: text)
    }
    return nil
  }

  /// Letters, digits, and what joins the parts of names and hosts.
  static func isWord(_ byte: UInt8) -> Bool {
    UUIDText.isWord(byte) || byte == 64 || byte == 46
  }
}
