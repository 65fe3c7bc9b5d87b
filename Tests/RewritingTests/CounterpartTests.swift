import Rewriting
import Testbed
import Testing

/// What is known of single resources at both sites, in texts that name them.
@Suite struct CounterpartTests {
  private static let image = "0b7e1a52-7c0b-4e0a-9a52-2f0d8c1b6e34"
  private static let newImage = "99999999-7c0b-4e0a-9a52-2f0d8c1b6e34"
  private static let network = "1c8f2b63-7c0b-4e0a-9a52-2f0d8c1b6e34"
  private static let newNetwork = "88888888-7c0b-4e0a-9a52-2f0d8c1b6e34"

  private static func port(from source: String? = "uc") throws -> Port {
    let uc = try #require(SiteID("uc"))
    return try Port(from: source, to: "tacc") { options in
      options.counterparts.add(id: image, .init(newImage, .image, title: "the image mine"))
      options.counterparts.add(
        id: network.uppercased(), .init(newNetwork, .network, title: "the network lab"))
      for (kind, old, new) in [
        (ReferenceClass.image, "mine", "mine-2"), (.image, "mine-2", "mine-3"),
        (.image, "same-image", "same-image"), (.image, "My image", "My new image"),
        (.network, "lab", "lab-tacc"),
        (.keyPair, "laptop", "laptop-rsa"), (.image, "CC-Ubuntu24.04-CUDA", "other"),
        (.container, "data", "data-2"), (.container, "same-data", "same-data"),
        (.share, "10.0.0.1:/volumes/_nogroup/abc", "10.9.0.1:/volumes/_nogroup/xyz"),
      ] {
        options.counterparts.add(
          name: old, of: uc, .init(new, kind, title: "the \(kind.rawValue) \(new)"))
      }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let path: String
    let before: String
    let after: String
    let report: [String]
  }

  static let cases = [
    Case(
      testDescription: "ids in commands", path: "up.sh",
      before: "openstack server create --image \(image) --nic net-id=\(network) web\n",
      after: "openstack server create --image \(newImage) --nic net-id=\(newNetwork) web\n",
      report: [
        "1:33 image rewritten \(image) -> \(newImage)",
        "1:83 network rewritten \(network) -> \(newNetwork)",
      ]),
    Case(
      testDescription: "an id in a variable that nothing else explains", path: "up.py",
      before: "import chi\nWHAT = '\(image.uppercased())'\n",
      after: "import chi\nWHAT = '\(newImage)'\n",
      report: ["2:9 image rewritten \(image.uppercased()) -> \(newImage)"]),
    Case(
      testDescription: "operands of commands, known and unknown", path: "show.sh",
      before: "openstack image show \(network)\nopenstack image show \(newImage)\n",
      after: "openstack image show \(newNetwork)\nopenstack image show \(newImage)\n",
      report: [
        "1:22 network rewritten \(network) -> \(newNetwork)", "2:22 image unresolved \(newImage)",
      ]),
    Case(
      testDescription: "names with blanks, known and unknown", path: "boot.sh",
      before: "openstack server create --image \"My image\" a\n"
        + "openstack server create --image 'Your image' b\n",
      after: "openstack server create --image \"My new image\" a\n"
        + "openstack server create --image 'Your image' b\n",
      report: ["1:34 image rewritten My image -> My new image", "2:34 image unresolved Your image"]),
    Case(
      testDescription: "an id in a comment stays", path: "up.sh",
      before: "# the image \(image)\nexport OS_REGION_NAME=CHI@UC\n",
      after: "# the image \(image)\nexport OS_REGION_NAME=CHI@TACC\n",
      report: ["2:23 site rewritten CHI@UC -> CHI@TACC"]),
    Case(
      testDescription: "names by what they are for", path: "up.sh",
      before: "openstack server create --image same-image --network lab --key-name laptop lab\n",
      after:
        "openstack server create --image same-image --network lab-tacc --key-name laptop-rsa lab\n",
      report: [
        "1:33 image portable same-image", "1:54 network rewritten lab -> lab-tacc",
        "1:69 key_pair rewritten laptop -> laptop-rsa",
      ]),
    Case(
      testDescription: "a name that the target has already stays, as it may have been ported",
      path: "up.sh", before: "openstack server create --image mine-2 web\n",
      after: "openstack server create --image mine-2 web\n",
      report: ["1:33 image unresolved mine-2"]),
    Case(
      testDescription: "published images follow the hardware", path: "up.sh",
      before: "openstack server create --image CC-Ubuntu24.04-CUDA web\n",
      after: "openstack server create --image CC-Ubuntu24.04-CUDA web\n",
      report: ["1:33 image portable CC-Ubuntu24.04-CUDA"]),
    Case(
      testDescription: "containers that were copied under another name", path: "get.sh",
      before: "openstack object save data a\nopenstack object save same-data b\n"
        + "openstack container create data\nswift download other\n",
      after: "openstack object save data-2 a\nopenstack object save same-data b\n"
        + "openstack container create data-2\nswift download other\n",
      report: [
        "1:23 container rewritten data -> data-2", "2:23 container portable same-data",
        "3:28 container rewritten data -> data-2", "4:16 container portable other",
      ]),
    Case(
      testDescription: "what a share is mounted from", path: "mount.sh",
      before: "sudo mount -t nfs 10.0.0.1:/volumes/_nogroup/abc /mnt\n",
      after: "sudo mount -t nfs 10.9.0.1:/volumes/_nogroup/xyz /mnt\n",
      report: [
        "1:19 share rewritten 10.0.0.1:/volumes/_nogroup/abc -> 10.9.0.1:/volumes/_nogroup/xyz"
      ]),
  ]

  @Test(arguments: cases) func takesWhatIsKnown(_ example: Case) throws {
    let port = try Self.port()
    let result = port(example.before, example.path)
    #expect(result.text == example.after)
    #expect(result.summary == example.report)
    #expect(result.failure == nil)
    #expect(port(result.text, example.path).edits.isEmpty)
  }

  /// Their counterparts were not known then; names would be ported twice.
  @Test(arguments: ["uc", nil]) func takesIDsThatAreLeftInAPortedFile(_ source: String?) throws {
    let port = try Self.port(from: source)
    let result = port(
      """
      export OS_REGION_NAME="CHI@TACC"
      openstack server create --image \(Self.image) --nic net-id=\(Self.network) web
      openstack image show mine

      """, "up.sh")
    #expect(
      result.text == """
        export OS_REGION_NAME="CHI@TACC"
        openstack server create --image \(Self.newImage) --nic net-id=\(Self.newNetwork) web
        openstack image show mine

        """)
    #expect(
      result.summary == [
        "2:33 image rewritten \(Self.image) -> \(Self.newImage)",
        "2:83 network rewritten \(Self.network) -> \(Self.newNetwork)",
      ])
    #expect(result.remaining.isEmpty)
    #expect(port(result.text, "up.sh").edits.isEmpty)
  }

  /// A second run would take it back.
  @Test func takesNoIDInAPortedFileThatIsReplacedItself() throws {
    let port = try Port(from: "uc", to: "tacc") { options in
      options.map = [Self.image: Self.newImage, Self.newImage: Self.image]
    }
    let text = "export OS_REGION_NAME=CHI@TACC\nopenstack server create --image \(Self.image) web\n"
    #expect(port(text, "up.sh").text == text)
  }

  @Test func namesOfOtherSitesMeanOtherThings() throws {
    let kvm = try #require(SiteID("kvm"))
    let port = try Port(from: "uc", to: "tacc") { options in
      options.counterparts.add(name: "lab", of: kvm, .init("lab-2", .network, title: "it"))
    }
    let text = "openstack server create --network lab web\n"
    #expect(port(text, "up.sh").text == text)
  }

  @Test func takesNothingThatIsContradictory() throws {
    var known = Counterparts()
    let uc = try #require(SiteID("uc"))
    for new in [Self.newImage, Self.newNetwork] {
      known.add(id: Self.image, .init(new, .image, title: ""))
      known.add(name: "lab", of: uc, .init(new, .network, title: ""))
    }
    #expect(known.conflicts == [Self.image, "lab"])
    #expect(known.isEmpty)
  }

  @Test func aFileWithNothingButAnIdIsRead() throws {
    let port = try Self.port()
    #expect(port.rewriter.mayHoldReferences(Array("WHAT=\(Self.image)".utf8)))
    #expect(!port.rewriter.mayHoldReferences(Array("WHAT=that".utf8)))
  }
}
