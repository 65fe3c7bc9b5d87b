package import Testbed

/// What of projects at other sites is known to stand for what at the target.
///
/// The rewriter takes it before its own rules: texts of a class that are in it are rewritten, or
/// portable when both sites use the same text.
package struct Counterparts: Sendable {
  /// What is known of one text of the source.
  package struct Entry: Sendable, Hashable {
    /// What it is at the target.
    package let text: String
    package let kind: ReferenceClass
    /// What it is, for messages: `the image my-image`.
    package let title: String

    /// Makes an entry.
    package init(_ text: String, _ kind: ReferenceClass, title: String) {
      self.text = text
      self.kind = kind
      self.title = title
    }
  }

  /// A name where it means something.
  private struct Name: Hashable {
    let source: SiteID
    let kind: ReferenceClass
    let text: String
  }

  /// Ids in lower case; they stand for themselves wherever they are.
  private(set) var identifiers: [String: Entry] = [:]
  private var names: [Name: Entry] = [:]
  private var targetNames: [ReferenceClass: Set<String>] = [:]
  /// Ids and names with several counterparts: none is taken.
  package private(set) var conflicts: Set<String> = []

  /// Nothing is known.
  package init() {}

  /// Whether nothing is known.
  package var isEmpty: Bool { identifiers.isEmpty && names.isEmpty }

  /// Notes what an id of a source is at the target; what is no UUID, and the same id, is left out.
  package mutating func add(id old: String, _ entry: Entry) {
    let old = old.lowercased()
    guard old.utf8.count == 36, UUIDText.range(in: old) != nil, !entry.text.isEmpty,
      old != entry.text.lowercased()
    else { return }
    if conflicts.contains(old) { return }
    if let known = identifiers[old], known.text != entry.text {
      conflicts.insert(old)
      identifiers[old] = nil
    } else {
      identifiers[old] = entry
    }
  }

  /// Notes what a name of a source is at the target, which may be the same.
  package mutating func add(name old: String, of source: SiteID, _ entry: Entry) {
    guard !old.isEmpty, !entry.text.isEmpty else { return }
    targetNames[entry.kind, default: []].insert(entry.text)
    let name = Name(source: source, kind: entry.kind, text: old)
    if conflicts.contains(old) { return }
    if let known = names[name], known.text != entry.text {
      conflicts.insert(old)
      names[name] = nil
    } else {
      names[name] = entry
    }
  }

  /// What a text that is used for something of a class is at the target.
  ///
  /// A name that the target has stays, unless it is the same there: what has been ported once is not
  /// ported again.
  func entry(named text: String, _ kind: ReferenceClass, of source: SiteID) -> Entry? {
    guard let entry = names[Name(source: source, kind: kind, text: text)] else { return nil }
    let isOther = entry.text != text && targetNames[kind]?.contains(text) == true
    return isOther ? nil : entry
  }

  /// Texts without which no file needs a second look.
  var words: [String] {
    Array(identifiers.keys) + names.filter { $0.key.text != $0.value.text }.keys.map(\.text)
  }
}
