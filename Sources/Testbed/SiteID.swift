/// The short name of a site in the reference repository: `uc`, `tacc`, `kvm`.
package struct SiteID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let text: String

  /// Accepts lower-case letters, digits, `-` and `_`, as all `uid`s of sites are; nil otherwise.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 64,
      text.utf8.allSatisfy({
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: "_")
      })
    else { return nil }
    self.text = text
  }

  package static func < (a: SiteID, b: SiteID) -> Bool { a.text < b.text }

  package var description: String { text }
}
