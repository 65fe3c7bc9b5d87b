package import JSON

/// The file in which copies and plans note what they have made, which `chiport rewrite --map-file`,
/// `chiport map --copied` and later plans read.
///
/// ```json
/// {"version": 1,
///  "copied": [
///    {"kind": "image", "from": "uc", "to": "tacc", "name": "my-image",
///     "id": "f2d1...", "new_name": "my-image", "new_id": "91c0...",
///     "done_at": "2026-11-22T10:00:00Z"}]}
/// ```
///
/// `kind` is a `ResourceKind`; `id` and `new_id` are left out for what has no ids.
package struct RecordedCopies: Sendable, Hashable {
  /// Goes up when a member is renamed or means something else.
  package static let version = 1

  /// In the order in which they were made; a later one counts more than an earlier one.
  package var copies: [RecordedCopy]

  /// A record of these copies.
  package init(_ copies: [RecordedCopy] = []) { self.copies = copies }

  /// Reads a record.
  ///
  /// - Throws: `ResourceError` for another document or version, and for elements that are no copies.
  package init(document: JSONValue) throws(ResourceError) {
    guard let items = document["copied"]?.array else {
      throw ResourceError("expected a record of copies, an object with an array 'copied'")
    }
    let version = document["version"]?.integer
    guard version == RecordedCopies.version else {
      throw ResourceError(
        "a record of version \(version.map(String.init) ?? "unknown"), expected "
          + "\(RecordedCopies.version)")
    }
    copies = []
    for (index, item) in items.enumerated() {
      guard let copy = RecordedCopy(document: item) else {
        throw ResourceError(
          "element \(index) of 'copied': expected an object with 'kind', 'from', 'to' and 'name'")
      }
      copies.append(copy)
    }
  }

  /// The record as JSON.
  package var document: JSONValue {
    ["version": JSONValue(RecordedCopies.version), "copied": .array(copies.map(\.document))]
  }

  /// Adds a copy in the place of an earlier one of the same thing.
  package mutating func add(_ copy: RecordedCopy) {
    copies.removeAll {
      $0.kind == copy.kind && $0.source == copy.source && $0.target == copy.target
        && $0.id == copy.id && $0.name == copy.name
    }
    copies.append(copy)
  }
}
