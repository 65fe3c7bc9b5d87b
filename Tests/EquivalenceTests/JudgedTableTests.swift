import Catalog
import Equivalence
import Foundation
import Hardware
import Testbed
import Testing

/// The answers that an expert accepts or calls wrong, written down before there was any scoring.
@Suite struct JudgedTableTests {
  /// One row of `Fixtures/judged.csv`.
  struct Judgement: CustomStringConvertible {
    let source: String
    let from: String
    let to: String
    let options: String
    let expectation: String
    let nodeType: String
    let detail: String
    let grades: [String]
    let reason: String

    var query: String { "\(source)@\(from) --to \(to) \(options)" }
    var description: String {
      "\(query): \(expectation) \(nodeType) \(detail) \(grades.joined(separator: "|")) (\(reason))"
    }

    init(_ row: FactTable.Row) {
      source = row["source"] ?? ""
      from = row["source_site"] ?? ""
      to = row["target_site"] ?? ""
      options = row["options"] ?? ""
      expectation = row["expectation"] ?? ""
      nodeType = row["node_type"] ?? ""
      detail = row["detail"] ?? ""
      grades = (row["grade"] ?? "").split(separator: "|").map(String.init)
      reason = row["reason"] ?? ""
    }

    func describes(_ candidate: Candidate) -> Bool {
      candidate.configuration.nodeType == nodeType && matchesDetail(candidate.configuration)
    }

    private func matchesDetail(_ configuration: Configuration) -> Bool {
      let hardware = configuration.hardware
      let parts = detail.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, expectation != "above" else { return true }
      switch parts[0] {
      case "gpu":
        let name = hardware.hasAccelerator == true ? hardware.accelerator.value ?? "" : "none"
        return name.contains(parts[1])
      case "fpga": return (hardware.fpga.value ?? "none").contains(parts[1])
      case "gpus": return hardware.acceleratorCount.value == Int(parts[1])
      default: return false
      }
    }
  }

  static func judgements() throws -> [Judgement] {
    let url = try #require(
      Bundle.module.url(forResource: "judged", withExtension: "csv", subdirectory: "Fixtures"))
    return try FactTable(Array(Data(contentsOf: url)), file: "judged.csv").rows.map(Judgement.init)
  }

  static func ranking(of judgement: Judgement, _ catalog: Catalog, _ facts: Facts) throws -> Ranking
  {
    let from = try #require(SiteID(judgement.from))
    let to = try #require(SiteID(judgement.to))
    let named = try catalog.configurations(named: judgement.source).filter { $0.site == from }
    let source = try #require(Ranking.primary(of: named), "\(judgement)")
    var wishes = Profile.Wishes()
    var order = Ranking.Order.likeness
    let words = judgement.options.split(separator: " ").map(String.init)
    for (index, word) in words.enumerated() {
      let value = index + 1 < words.count ? words[index + 1] : ""
      switch word {
      case "--stack": wishes.allowsOtherStacks = value == "any"
      case "--compare":
        wishes.allowsOtherStacks = true
        order = .contrast
      case "--nodes": wishes.nodes = Int(value)
      case "--for": wishes.purpose = Purpose(rawValue: value)
      case "--require": wishes.required.append(Requirement.Kind(value))
      case "--ignore": wishes.ignored.append(Requirement.Kind(value))
      default: break
      }
    }
    let assessed = Assessed(source, facts: facts)
    return Ranking(
      of: try catalog.configurations(at: [to]), for: assessed,
      Profile(of: assessed, wishes: wishes), facts: facts, order: order)
  }

  @Test func agreesWithTheExpert() throws {
    let facts = try BundledData.facts()
    let catalog = try Catalog.bundled()
    let judgements = try JudgedTableTests.judgements()
    #expect(Set(judgements.map(\.source)).count >= 15)
    for (_, rows) in Dictionary(grouping: judgements, by: \.query) {
      let ranking = try JudgedTableTests.ranking(of: rows[0], catalog, facts)
      let shown = ranking.candidates.prefix(6).map {
        "\($0.configuration.name) \($0.grade.rawValue) \(Int(($0.score * 1000).rounded()))"
      }.joined(separator: ", ")
      for judgement in rows {
        #expect(
          JudgedTableTests.holds(judgement, rows, ranking.candidates),
          "\(judgement) -> \(shown)")
      }
    }
  }

  static func holds(_ row: Judgement, _ rows: [Judgement], _ candidates: [Candidate]) -> Bool {
    switch row.expectation {
    case "first":
      guard let first = candidates.first else { return false }
      let accepted = rows.filter { $0.expectation == "first" && $0.describes(first) }
      return accepted.contains { $0.grades.isEmpty || $0.grades.contains(first.grade.rawValue) }
    case "listed":
      let listed = candidates.filter(row.describes)
      return !listed.isEmpty
        && listed.allSatisfy { row.grades.isEmpty || row.grades.contains($0.grade.rawValue) }
    case "absent": return !candidates.contains(where: row.describes)
    case "not-first": return !(candidates.first.map(row.describes) ?? false)
    case "empty": return candidates.isEmpty
    case "above":
      let lower = row.detail.split(separator: ":").last.map(String.init) ?? ""
      guard let above = candidates.firstIndex(where: row.describes) else { return false }
      let below = candidates.firstIndex { $0.configuration.nodeType == lower }
      return below.map { above < $0 } ?? true
    default: return false
    }
  }
}
