import JSON
import Resources
import TestSupport
import Testbed
import Testing

/// What stands for what, told by names, content and keys.
@Suite struct PairingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let source: @Sendable (inout ProjectInventory) -> Void
    let target: @Sendable (inout ProjectInventory) -> Void
    /// `kind name: status candidates`, one for each pair.
    let expected: [String]
  }

  /// Runs a case's two inventories through the pairing.
  private static func map(
    _ example: Case, published: PublishedNames = PublishedNames()
  ) throws -> ResourceMap {
    let (uc, tacc) = try (#require(SiteID("uc")), #require(SiteID("tacc")))
    var source = ProjectInventory(site: uc, projectID: "p1", readAt: "2026-11-22T10:00:00Z")
    var target = ProjectInventory(site: tacc, projectID: "p2", readAt: "2026-11-22T10:00:00Z")
    example.source(&source)
    example.target(&target)
    return ResourceMap(from: source, to: target, published: published)
  }

  /// `kind name: status candidates`.
  static func summary(_ pair: ResourcePair) -> String {
    let detail: String
    switch pair.outcome {
    case .paired(let end, let ground): detail = " \(end.id) by \(ground.rawValue)"
    case .ambiguous(let ends): detail = " \(ends.map(\.id).joined(separator: " "))"
    case .conflict(let end): detail = " \(end.id)"
    case .missing, .unknown: detail = ""
    }
    return "\(pair.kind.rawValue) \(pair.source.name): \(pair.status)\(detail)"
  }

  private static func image(
    _ id: String, _ name: String, _ hash: String?, visibility: String = "private",
    status: String = "active"
  ) -> Image {
    Image(
      id: id, name: name, status: status, visibility: visibility,
      hashAlgorithm: hash.map { _ in "sha512" }, hashValue: hash)
  }

  static let cases = [
    Case(
      testDescription: "an image of the same name and content",
      source: { $0.images = .known([image("i1", "my-image", "aa")]) },
      target: { $0.images = .known([image("i9", "my-image", "aa")]) },
      expected: ["image my-image: paired i9 by name"]),
    Case(
      testDescription: "an image with another name",
      source: { $0.images = .known([image("i1", "my-image", "aa")]) },
      target: { $0.images = .known([image("i9", "copy", "aa"), image("i8", "b", "bb")]) },
      expected: ["image my-image: paired i9 by checksum"]),
    Case(
      testDescription: "an image that kept its id, and another one with that of another",
      source: { $0.images = .known([image("i1", "a", "aa"), image("i2", "b", "bb")]) },
      target: { $0.images = .known([image("i1", "z", "aa"), image("i2", "y", "cc")]) },
      expected: ["image a: paired i1 by id", "image b: missing"]),
    Case(
      testDescription: "one of two images of a name has the content",
      source: { $0.images = .known([image("i1", "my-image", "aa")]) },
      target: {
        $0.images = .known([image("i8", "my-image", "bb"), image("i9", "my-image", "aa")])
      },
      expected: ["image my-image: paired i9 by name"]),
    Case(
      testDescription: "two images of a name, neither of which is known to be the same",
      source: { $0.images = .known([image("i1", "my-image", nil)]) },
      target: {
        $0.images = .known([image("i8", "my-image", "bb"), image("i9", "my-image", "cc")])
      },
      expected: ["image my-image: ambiguous i8 i9"]),
    Case(
      testDescription: "two images with the content under other names",
      source: { $0.images = .known([image("i1", "my-image", "aa")]) },
      target: { $0.images = .known([image("i8", "a", "aa"), image("i9", "b", "aa")]) },
      expected: ["image my-image: ambiguous i8 i9"]),
    Case(
      testDescription: "an own image of the same name with other content",
      source: { $0.images = .known([image("i1", "my-image", "aa")]) },
      target: { $0.images = .known([image("i9", "my-image", "bb")]) },
      expected: ["image my-image: conflict i9"]),
    Case(
      testDescription: "an own image that was copied under another name, as its own was taken",
      source: { $0.images = .known([image("i1", "my-image", "aa")]) },
      target: {
        $0.images = .known([image("i8", "my-image", "bb"), image("i9", "my-image-i1", "aa")])
      },
      expected: ["image my-image: paired i9 by checksum"]),
    Case(
      testDescription: "a published image is built anew at each site",
      source: { $0.images = .known([image("i1", "CC-Ubuntu24.04", "aa", visibility: "public")]) },
      target: {
        $0.images = .known([
          image("i7", "CC-Ubuntu24.04", "cc", visibility: "private"),
          image("i9", "CC-Ubuntu24.04", "bb", visibility: "public"),
        ])
      },
      expected: ["image CC-Ubuntu24.04: paired i9 by name"]),
    Case(
      testDescription: "images that are not active are none",
      source: {
        $0.images = .known([image("i1", "a", "aa"), image("i2", "b", nil, status: "queued")])
      },
      target: { $0.images = .known([image("i9", "a", "aa", status: "saving")]) },
      expected: ["image a: missing", "image b: missing"]),
    Case(
      testDescription: "networks and their subnets",
      source: {
        $0.networks = .known([
          Network(id: "n1", name: "sharednet1", projectID: "admin", isShared: true),
          Network(id: "n2", name: "mine", projectID: "p1"), Network(id: "n3", name: "lost"),
        ])
        $0.subnets = .known([
          Subnet(id: "s1", name: "net", networkID: "n2"),
          Subnet(id: "s2", name: "net", networkID: "n1"),
        ])
      },
      target: {
        $0.networks = .known([
          Network(id: "m1", name: "sharednet1", isShared: true),
          Network(id: "m4", name: "sharednet1", projectID: "p2"), Network(id: "m2", name: "mine"),
        ])
        $0.subnets = .known([
          Subnet(id: "t2", name: "net", networkID: "m1"),
          Subnet(id: "t1", name: "net", networkID: "m2"),
        ])
      },
      expected: [
        "network sharednet1: paired m1 by name", "network mine: paired m2 by name",
        "network lost: missing", "subnet net: paired t1 by name", "subnet net: paired t2 by name",
      ]),
    Case(
      testDescription: "two networks of a name",
      source: { $0.networks = .known([Network(id: "n1", name: "a")]) },
      target: {
        $0.networks = .known([Network(id: "m1", name: "a"), Network(id: "m2", name: "a")])
      },
      expected: ["network a: ambiguous m1 m2"]),
    Case(
      testDescription: "flavors; sizes of bare metal mean nothing",
      source: {
        $0.flavors = .known([
          Flavor(id: "1", name: "baremetal", vcpus: 1), Flavor(id: "2", name: "m1.small", vcpus: 1),
          Flavor(id: "3", name: "m1.large", vcpus: 4), Flavor(id: "4", name: "none"),
        ])
      },
      target: {
        $0.flavors = .known([
          Flavor(id: "a", name: "baremetal", vcpus: 2), Flavor(id: "b", name: "m1.small", vcpus: 1),
          Flavor(id: "c", name: "m1.large", vcpus: 8),
        ])
      },
      expected: [
        "flavor baremetal: paired a by name", "flavor m1.small: paired b by name",
        "flavor m1.large: conflict c", "flavor none: missing",
      ]),
    Case(
      testDescription: "key pairs by key, then by name",
      source: {
        $0.keyPairs = .known([
          KeyPair(name: "same", fingerprint: "aa"), KeyPair(name: "renamed", fingerprint: "bb"),
          KeyPair(name: "other", fingerprint: "cc"), KeyPair(name: "lost", fingerprint: "dd"),
          KeyPair(name: "odd"),
        ])
      },
      target: {
        $0.keyPairs = .known([
          KeyPair(name: "same", fingerprint: "aa"), KeyPair(name: "new", fingerprint: "bb"),
          KeyPair(name: "other", fingerprint: "ee"), KeyPair(name: "odd", fingerprint: "ff"),
        ])
      },
      expected: [
        "key_pair same: paired same by fingerprint", "key_pair renamed: paired new by fingerprint",
        "key_pair other: conflict other", "key_pair lost: missing",
        "key_pair odd: paired odd by name",
      ]),
    Case(
      testDescription: "security groups with rules that name groups",
      source: {
        $0.securityGroups = .known([
          SecurityGroup(
            id: "g1", name: "default", rules: [SecurityGroupRule(remoteGroupID: "g1")]),
          SecurityGroup(
            id: "g2", name: "ssh",
            rules: [SecurityGroupRule(networkProtocol: "tcp", firstPort: 22, lastPort: 22)]),
          SecurityGroup(id: "g3", name: "web"),
        ])
      },
      target: {
        $0.securityGroups = .known([
          SecurityGroup(
            id: "h1", name: "default", rules: [SecurityGroupRule(remoteGroupID: "h1")]),
          SecurityGroup(id: "h2", name: "ssh"),
        ])
      },
      expected: [
        "security_group default: paired h1 by name", "security_group ssh: conflict h2",
        "security_group web: missing",
      ]),
    Case(
      testDescription: "shares and containers",
      source: {
        $0.shares = .known([Share(id: "s1", name: "data", size: 10), Share(id: "s2", name: "x")])
        $0.containers = .known([
          Container(name: "full", objectCount: 2, bytes: 20),
          Container(name: "half", objectCount: 2, bytes: 20),
          Container(name: "none", objectCount: 0, bytes: 0),
        ])
      },
      target: {
        $0.shares = .known([Share(id: "t1", name: "data", size: 5)])
        $0.containers = .known([
          Container(name: "full", objectCount: 2, bytes: 20),
          Container(name: "half", objectCount: 1, bytes: 10),
        ])
      },
      expected: [
        "share data: paired t1 by name", "share x: missing", "container full: paired full by name",
        "container half: conflict half", "container none: missing",
      ]),
    Case(
      testDescription: "a target that could not be asked",
      source: { $0.images = .known([image("i1", "a", "aa")]) }, target: { _ in },
      expected: ["image a: unknown"]),
    Case(
      testDescription: "names that are empty pair nothing",
      source: { $0.networks = .known([Network(id: "n1", name: "")]) },
      target: { $0.networks = .known([Network(id: "m1", name: "")]) },
      expected: ["network : missing"]),
  ]

  @Test(arguments: cases) func pairs(_ example: Case) throws {
    let map = try Self.map(example)
    #expect(map.pairs.map(Self.summary) == example.expected)
    for pair in map.pairs where pair.target == nil && pair.status != "unknown" {
      #expect(pair.advice != nil, "\(pair.source.name)")
    }
  }

  @Test(arguments: cases) func isReadAsItWasSaved(_ example: Case) throws {
    let map = try Self.map(example)
    #expect(try ResourceMap(document: JSONValue(parsing: map.document.pretty)) == map)
  }

  @Test(arguments: [("CEPHFS", ["b:/"]), ("NFS", [])])
  func aShareIsMountedInThePlaceOfOneOfItsProtocol(other: String, locations: [String]) throws {
    let example = Case(
      testDescription: "",
      source: {
        $0.shares = .known([
          Share(id: "1", name: "a", shareProtocol: "CEPHFS", exportLocations: ["a:/"])
        ])
      },
      target: {
        $0.shares = .known([
          Share(id: "2", name: "a", shareProtocol: other, exportLocations: ["b:/"])
        ])
      }, expected: [])
    let pair = try #require(try Self.map(example).pairs.first)
    #expect(pair.source.locations == ["a:/"] && pair.target?.locations == locations)
  }

  @Test func tellsTheProjectsOwnFromTheSites() throws {
    let example = Case(
      testDescription: "",
      source: {
        $0.images = .known([
          Image(id: "1", name: "CC-Ubuntu24.04", visibility: "public", owner: "admin"),
          Image(id: "2", name: "shared", visibility: "public", owner: "p1"),
          Image(id: "3", name: "CC-Other", visibility: "private"),
          Image(id: "4", name: "mine", visibility: "private"),
        ])
      }, target: { $0.images = .known([]) }, expected: [])
    let published = PublishedNames(sourceImages: ["CC-Other"])
    #expect(
      try Self.map(example, published: published).pairs.map(\.isOwn) == [false, true, false, true])
  }

  /// An inventory paired with itself pairs everything that has one name with itself.
  @Test(arguments: 0..<20) func anInventoryIsItsOwnCounterpart(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let site = try #require(SiteID("uc"))
    var inventory = ProjectInventory(site: site, projectID: "p", readAt: "")
    let count = Int.random(in: 0..<20, using: &random)
    inventory.images = .known(
      (0..<count).map {
        Self.image("i\($0)", "image-\($0)", "\(Int.random(in: 0..<5, using: &random))")
      })
    inventory.networks = .known(
      (0..<count).map { Network(id: "n\($0)", name: "n\(Int.random(in: 0..<9, using: &random))") })
    inventory.keyPairs = .known(
      (0..<count).map {
        KeyPair(name: "k\($0)", fingerprint: "\(Int.random(in: 0..<9, using: &random))")
      })
    let map = ResourceMap(from: inventory, to: inventory)
    for pair in map.pairs { #expect(pair.target?.id == pair.source.id, "seed \(seed)") }
    #expect(map.pairs.count == 3 * count)
  }
}
