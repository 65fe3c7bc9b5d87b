import Hardware
import JSON
import Testbed
import Testing

@Suite struct FlavorReaderTests {
  private func read(_ record: String, at site: String = "kvm") throws -> FlavorReader.Flavor? {
    let site = try #require(SiteID(site))
    return FlavorReader(facts: try Fixtures.facts.get(), site: site)
      .read(try JSONValue(parsing: record))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var site = "kvm"
    let record: String
    let expected: [String: String]
    var instances: Int?
    var testDescription: String { name }
  }

  /// The first two as in the reference repository, shortened.
  static let cases: [Case] = [
    Case(
      name: "a small flavor",
      record: """
        {"name": "m1.small", "uid": "2", "vcpus": 1, "ram_size": 2147483648,
         "disk_size": 20000000000, "gpu": {"gpu": false}}
        """,
      expected: [
        "instructionSet": "x86_64 (inferred from what is documented of m1.small)",
        "processor": "Intel Xeon E5-2670 v3 (inferred from what is documented of m1.small)",
        "sockets": "unknown: a virtual machine has no sockets of its own",
        "cores": "1 (inferred from 1 virtual processors, one thread each)",
        "threads": "1 (recorded)", "memory": "2 GiB (recorded)", "gpus": "0 (recorded)",
        "gpu": "unknown: there is no GPU",
        "infiniband": "false (inferred from what virtual machines have)",
        "storage": "1x 20 GB disk (recorded)",
      ]),
    Case(
      name: "a whole H100",
      record: """
        {"name": "g1.h100.pci.1", "vcpus": 48, "ram_size": 268435456000,
         "disk_size": 40000000000, "gpu": {"gpu": true, "gpu_count": 1, "gpu_model": "H100"}}
        """,
      expected: [
        "cores": "24 (inferred from 48 virtual processors, one thread each)",
        "gpus": "1 (recorded)",
        "gpu": "H100 SXM5 94GB (inferred from what is documented of g1.h100.pci.1)",
      ], instances: 16),
    Case(
      name: "a flavor that no fact knows", site: "uc",
      record: #"{"uid": "m9", "vcpus": 2, "gpu": {"gpu": true, "gpu_count": 1}}"#,
      expected: [
        "processor": "unknown: the flavor does not tell",
        "cores": "unknown: the flavor does not tell",
        "threads": "2 (recorded)", "memory": "unknown: ram_size is not recorded",
        "gpus": "1 (recorded)", "gpu": "unknown: the flavor does not tell the model",
        "storage": "unknown: disk_size is not recorded",
      ]),
    Case(
      name: "wrong types",
      record: """
        {"name": "m1.small", "vcpus": "1", "ram_size": {}, "disk_size": [20], "gpu": true}
        """,
      expected: [
        "cores": "unknown: the flavor does not tell", "threads": "unknown: vcpus is not recorded",
        "memory": "unknown: ram_size is not recorded",
        "storage": "unknown: disk_size is not recorded", "gpus": "unknown: gpu is not recorded",
      ]),
    Case(
      name: "numbers that cannot be",
      record: """
        {"name": "m1.small", "vcpus": -1, "ram_size": -2147483648, "disk_size": -20,
         "gpu": {"gpu": true, "gpu_count": -1}}
        """,
      expected: [
        "cores": "unknown: the flavor does not tell", "threads": "unknown: vcpus is not recorded",
        "memory": "unknown: ram_size is not recorded",
        "storage": "unknown: disk_size is not recorded",
        "gpus": "unknown: gpu_count is not recorded",
      ]),
  ]

  @Test(arguments: cases)
  func reads(_ example: Case) throws {
    let flavor = try #require(try read(example.record, at: example.site))
    for (field, text) in example.expected {
      #expect(flavor.hardware.texts[field] == text, "\(field)")
    }
    #expect(flavor.instanceCount == example.instances)
  }

  @Test func namesTheSliceOfAGPU() throws {
    let sliced = try Fixtures.facts.get().flavors.first { $0.acceleratorShare < 1 }
    let fact = try #require(sliced)
    let record = #"{"name": "\#(fact.flavor)", "gpu": {"gpu": true, "gpu_count": 1}}"#
    let flavor = try #require(try read(record, at: fact.site))
    let name = try #require(flavor.hardware.accelerator.value)
    #expect(name.hasPrefix("H100 SXM5 94GB (1/"))
    #expect(name.hasSuffix(" MIG slice)"))
  }

  @Test(arguments: ["{}", #"{"name": ""}"#, #"{"name": 7, "uid": null}"#, "[]", "null"])
  func hasNoFlavorWithoutAName(_ record: String) throws {
    #expect(try read(record) == nil)
  }
}
