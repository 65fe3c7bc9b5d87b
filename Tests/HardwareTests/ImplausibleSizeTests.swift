import Hardware
import JSON
import Testbed
import Testing

/// Sizes that no node has, in readings and flavors.
@Suite struct ImplausibleSizeTests {
  @Test func marksTheReading() throws {
    let reading = try Fixtures.reading(
      patching: #"{"main_memory": {"ram_size": 1000000000000000000}}"#)
    #expect(reading.isImplausible)
    #expect(
      reading.implausibleSizes == [
        Oddity(
          rule: "implausible-size", field: "main_memory.ram_size", found: "1000000000000000000",
          used: nil,
          reason: "main_memory.ram_size says 1000000000000000000, which no node has")
      ])
    #expect(!(try Fixtures.reading(patching: "{}").isImplausible))
  }

  /// Zero, less and no number say nothing, rather than something impossible.
  @Test(arguments: ["0", "-1", "null", "true", #""512""#, "0.5", "[]"])
  func isNotWhatSaysNothing(_ value: String) throws {
    let reading = try Fixtures.reading(
      patching: """
        {"main_memory": {"ram_size": \(value)}, "gpu": {"gpu": true, "gpu_count": \(value)},
         "architecture": {"smp_size": \(value), "smt_size": \(value)},
         "storage_devices": [{"size": \(value)}], "network_adapters": [{"rate": \(value)}]}
        """)
    #expect(!reading.isImplausible)
  }

  @Test func countsDrives() throws {
    func reading(_ count: Int) throws -> NodeReading {
      let drives = Array(repeating: "{}", count: count).joined(separator: ", ")
      return try Fixtures.reading(patching: #"{"storage_devices": [\#(drives)]}"#)
    }
    #expect(try reading(256).hardware.storage.value?.map(\.count) == [256])
    #expect(
      try reading(257).hardware.storage.origin
        == "unknown: storage_devices says 257, which no node has")
  }

  @Test func countsGPUsOfAList() throws {
    let boards = Array(repeating: #"{"gpu_model": "T4"}"#, count: 65).joined(separator: ", ")
    let reading = try Fixtures.reading(patching: #"{"gpu": [\#(boards)]}"#)
    #expect(reading.hardware.acceleratorCount.origin == "unknown: gpu says 65, which no node has")
    #expect(reading.isImplausible)
  }

  @Test func isUnknownInAFlavor() throws {
    let reader = FlavorReader(facts: try Fixtures.facts.get(), site: try #require(SiteID("kvm")))
    let flavor = try #require(
      reader.read([
        "name": "m1.tiny", "vcpus": 1_000_000, "ram_size": 1_000_000_000_000_000_000,
        "disk_size": 1_000_000_000_000_000_000,
      ]))
    #expect(flavor.hardware.threads.origin == "unknown: vcpus says 1000000, which no node has")
    #expect(flavor.hardware.cores.value == nil)
    #expect(flavor.hardware.memory.value == nil)
    #expect(flavor.hardware.storage.value == nil)
  }
}
