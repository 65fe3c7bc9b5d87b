import Testing

@testable import Commands

@Suite struct ReplacementMapTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let name: String
    let text: String
    let entries: [String: String]
    var conflicts: [String] = []
  }

  static let cases = [
    Case(
      testDescription: "lines", name: "map",
      text: "# mine\n\n a = b \nx=y=z\n[\"=\", \"$uid\", \"1\"]=[\"=\", \"$node_type\", \"t\"]\r\n",
      entries: ["a": "b", "x": "y=z", "[\"=\", \"$uid\", \"1\"]": "[\"=\", \"$node_type\", \"t\"]"]),
    Case(
      testDescription: "two columns of CSV with quotes", name: "map.csv",
      text: "a,b\n\"x,1\",\"say \"\"y\"\"\"\n\nshort\n", entries: ["a": "b", "x,1": "say \"y\""]),
    Case(
      testDescription: "TSV without a final newline", name: "map.tsv", text: "a\tb c\nd\te",
      entries: ["a": "b c", "d": "e"]),
    Case(
      testDescription: "a report saved as CSV", name: "port.csv",
      text: """
        path,line,value,decision,replacement,reason
        x,1,gpu_v100,rewritten,gpu_h100,why
        x,2,compute_skylake,portable,compute_skylake,
        x,3,nc33,choice,c01,
        x,4,left,unresolved,,
        """, entries: ["gpu_v100": "gpu_h100", "nc33": "c01"]),
    Case(
      testDescription: "a saved report; what was answered twice is not taken", name: "port",
      text: """
        {"version": 1, "files": [{"path": "x", "references": [
          {"value": "a", "decision": "rewritten", "replacement": "b"},
          {"value": "c", "decision": "choice", "replacement": null},
          {"value": "e", "decision": "rewritten", "replacement": "f"},
          {"value": "e", "decision": "choice", "replacement": "g"},
          {"value": "h", "decision": "kept", "replacement": "i"}]}]}
        """, entries: ["a": "b"], conflicts: ["e"]),
    Case(
      testDescription: "an object of strings", name: "x.json", text: " {\"a\": \"b\"}",
      entries: ["a": "b"]),
    Case(testDescription: "nothing", name: "x", text: "", entries: [:]),
  ]

  @Test(arguments: cases) func reads(_ one: Case) throws {
    let map = try ReplacementMap(reading: Array(one.text.utf8), name: one.name)
    #expect(map.entries == one.entries)
    #expect(map.conflicts == one.conflicts)
  }

  @Test(arguments: [
    "a\n", "=b\n", "a=\n", "{", "{\"a\": 1}", "{\"version\": 99, \"files\": []}", "{\"files\": []}",
  ]) func refuses(text: String) {
    #expect(throws: CommandFailure.self) {
      try ReplacementMap(reading: Array(text.utf8), name: "map")
    }
  }
}
