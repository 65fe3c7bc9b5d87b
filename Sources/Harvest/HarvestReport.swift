package import Catalog
import Hardware
package import Testbed

/// What a harvest did.
package struct HarvestReport: Sendable {
  /// The version of the source's data.
  package let version: String?
  /// When that version was made, in seconds since 1970-01-01 00:00:00 UTC; nil when not told.
  package let timestamp: Int?
  package var stored: [StoreReport] = []
  /// Sites whose version was stored already.
  package var unchanged: [SiteID] = []
  /// Sites that could not be harvested; those in `known` keep their former data.
  package var failed: [SiteID] = []
  /// Sites that the source does not list any more, removed by force.
  package var removed: [SiteID] = []
  /// Sites that were in the catalogue before.
  package var known: Set<SiteID> = []
  package var problems: [HarvestProblem] = []
  package var byteCount = 0

  init(version: String?, timestamp: Int?) {
    self.version = version
    self.timestamp = timestamp
  }

  mutating func add(_ problems: [HarvestProblem], byteCount: Int) {
    self.problems += problems
    self.byteCount += byteCount
  }

  mutating func fail(_ site: SiteID, _ problem: HarvestProblem) {
    failed.append(site)
    problems.append(problem)
  }

  /// Whether everything that was asked for is in the catalogue.
  package var isComplete: Bool { failed.isEmpty && problems.isEmpty }
}

/// Whether the data of a site may replace good data.
struct Plausibility {
  private let site: SiteID
  private let known: Int?
  private let version: String?
  private var count = 0
  /// How many of them were listed before.
  private var repeated = 0
  private var implausible: [String] = []

  init(site: SiteID, known: Int?, version: String?) {
    self.site = site
    self.known = known
    self.version = version
  }

  mutating func add(_ nodes: [StagedNode]) {
    count += nodes.count
    for node in nodes where node.reading.isImplausible {
      implausible.append(node.reading.nodeName)
    }
  }

  mutating func addRepeated(_ count: Int) { repeated += count }

  /// Why the data looks wrong; nil when it does not.
  var doubt: HarvestProblem? {
    func doubt(_ reason: String) -> HarvestProblem {
      HarvestProblem(
        site: site.text, place: "site '\(site)'", reason: "\(reason); the former data was kept",
        hint: "look at the source; --force takes it all the same")
    }
    // A page that comes again, rather than one record that is there twice.
    if repeated >= 5, repeated * 10 > count {
      return doubt("\(repeated) of \(count) nodes were listed before, so others were missed")
    }
    let count = count - repeated
    if let known, known > 0 {
      if count == 0 { return doubt("the source lists no nodes, the catalogue has \(known)") }
      if count * 2 < known {
        return doubt("the source lists \(count) nodes, the catalogue has \(known)")
      }
    }
    if version == nil { return doubt("the source tells no version") }
    if let name = implausible.first, implausible.count * 10 > count {
      return doubt(
        "\(implausible.count) of \(count) nodes have impossible sizes, for example \(name)")
    }
    return nil
  }
}
