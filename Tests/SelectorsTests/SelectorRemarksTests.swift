import Selectors
import Testing

@Suite struct SelectorRemarksTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let remarks: [SelectorRemark]

    var testDescription: String { text }

    init(_ text: String, _ remarks: SelectorRemark...) {
      self.text = text
      self.remarks = remarks
    }
  }

  private static let uid = Selector.Leaf(.equal, "uid", "a")
  private static let model = Selector.Leaf(.notEqual, "gpu.gpu_model", "P100")
  private static let memory = Selector.Leaf(.greaterOrEqual, "main_memory.ram_size", "50")
  private static let type = Selector.Leaf(.equal, "node_type", "gpu")

  static let anywhere = [
    Case(""),
    Case(#"["=", "$node_type", "gpu"]"#),
    Case(#"["and", \#(type), \#(model)]"#),
    Case(#"["and", \#(type), ["and", \#(model), \#(memory)]]"#, .dropped([memory])),
    Case(
      #"["and", ["and", \#(type), ["and", \#(model), \#(memory)]], \#(type)]"#,
      .dropped([model, memory])),
    Case("\(memory)", .comparesNumbersAsText(memory)),
    Case(#"[">", "$gpu.gpu_model", "P"]"#),
    Case(#"[">=", "$vcpus", "50"]"#),
    Case("\(uid)", .namesMachine(uid)),
    Case(
      #"["=", "$placement.rack", "5"]"#, .namesMachine(.init(.equal, "placement.rack", "5"))),
    Case(
      #"["=", "$network_adapters.0.mac", "x"]"#,
      .namesMachine(.init(.equal, "network_adapters.0.mac", "x"))),
    Case(#"["=", "$node type", "x"]"#, .blankInName(.init(.equal, "node type", "x"))),
  ]

  @Test(arguments: anywhere) func remarksWithoutASite(_ item: Case) throws {
    #expect(try Selector(parsing: item.text).remarks == item.remarks)
  }

  static let atASite = [
    Case("\(type)"),
    Case("\(model)", .missing(model, hosts: 1), .leavesNothing(model)),
    Case(
      #"["!=", "$gpu.gpu_model", "A100"]"#,
      .missing(.init(.notEqual, "gpu.gpu_model", "A100"), hosts: 1),
      .unknownValue(.init(.notEqual, "gpu.gpu_model", "A100"))),
    Case(#"["and", \#(type), \#(uid)]"#, .namesMachine(uid), .leavesNothing(uid)),
    Case("\(memory)", .comparesNumbersAsText(memory), .unknownProperty(memory)),
    Case(#"["=", "$vcpus", "1"]"#),
    Case(
      #"["=", "$uid", "elsewhere"]"#, .namesMachine(.init(.equal, "uid", "elsewhere")),
      .machineElsewhere(.init(.equal, "uid", "elsewhere")),
      .leavesNothing(.init(.equal, "uid", "elsewhere"))),
    // A node that nobody can reserve is not there for a selector.
    Case(
      #"["=", "$uid", "c"]"#, .namesMachine(.init(.equal, "uid", "c")),
      .machineElsewhere(.init(.equal, "uid", "c")), .leavesNothing(.init(.equal, "uid", "c"))),
    Case(
      #"["=", "$node_type", "gpus"]"#, .unknownValue(.init(.equal, "node_type", "gpus")),
      .leavesNothing(.init(.equal, "node_type", "gpus"))),
    Case(
      #"["!=", "$node_type", "gpus"]"#, .unknownValue(.init(.notEqual, "node_type", "gpus")),
      .matchesAny(hosts: 2)),
    Case(
      #"["!=", "$uid", "elsewhere"]"#, .namesMachine(.init(.notEqual, "uid", "elsewhere")),
      .machineElsewhere(.init(.notEqual, "uid", "elsewhere")), .matchesAny(hosts: 2)),
    // The name ends at the blank: what is compared is the type with "gpu != x".
    Case(
      #"["!=", "$node_type == gpu", "x"]"#, .blankInName(.init(.notEqual, "node_type == gpu", "x")),
      .unknownValue(.init(.doubleEqual, "node_type", "gpu != x")),
      .leavesNothing(.init(.doubleEqual, "node_type", "gpu != x"))),
    Case("", .matchesAny(hosts: 2)),
    Case(
      #"["==", "$node_type", "gpu"]"#, .doubleEqual(.init(.doubleEqual, "node_type", "gpu"))),
  ]

  @Test func excludingAValueIsAWarningWhereSomeLackTheProperty() {
    #expect(SelectorRemark.missing(SelectorRemarksTests.model, hosts: 1).severity == .warning)
    #expect(SelectorRemark.missing(SelectorRemarksTests.type, hosts: 1).severity == .note)
  }

  @Test(arguments: [
    (#"["=", "$node_type x", "x"]"#, true), (#"["=", "$node_type = a", "x"]"#, true),
    (#"["=", "$node_type != a", "x"]"#, false), (#"["=", "$metadata", "x"]"#, true),
    (#"[">", "$vcpus", "null"]"#, true), (#"["=", "$nope", "x"]"#, false),
  ])
  func knowsWhatBlazarRefusesEverywhere(_ text: String, _ isRefused: Bool) throws {
    #expect((try Selector(parsing: text).failureEverywhere != nil) == isRefused)
  }

  @Test func countsWhatIsWanted() throws {
    let hosts = [Host(id: "a", properties: ["node_type": "gpu"])]
    let selector = try Selector(parsing: "\(SelectorRemarksTests.type)")
    #expect(!selector.remarks(among: hosts, wanted: 1).contains(.tooFew(hosts: 1, wanted: 1)))
    #expect(selector.remarks(among: hosts, wanted: 2).contains(.tooFew(hosts: 1, wanted: 2)))
  }

  struct Order: Sendable, CustomTestStringConvertible {
    let leaf: Selector.Leaf
    let kept: [String]
    let lost: [String]
    var testDescription: String { leaf.description }
  }

  static let orders = [
    Order(leaf: .init(.greaterOrEqual, "threads", "48"), kept: ["8"], lost: ["112"]),
    Order(leaf: .init(.less, "threads", "48"), kept: ["112"], lost: ["8"]),
    Order(leaf: .init(.greater, "threads", "0"), kept: [], lost: []),
    Order(leaf: .init(.equal, "threads", "48"), kept: [], lost: []),
  ]

  /// The example of a site: 8, 48, 96 and 112 threads.
  @Test(arguments: orders) func tellsWhereTextsAndNumbersDiffer(_ one: Order) throws {
    let hosts = ["8", "48", "96", "112", "x"].map { Host(id: $0, properties: ["threads": $0]) }
    let found = Selector(allOf: [one.leaf]).remarks(among: hosts).filter {
      if case .differsFromNumbers = $0 { true } else { false }
    }
    let differs = !one.kept.isEmpty || !one.lost.isEmpty
    #expect(
      found == (differs ? [.differsFromNumbers(one.leaf, kept: one.kept, lost: one.lost)] : []))
  }

  @Test(arguments: atASite) func remarksAtASite(_ item: Case) throws {
    let hosts = [
      Host(id: "a", properties: ["uid": "a", "node_type": "compute"]),
      Host(id: "b", properties: ["uid": "b", "node_type": "gpu", "gpu.gpu_model": "P100"]),
      Host(id: "c", properties: ["uid": "c"], isReservable: false),
    ]
    #expect(try Selector(parsing: item.text).remarks(among: hosts) == item.remarks)
  }

  @Test func readsWell() {
    let leaf = SelectorRemarksTests.memory
    for (kept, lost, text) in [
      (["8", "96"], ["112"], #""8" and "96" match, "112" does not"#),
      ([], ["1", "2", "3", "4"], #""1", "2", "3" and others do not match"#),
      (["8"], [], #""8" matches"#),
    ] {
      #expect(
        SelectorRemark.differsFromNumbers(leaf, kept: kept, lost: lost).description
          == "Blazar compares texts in \(leaf): \(text)")
    }
    #expect(
      SelectorRemark.missing(leaf, hosts: 2).description
        == "2 hosts lack 'main_memory.ram_size' and cannot match \(leaf)")
    #expect(
      SelectorRemark.dropped([leaf]).description
        == "Blazar ignores \(leaf): of a nested 'and' it keeps the first comparison only")
  }
}
