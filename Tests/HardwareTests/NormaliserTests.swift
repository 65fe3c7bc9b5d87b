import Hardware
import Testbed
import Testing

/// The dirty records of the reference repository, one by one.
@Suite struct NormaliserTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var site = "tacc"
    /// What differs from the clean record.
    let patch: String
    /// Some fields of the reading as texts.
    let expected: [String: String]
    /// Every rule that fires, with its field.
    var oddities: Set<String> = []
    var isReservable = true
    var testDescription: String { name }
  }

  static let clean: [String: String] = [
    "instructionSet": "x86_64 (recorded)",
    "processor": "Intel Xeon Gold 6240R (recorded)",
    "sockets": "2 (recorded)",
    "cores": "48 (inferred from the processor model and 2 sockets)",
    "threads": "96 (recorded)",
    "memory": "192 GiB (recorded)",
    "persistentMemory": "unknown: no record tells of persistent memory",
    "gpus": "0 (recorded)",
    "gpu": "unknown: there is no GPU",
    "fpga": "unknown: fpga is not recorded",
    "infiniband": "false (recorded)",
    "infinibandRate": "unknown: there is no InfiniBand",
    "network": "25G (recorded)",
    "storage": "1x 480 GB SSD (recorded)",
  ]

  static let others: [Case] = [
    Case(name: "the clean record", patch: "{}", expected: clean),
    Case(
      name: "the rack is a number",
      patch: #"{"placement": {"rack": 5}}"#, expected: clean),
    Case(
      name: "a hypervisor is not reservable as a host",
      site: "kvm",
      patch: #"{"lease_mode": "flavor"}"#, expected: clean,
      oddities: ["not-reservable-as-host lease_mode"], isReservable: false),
    Case(
      name: "lease_mode host",
      patch: #"{"lease_mode": "host"}"#, expected: clean),
  ]

  @Test(arguments: processors + memories + accelerators + networks + drives + implausible + others)
  func reads(_ example: Case) throws {
    let reading = try Fixtures.reading(patching: example.patch, at: example.site)
    let texts = reading.hardware.texts.merging(reading.raw.texts) { first, _ in first }
    for (field, text) in example.expected { #expect(texts[field] == text, "\(field)") }
    #expect(Set(reading.oddities.map { "\($0.rule) \($0.field)" }) == example.oddities)
    #expect(reading.isReservable == example.isReservable)
  }

  /// What a case does not name stays as in the clean record, unless it follows from what it changes.
  @Test func leavesTheRestAsItIs() throws {
    let reading = try Fixtures.reading(patching: #"{"gpu": null}"#)
    var expected = Self.clean
    expected["gpus"] = "unknown: gpu is not recorded"
    expected["gpu"] = "unknown: gpu is not recorded"
    #expect(reading.hardware.texts == expected)
    #expect(reading.nodeName == "P3-CPU-020")
    #expect(reading.nodeType == "compute_test")
    #expect(reading.uid == "04d91a7a-db07-4d15-8958-10127b145ac3")
  }

  @Test func tellsWhatWasFoundAndWhatIsUsed() throws {
    let reading = try Fixtures.reading(
      patching: #"{"architecture": {"smt_size": 48}}"#)
    #expect(
      reading.oddities == [
        Oddity(
          rule: "threads-differ", field: "architecture.smt_size", found: "48", used: "96",
          reason: "multithreading was off when the node was inspected")
      ])
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let patch: String
    let message: String
    var testDescription: String { patch }
  }

  static let refused: [Refused] = [
    Refused(
      patch: #"{"uid": null}"#,
      message: "'uid': found nothing, expected a text that is not empty"),
    Refused(
      patch: #"{"uid": 7}"#, message: "'uid': found a number, expected a text that is not empty"),
    Refused(
      patch: #"{"uid": ""}"#, message: "'uid': found a string, expected a text that is not empty"),
    Refused(
      patch: #"{"node_type": ["x"]}"#,
      message: "'node_type': found an array, expected a text that is not empty"),
    Refused(patch: "[]", message: "'': found an array, expected an object"),
  ]

  @Test(arguments: refused)
  func refusesWhatCannotBeNamed(_ example: Refused) throws {
    let error = try #require(throws: RecordError.self) {
      try Fixtures.reading(patching: example.patch)
    }
    #expect(error.description == example.message)
  }

  @Test func takesTheUIDForAMissingName() throws {
    let reading = try Fixtures.reading(patching: #"{"node_name": null}"#)
    #expect(reading.nodeName == reading.uid)
  }
}
