import JSON
import Resources
import Testbed

/// A map in words.
struct MapReport {
  let map: ResourceMap
  let sourceName: String
  let targetName: String

  /// One row for each pair.
  var sheet: Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "kind", title: "Kind"),
        Sheet.Column(name: "name", title: "At \(sourceName)"),
        Sheet.Column(name: "id", title: "Id at \(sourceName)", isExtra: true),
        Sheet.Column(name: "status", title: "Status"),
        Sheet.Column(name: "by", title: "By"),
        Sheet.Column(name: "new_name", title: "At \(targetName)"),
        Sheet.Column(name: "new_id", title: "Id at \(targetName)", isExtra: true),
        Sheet.Column(name: "remark", title: "Remark", isFlexible: true, isExtra: true),
        Sheet.Column(name: "advice", title: "What to do", isFlexible: true, isExtra: true),
      ], rows: map.pairs.map(MapReport.row))
  }

  private static func row(_ pair: ResourcePair) -> [JSONValue] {
    var ground: String?
    if case .paired(_, let by) = pair.outcome { ground = by.rawValue }
    return [
      .string(pair.kind.label), .string(pair.source.name), .string(pair.source.id),
      .string(pair.status), JSONValue(ground), JSONValue(pair.target?.name),
      JSONValue(pair.target?.id), JSONValue(pair.remark), JSONValue(pair.advice),
    ]
  }

  /// What differs, and what is to be done about everything that has no counterpart, one paragraph each.
  var advice: String {
    map.pairs.filter { $0.remark != nil || $0.advice != nil }.map { pair in
      let remark = pair.remark.map { ": \($0)" } ?? ""
      var lines = ["\(pair.kind.label) '\(pair.source.name)' (\(pair.status))\(remark)"]
      if case .ambiguous(let ends) = pair.outcome {
        lines += ends.map { "  candidate: \($0.id)\(MapReport.name($0))" }
      }
      lines += pair.advice.map { ["  \($0)"] } ?? []
      return lines.map { Sanitised($0).text + "\n" }.joined()
    }.joined()
  }

  private static func name(_ end: ResourcePair.End) -> String {
    end.name.isEmpty || end.name == end.id ? "" : " '\(end.name)'"
  }

  /// How many there are of each kind of outcome.
  var summary: String {
    var counts: [String: Int] = [:]
    for pair in map.pairs { counts[pair.status, default: 0] += 1 }
    let words = ["paired", "conflict", "ambiguous", "missing", "unknown"].compactMap { word in
      counts[word].map { "\($0) \(word)" }
    }
    return words.isEmpty ? "nothing to pair" : words.joined(separator: ", ")
  }

  /// Whether everything has a counterpart.
  var isComplete: Bool {
    map.pairs.allSatisfy { $0.target != nil } && !map.gaps.contains(where: isOpen)
  }

  /// Whether something that is shown, or would be, is not known because of a gap.
  func matters(_ gap: ResourceMap.Gap) -> Bool {
    isOpen(gap) || gap.site == map.target && map.pairs.contains { $0.kind == gap.kind }
  }

  /// Whether something of the source may have been overlooked.
  private func isOpen(_ gap: ResourceMap.Gap) -> Bool { gap.site == map.source && !gap.isAbsent }
}
