package import JSON
package import Testbed

/// Something of one site that a copy or a step of a plan has carried to, or made at, another one.
///
/// `RecordedCopies` is the file that holds them.
package struct RecordedCopy: Sendable, Hashable {
  package let kind: ResourceKind
  package let source: SiteID
  package let target: SiteID
  /// What it is called at the source.
  package let name: String
  /// What the source knows it by; nil for containers, key pairs and objects.
  package let id: String?
  /// What it is called at the target.
  package let newName: String
  /// What the target knows it by; nil for containers, key pairs and objects.
  package let newID: String?
  /// When it was done, UTC, ISO 8601; nil when nobody noted it.
  package let doneAt: String?

  /// Makes a record; a thing without a new name keeps its name.
  package init(
    kind: ResourceKind, source: SiteID, target: SiteID, name: String, id: String? = nil,
    newName: String? = nil, newID: String? = nil, doneAt: String? = nil
  ) {
    self.kind = kind
    self.source = source
    self.target = target
    self.name = name
    self.id = id
    self.newName = newName ?? name
    self.newID = newID
    self.doneAt = doneAt
  }

  /// Reads what `document` writes; nil when the kind, a site or the name is missing.
  package init?(document: JSONValue) {
    guard let kind = document.text("kind").flatMap(ResourceKind.init(rawValue:)),
      let source = document.text("from").flatMap(SiteID.init),
      let target = document.text("to").flatMap(SiteID.init), let name = document.text("name")
    else { return nil }
    self.init(
      kind: kind, source: source, target: target, name: name, id: document.text("id"),
      newName: document.text("new_name"), newID: document.text("new_id"),
      doneAt: document.text("done_at"))
  }

  /// The record as an element of `copied`.
  package var document: JSONValue {
    var record = Members()
    record.add("kind", kind.rawValue)
    record.add("from", source.text)
    record.add("to", target.text)
    record.add("name", name)
    record.add("id", id)
    record.add("new_name", newName)
    record.add("new_id", newID)
    record.add("done_at", doneAt)
    return record.object
  }
}
