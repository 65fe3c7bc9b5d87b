import Catalog
import Harvest
import JSON
import Testbed

/// What a harvest did, in words and as JSON.
struct HarvestSummary: Sendable {
  /// What became of the devices of CHI@Edge.
  enum Devices: Sendable {
    case notAsked
    case unchanged(Int)
    case stored(Int)
    case failed
  }

  /// More problems than this of one site are counted instead of told.
  private static let maximumProblemsToldPerSite = 10

  let source: String
  let catalog: String
  let report: HarvestReport
  let devices: Devices
  /// Those of the report and of the devices.
  let problems: [HarvestProblem]

  /// Whether nothing was stored, as it was stored before.
  private var isUnchanged: Bool {
    let areDevicesUnchanged =
      switch devices {
      case .notAsked, .unchanged: true
      case .stored, .failed: false
      }
    return report.stored.isEmpty && report.failed.isEmpty && report.removed.isEmpty
      && areDevicesUnchanged
  }

  var status: ExitStatus {
    if problems.isEmpty, report.failed.isEmpty { return .done }
    let isEmpty = report.stored.isEmpty && report.unchanged.isEmpty
    return isEmpty && !report.failed.isEmpty ? .failed : .findings
  }

  /// The lines for standard output.
  var text: String {
    let version = report.version.map { "version \($0.prefix(12))" } ?? "no version"
    if isUnchanged {
      return "Nothing to do: \(version) is stored already"
        + " (\(report.unchanged.map(\.text).sorted().joined(separator: ", "))).\n"
    }
    var lines: [(site: String, text: String)] = []
    for stored in report.stored { lines.append((stored.site.text, HarvestSummary.line(stored))) }
    for site in report.unchanged { lines.append((site.text, "unchanged (\(version))")) }
    for site in Set(report.failed) {
      let fate = report.known.contains(site) ? "failed; former data kept" : "failed"
      lines.append((site.text, fate))
    }
    for site in report.removed { lines.append((site.text, "not listed by the source; removed")) }
    var text = lines.sorted { $0 < $1 }.map { "\($0.site): \($0.text)\n" }.joined()
    switch devices {
    case .stored(let count): text += "edge devices: \(count)\n"
    case .unchanged(let count): text += "edge devices: \(count), unchanged\n"
    case .failed: text += "edge devices: failed; former data kept\n"
    case .notAsked: break
    }
    return text
  }

  private static func line(_ stored: StoreReport) -> String {
    let size = "\(stored.nodeCount) nodes, \(stored.configurationCount) configurations"
    guard stored.wasKnown else { return size + "; new" }
    let changes = [
      (stored.added, "added"), (stored.removed, "removed"), (stored.changed, "changed"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return size + "; " + (changes.isEmpty ? "none changed" : changes.joined(separator: ", "))
  }

  /// The problems to tell on standard error, not too many of any one site.
  var toldProblems: [HarvestProblem] {
    var counts: [String?: Int] = [:]
    var told: [HarvestProblem] = []
    for problem in problems {
      counts[problem.site, default: 0] += 1
      if counts[problem.site, default: 0] <= HarvestSummary.maximumProblemsToldPerSite {
        told.append(problem)
      }
    }
    for (site, count) in counts.sorted(by: { ($0.key ?? "") < ($1.key ?? "") })
    where count > HarvestSummary.maximumProblemsToldPerSite {
      told.append(
        HarvestProblem(
          site: site, place: site.map { "site '\($0)'" } ?? source,
          reason: "\(count - HarvestSummary.maximumProblemsToldPerSite) more problems",
          hint: "--format json lists all"))
    }
    return told
  }

  var json: JSONValue {
    .object([
      .init("source", .string(source)), .init("catalog", .string(catalog)),
      .init("version", JSONValue(report.version)),
      .init("version_timestamp", report.timestamp.map { JSONValue($0) } ?? .null),
      .init("bytes", JSONValue(report.byteCount)),
      .init("sites", .array(sites.sorted { $0.name < $1.name }.map(\.value))),
      .init("devices", deviceCount.map { JSONValue($0) } ?? .null),
      .init("problems", .array(problems.map(HarvestSummary.json))),
    ])
  }

  private var deviceCount: Int? {
    switch devices {
    case .stored(let count), .unchanged(let count): count
    case .notAsked, .failed: nil
    }
  }

  private var sites: [JSONValue.Member] {
    report.stored.map { stored in
      .init(
        stored.site.text,
        [
          "site": .string(stored.site.text), "status": "stored",
          "nodes": JSONValue(stored.nodeCount),
          "configurations": JSONValue(stored.configurationCount),
          "new": .bool(!stored.wasKnown), "added": JSONValue(stored.added),
          "removed": JSONValue(stored.removed), "changed": JSONValue(stored.changed),
        ])
    }
      + report.unchanged.map {
        .init($0.text, ["site": .string($0.text), "status": "unchanged"])
      }
      + Set(report.failed).map { .init($0.text, ["site": .string($0.text), "status": "failed"]) }
      + report.removed.map { .init($0.text, ["site": .string($0.text), "status": "removed"]) }
  }

  private static func json(_ problem: HarvestProblem) -> JSONValue {
    [
      "site": JSONValue(problem.site), "place": .string(problem.place),
      "reason": .string(problem.reason), "hint": JSONValue(problem.hint),
    ]
  }
}
