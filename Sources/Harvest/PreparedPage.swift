import Catalog
import Hardware
import JSON
import Testbed

/// A page whose records have been read, away from the task that writes.
struct PreparedPage: Sendable {
  let nodes: [StagedNode]
  let covered: Int
  let total: Int
  let version: String?
  let byteCount: Int
  let problems: [HarvestProblem]

  init(_ page: NodePage, _ normaliser: Normaliser, _ site: SourceSite, _ cluster: SourceCluster) {
    var nodes: [StagedNode] = []
    nodes.reserveCapacity(page.records.count)
    var problems = page.problems
    for record in page.records {
      do {
        let record = record.canonicalNode
        let reading = try normaliser.reading(of: record, at: site.id)
        problems += reading.implausibleSizes.map { oddity in
          HarvestProblem(
            site: site.id.text, place: "\(site.id)/\(cluster.uid): node \(reading.nodeName)",
            reason: oddity.reason, hint: "the value is left unknown")
        }
        nodes.append(
          StagedNode(cluster: cluster.uid, reading: reading, record: record))
      } catch {
        let name = record["node_name"]?.string ?? record["uid"]?.string ?? "without a name"
        problems.append(
          HarvestProblem(
            site: site.id.text, place: "\(site.id)/\(cluster.uid): node \(name)",
            reason: error.description, hint: "the node was left out; the others are harvested"))
      }
    }
    self.nodes = nodes
    self.problems = problems
    covered = page.covered
    total = page.total
    version = page.version
    byteCount = page.byteCount
  }
}
