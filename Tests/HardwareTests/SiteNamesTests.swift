import Catalog
import Hardware
import Testbed
import Testing

@Suite struct SiteNamesTests {
  private let names: SiteNames

  init() throws { names = SiteNames(facts: try BundledData.facts()) }

  @Test(arguments: [
    ("tacc", "tacc"), ("CHI@TACC", "tacc"), ("Chi@tacc", "tacc"), ("chi-tacc", "tacc"),
    ("CHI_TACC", "tacc"), (" uc ", "uc"), ("Chicago", "uc"), ("KVM@TACC", "kvm"),
    ("kvm", "kvm"), ("northwestern", "nu"), ("chi@edge", "edge"),
  ]) func findsSites(text: String, uid: String) throws {
    #expect(names.resolve(text) == .site(try #require(SiteID(uid))))
  }

  @Test(arguments: [
    ("tac", ["tacc"]), ("taccc", ["tacc"]), ("kmv", ["kvm"]), ("nowhere", []), ("", []),
  ]) func namesTheNearest(text: String, nearest: [String]) {
    #expect(names.resolve(text) == .unknown(nearest: nearest))
  }

  @Test func knowsSitesThatOnlyTheCatalogueHas() throws {
    let id = try #require(SiteID("mars"))
    let names = SiteNames(facts: try BundledData.facts(), catalogued: [(id, "CHI@Mars")])
    #expect(names.resolve("chi@mars") == .site(id))
    #expect(names.resolve("tacc") == .site(try #require(SiteID("tacc"))))
  }

  @Test func everyNameOfTheFactsLeadsToItsSite() throws {
    for fact in try BundledData.facts().sites {
      let id = try #require(SiteID(fact.uid))
      for name in [fact.uid, fact.name, fact.regionName] + fact.aliases {
        #expect(names.resolve(name.uppercased()) == .site(id), "\(name)")
      }
    }
  }
}
