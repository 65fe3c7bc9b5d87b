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
    Case(#"["and", \#(type), \#(uid)]"#, .namesMachine(uid), .leavesNothing(uid)),
    Case("\(memory)", .comparesNumbersAsText(memory), .unknownProperty(memory)),
    Case(#"["=", "$vcpus", "1"]"#),
  ]

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
    #expect(
      SelectorRemark.missing(leaf, hosts: 2).description
        == "2 hosts lack 'main_memory.ram_size' and cannot match \(leaf)")
    #expect(
      SelectorRemark.dropped([leaf]).description
        == "Blazar ignores \(leaf): of a nested 'and' it keeps the first comparison only")
  }
}
