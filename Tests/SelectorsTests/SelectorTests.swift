import JSON
import Selectors
import Testing

@Suite struct SelectorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let printed: String
    let leaves: [String]

    var testDescription: String { text }

    init(_ text: String, _ printed: String? = nil, leaves: String...) {
      self.text = text
      self.printed = printed ?? text
      self.leaves = leaves
    }
  }

  private static let uid = #"["=", "$uid", "a"]"#
  private static let ram = #"[">", "$ram", "5"]"#

  static let cases = [
    Case("", "[]"),
    Case(" [] ", "[]"),
    Case(uid, leaves: uid),
    Case("[\"==\",\t\"$uid\"\r\n,\"a\"]", #"["==", "$uid", "a"]"#, leaves: #"["==", "$uid", "a"]"#),
    Case(#"["and", \#(uid)]"#, leaves: uid),
    Case(#"["and", \#(uid), \#(ram), \#(uid)]"#, leaves: uid, ram, uid),
    Case(#"["and", ["and", \#(uid), \#(ram)], \#(ram)]"#, leaves: uid, ram),
    Case(#"["and", ["and", ["and", \#(ram), \#(uid)], \#(uid)]]"#, leaves: ram),
    Case(
      #"["and", "[\"=\", \"$uid\", \"a\"]"]"#, #"["and", \#(uid)]"#, leaves: uid),
    Case(
      #"["=", "$a b\"c", "x\\y\u00e9\n"]"#, #"["=", "$a b\"c", "x\\yé\n"]"#,
      leaves: #"["=", "$a b\"c", "x\\yé\n"]"#),
    Case(#"["!=", "$$uid", " "]"#, leaves: #"["!=", "$$uid", " "]"#),
    Case(
      #"["and", ["=", "$node_type", "compute_gigaio"], "#
        + #"["=", "$gpu.gpu_model", "GA100 [A100 PCIe 40GB]"]]"#,
      leaves: #"["=", "$node_type", "compute_gigaio"]"#,
      #"["=", "$gpu.gpu_model", "GA100 [A100 PCIe 40GB]"]"#),
  ]

  @Test(arguments: cases) func readsAndPrints(_ item: Case) throws {
    let selector = try Selector(parsing: item.text)
    #expect(selector.description == item.printed)
    #expect(selector.leaves.map(\.description) == item.leaves)
    #expect(try Selector(parsing: selector.description) == selector)
    #expect(try Selector(JSONValue.string(item.text)) == selector)
    if let value = try? JSONValue(parsing: item.text) { #expect(try Selector(value) == selector) }
  }

  @Test func knowsWhatBlazarDrops() throws {
    let nested = try Selector(
      parsing: #"["and", ["and", \#(SelectorTests.uid), \#(SelectorTests.ram)]]"#)
    #expect(nested.losesComparisons)
    let flat = try Selector(parsing: #"["and", \#(SelectorTests.uid), \#(SelectorTests.ram)]"#)
    #expect(!flat.losesComparisons)
    #expect(try Selector(parsing: "").matchesEverything)
  }

  @Test func joinsLeaves() {
    let leaf = Selector.Leaf(.equal, "node_type", "gpu_h100")
    #expect(Selector(allOf: []).description == "[]")
    #expect(Selector(allOf: [leaf]).description == #"["=", "$node_type", "gpu_h100"]"#)
    #expect(
      Selector(allOf: [leaf, leaf]).description
        == #"["and", ["=", "$node_type", "gpu_h100"], ["=", "$node_type", "gpu_h100"]]"#)
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let text: String
    let message: String
    let hint: String?

    var testDescription: String { text }

    init(_ text: String, _ message: String, hint: String? = nil) {
      self.text = text
      self.message = message
      self.hint = hint
    }
  }

  private static let operators = "'and', '=', '!=', '>=', '<=', '>' or '<'"

  private static let form = #", expected the form ["=", "$node_type", "compute_skylake"]"#

  static let failures = [
    Failure(
      #"["and", []]"#,
      "selector at [1]: found an empty selector inside 'and', expected a comparison",
      hint: "leave it out"),
    Failure(#"["and"]"#, "selector: found 'and' alone, expected 'and' and at least one comparison"),
    Failure(
      #"["or", ["=", "$uid", "a"], ["=", "$uid", "b"]]"#,
      "selector at [0]: found 'or', expected \(operators)",
      hint: "Blazar has no 'or': ask for one reservation for each alternative"),
    Failure(#"[[]]"#, "selector at [0]: found an array, expected \(operators)"),
    Failure(
      #"["and", ["=", "$uid", "a"], ["=", "node_type", "a"]]"#,
      "selector at [2][1]: found 'node_type', expected a name with '$' in front",
      hint: #"write "$node_type""#),
    Failure(#"["=", "$", "a"]"#, "selector at [1]: found '$', expected a name with '$' in front"),
    Failure(
      #"["=", "$a", 1e3]"#, "selector at [2]: found a number, expected a string",
      hint: #"write "1000.0""#),
    Failure(
      #"["=", "$gpu.gpu", true]"#, "selector at [2]: found a boolean, expected a string",
      hint: #"write "True""#),
    Failure(
      #"["=", "$a", ""]"#, "selector at [2]: found an empty string, expected a value",
      hint: "Blazar cannot compare with an empty value"),
    Failure(#"["=", "$a"]"#, "selector: found 2 elements, expected 3: operator, name and value"),
    Failure("null", "selector: found null, expected an array"),
    Failure(
      #""[]""#, "selector: found a string in quotes, expected an array",
      hint: "remove one level of quotes"),
    Failure(
      "['=', '$a', 'b']",
      #"selector at byte 1: found text that is not JSON (found ''', expected a value)"# + form,
      hint: "use double quotes inside the selector"),
    Failure(
      #"["and", "[\"=\""]"#,
      #"selector at [1], byte 4: found text that is not JSON (found the end, expected ',' or ']'), expected the form ["=", "$node_type", "compute_skylake"]"#
    ),
  ]

  @Test(arguments: failures) func saysWhatIsWrong(_ failure: Failure) {
    let error = #expect(throws: SelectorError.self) { try Selector(parsing: failure.text) }
    #expect(error?.description == failure.message)
    #expect(error?.hint == failure.hint)
  }
}
