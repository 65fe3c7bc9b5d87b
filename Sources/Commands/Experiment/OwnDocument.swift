import JSON
import SourceText

/// Files that chiport wrote beside an experiment, and that are no part of it.
enum OwnDocument {
  private static let kinds: Set = ["plan", "plan_record", "map", "inventory"]
  private static let mark = WordScanner(
    words: ["\"document\"", "\"copied\""].map { Array($0.utf8) })

  /// Whether a file is a plan, its record, a map, an inventory or a record of copies: an object of JSON
  /// that says so.
  ///
  /// - Complexity: O(*n*) in the number of bytes; only what begins like an object and has the word is
  ///   parsed.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), mark.containsAny(in: bytes),
      let document = try? JSONValue(parsing: bytes)
    else { return false }
    if let kind = document["document"]?.string { return kinds.contains(kind) }
    return document["version"]?.integer != nil && document["copied"]?.array != nil
  }
}
