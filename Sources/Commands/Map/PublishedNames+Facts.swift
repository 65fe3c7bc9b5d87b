import Hardware
import Resources
import Testbed

extension PublishedNames {
  /// What the facts say that two sites have for everybody.
  init(_ facts: Facts, from source: SiteID, to target: SiteID) {
    func images(at site: SiteID) -> Set<String> {
      Set(facts.images.filter { $0.sites.contains(site.text) }.map(\.name))
    }
    self.init(
      sourceImages: images(at: source), targetImages: images(at: target),
      targetNetworks: facts.networks.filter {
        $0.kind == "network" && $0.sites.contains(target.text)
      }.map(\.name))
  }
}
