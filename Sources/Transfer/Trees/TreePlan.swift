/// What a copy of a tree has to do, before anything is done.
package struct TreePlan<Item: Sendable>: Sendable {
  /// Something that is left as it is, or out.
  package struct Remark: Sendable, Hashable {
    /// A path or an object's name.
    package let subject: String
    package let reason: String
  }

  /// In the order in which they are copied.
  package internal(set) var items: [Item] = []
  /// Of the contents of all items.
  package internal(set) var bytes = 0
  /// How many are at the destination already, and their bytes.
  package internal(set) var present = (count: 0, bytes: 0)
  /// What has something else in its place.
  package internal(set) var conflicts: [Remark] = []
  /// What cannot be copied at all.
  package internal(set) var refused: [Remark] = []
  /// What the user should know, a sentence each.
  package internal(set) var notes: [String] = []
  /// How many are at the destination only; they stay.
  package internal(set) var extraCount = 0
  /// Whether the container has to be made at the destination.
  package internal(set) var makesContainer = false
  /// Whether the container, or the folder, is at the source.
  package internal(set) var isSourceMissing = false

  /// Adds an item, or says why not.
  mutating func add(
    _ item: Item, subject: String, bytes: Int, _ comparison: ObjectComparison, replaces: Bool
  ) {
    switch comparison {
    case .same:
      present.count += 1
      present.bytes += bytes
    case .missing: append(item, bytes)
    case .other where replaces, .otherMetadata where replaces, .unknown where replaces:
      append(item, bytes)
    case .other(let reason), .otherMetadata(let reason):
      conflicts.append(Remark(subject: subject, reason: reason))
    case .unknown: conflicts.append(Remark(subject: subject, reason: "other content"))
    }
  }

  private mutating func append(_ item: Item, _ bytes: Int) {
    items.append(item)
    self.bytes += bytes
  }
}
