import Resources
import Testbed
import Testing

/// What is to be done about what the target has not.
@Suite struct PairingAdviceTests {
  /// Commands go where the user is logged in, whatever that login is called.
  @Test(arguments: [(nil, "tacc"), ("my-login", "my-login"), ("my login", "'my login'")])
  func commandsNameTheCloudOfTheTarget(_ cloud: String?, _ word: String) throws {
    let (uc, tacc) = try (#require(SiteID("uc")), #require(SiteID("tacc")))
    var source = ProjectInventory(site: uc, projectID: "p", readAt: "2026-11-22T10:00:00Z")
    source.networks = .known([Network(id: "n", name: "lab", projectID: "p")])
    source.keyPairs = .known([KeyPair(name: "laptop", fingerprint: "a")])
    source.securityGroups = .known([SecurityGroup(id: "g", name: "web")])
    source.shares = .known([Share(id: "s", name: "data", size: 5)])
    var target = ProjectInventory(site: tacc, readAt: "2026-11-22T10:00:00Z")
    target.networks = .known([])
    target.keyPairs = .known([])
    target.securityGroups = .known([])
    target.shares = .known([])
    let advice = ResourceMap(from: source, to: target, cloud: cloud).pairs.map { $0.advice ?? "" }
    #expect(advice.count == 4)
    for text in advice {
      #expect(text.hasPrefix("openstack --os-cloud \(word) "), "\(text)")
    }
  }
}
