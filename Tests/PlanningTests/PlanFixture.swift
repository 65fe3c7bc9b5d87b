import Planning
import Resources
import Testbed

/// A question about a move from CHI@UC to CHI@TACC, of which tests change one thing.
enum PlanFixture {
  static func site(_ text: String) -> SiteID {
    guard let site = SiteID(text) else { preconditionFailure("'\(text)' is no site") }
    return site
  }

  static let uc = site("uc")
  static let tacc = site("tacc")

  static func place(
    _ id: SiteID, _ name: String, siteClass: String = "baremetal", store: SiteID? = nil,
    hasShares: Bool = true
  ) -> PlanSite {
    PlanSite(
      id: id, name: name, siteClass: siteClass, storeSite: store ?? id, hasShares: hasShares,
      cloud: id.text)
  }

  /// Nothing is known but the sites.
  static func question() -> PlanQuestion {
    PlanQuestion(
      from: place(uc, "CHI@UC"), to: place(tacc, "CHI@TACC"), madeAt: "2026-11-22T10:00:00Z",
      paths: ["experiment"])
  }

  /// A question about one reference.
  static func question(_ kind: String, _ value: String, _ decision: String = "unresolved")
    -> PlanQuestion
  {
    var question = question()
    question.references = [reference(kind, value, decision)]
    question.files = [PlanFile(path: "run.sh", isChanged: false)]
    return question
  }

  static func reference(
    _ kind: String, _ value: String, _ decision: String = "unresolved", replacement: String? = nil
  ) -> PlanReference {
    PlanReference(
      kind: kind, value: value, path: "run.sh", line: 7, decision: decision,
      replacement: replacement, reason: "grounds")
  }

  static func inventory(
    _ site: SiteID, _ change: (inout ProjectInventory) -> Void = { _ in }
  ) -> SiteState {
    var inventory = ProjectInventory(
      site: site, projectName: "CH-123456", readAt: "2026-11-22T09:00:00Z")
    inventory.images = .known([])
    inventory.networks = .known([])
    inventory.subnets = .known([])
    inventory.keyPairs = .known([])
    inventory.securityGroups = .known([])
    inventory.shares = .known([])
    inventory.containers = .known([])
    inventory.instances = .known([])
    change(&inventory)
    return .known(inventory)
  }

  static func image(_ gigabytes: Int, checksum: String = "aa", id: String = "1") -> Image {
    Image(
      id: id, name: "my-image", size: ByteCount(gigabytes * 1_000_000_000), diskFormat: "qcow2",
      containerFormat: "bare", minDisk: 10, checksum: checksum)
  }

  /// The steps of one kind.
  static func steps(_ question: PlanQuestion, _ kind: PlanStep.Kind) -> [PlanStep] {
    Planner(question).plan().steps.filter { $0.kind == kind }
  }
}
