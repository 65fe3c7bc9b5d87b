import JSON
import OpenStack
import Transfer

/// What a copy comes to, before it begins.
struct CopyTotals: Sendable {
  /// Something that is left as it is, or out.
  struct Remark: Sendable {
    let name: String
    let reason: String
  }

  /// What is counted: `objects`, `files`.
  let noun: String
  let count: Int
  let bytes: Int
  let present: (count: Int, bytes: Int)
  let conflicts: [Remark]
  let refused: [Remark]
  let extraCount: Int
  /// What the user should know, a sentence each.
  let notes: [String]

  init(_ plan: ObjectCopyPlan) {
    noun = "objects"
    count = plan.items.count
    bytes = plan.bytes
    present = plan.present
    conflicts = plan.conflicts.map { Remark(name: $0.target.description, reason: $0.reason) }
    refused = []
    extraCount = plan.extraCount
    notes = []
  }

  init<Item>(_ plan: TreePlan<Item>) {
    noun = "files"
    count = plan.items.count
    bytes = plan.bytes
    present = plan.present
    conflicts = plan.conflicts.map { Remark(name: $0.subject, reason: $0.reason) }
    refused = plan.refused.map { Remark(name: $0.subject, reason: $0.reason) }
    extraCount = plan.extraCount
    notes = plan.notes
  }

  /// One sentence.
  var sentence: String {
    var parts = ["\(count) \(noun) to copy, \(ByteAmount.text(bytes))"]
    if present.count > 0 {
      parts.append("\(present.count) are there already, \(ByteAmount.text(present.bytes))")
    }
    if !conflicts.isEmpty { parts.append("\(conflicts.count) differ from what is there") }
    if !refused.isEmpty { parts.append("\(refused.count) cannot be copied") }
    if extraCount > 0 { parts.append("\(extraCount) more are only there, and stay") }
    return parts.joined(separator: "; ")
  }

  /// The event `plan`.
  func event(dryRun: Bool, seconds: Double?) -> JSONValue {
    [
      "event": "plan", "dry_run": .bool(dryRun), "count": JSONValue(count),
      "bytes": JSONValue(bytes), "present_count": JSONValue(present.count),
      "present_bytes": JSONValue(present.bytes), "conflicts": JSONValue(conflicts.count),
      "refused": JSONValue(refused.count), "extra": JSONValue(extraCount),
      "estimated_seconds": JSONValue(seconds, digits: 1),
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}
