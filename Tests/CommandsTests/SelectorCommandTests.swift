import Foundation
import JSON
import Testing

@testable import Commands

@Suite struct SelectorCommandTests {
  struct Written: Sendable, CustomTestStringConvertible {
    let argument: String
    let text: String
    let minimum: Int?
    var testDescription: String { argument }

    init(_ argument: String, _ text: String, minimum: Int? = nil) {
      self.argument = argument
      self.text = text
      self.minimum = minimum
    }
  }

  private static let selector = #"["=", "$node_type", "a,b]"]"#
  private static let escaped = #"[\"=\", \"\$node_type\", \"a,b]\"]"#

  static let written = [
    Written(selector, selector),
    Written("", ""),
    Written("resource_properties=\(selector)", selector),
    Written("resource_properties='\(selector)'", selector),
    Written("resource_properties=\"\(escaped)\"", selector),
    Written("resource_properties=", ""),
    Written("resource_properties=,min=2", "", minimum: 2),
    Written("resource_properties=\(selector),min=3,max=4", selector, minimum: 3),
    Written(
      "min=1,max=2,resource_type=physical:host,resource_properties=\(selector)", selector,
      minimum: 1),
    Written("min=2,max=2,resource_type=physical:host", "", minimum: 2),
    Written("resource_properties=[\"=\", \"$a\"", "[\"=\", \"$a\""),
  ]

  @Test(arguments: written) func takesTheSelectorOutOfAReservation(_ one: Written) {
    let found = WrittenSelector(one.argument)
    #expect(found.text == one.text)
    #expect(found.minimum == one.minimum)
    #expect(
      found.isExtracted == one.argument.hasPrefix("resource_properties")
        || one.argument.contains("min="))
  }

  @Test func readsStandardInput() throws {
    let result = try ChiportProcess.shell(
      #"echo '["=", "$node_type", "gpu_v100"]' | "$CHIPORT" selector match - --at uc -f json"#)
    #expect(try JSONValue(parsing: result.output)["nodes"]?.array?.count == 4)
  }

  @Test func translationsStandInCommandSubstitutions() throws {
    let result = try ChiportProcess.shell(
      """
      for to in tacc uc; do
        printf '%s|' "$("$CHIPORT" selector translate '["=", "$node_type", "gpu_rtx_6000"]' \
          --from uc --to $to 2> /dev/null)"
      done
      """)
    #expect(
      result.output
        == #"["=", "$node_type", "compute_liqid"]|["=", "$node_type", "gpu_rtx_6000"]|"#)
  }

  /// What the API answers: columns and properties side by side.
  @Test func matchesHostsOfAFile() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("hosts-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let hosts = #"""
      {"hosts": [
        {"id": "1", "hypervisor_hostname": "u1", "vcpus": 96, "reservable": true, "uid": "u1",
         "node_type": "gpu"},
        {"id": "2", "hypervisor_hostname": "u2", "vcpus": 8, "reservable": true, "node_type": "gpu"},
        {"id": "3", "hypervisor_hostname": "u3", "vcpus": 96, "reservable": false, "node_type": "x"}
      ]}
      """#
    try Data(hosts.utf8).write(to: file)
    for (selector, uids) in [
      (#"["=", "$node_type", "gpu"]"#, ["u1", "u2"]), (#"[">", "$vcpus", "9"]"#, ["u1"]),
      (#"["=", "$hypervisor_hostname", "u2"]"#, ["u2"]), (#"["=", "$node_type", "x"]"#, []),
    ] {
      let result = try ChiportProcess.run(
        ["selector", "match", selector, "--hosts", file.path, "-f", "json"])
      let document = try JSONValue(parsing: result.output)
      #expect(document["nodes"]?.array?.map { $0["uid"]?.string ?? "" } == uids)
      #expect(document["site"] == .null)
      #expect(result.exitCode == (uids.isEmpty ? 1 : 0))
    }
  }

  /// What `selector hosts` prints says the same as the catalogue.
  @Test func hostsReadBackAreTheSame() throws {
    let result = try ChiportProcess.shell(
      """
      "$CHIPORT" selector hosts --at uc > hosts.jsonl
      "$CHIPORT" selector match '["=", "$gpu.gpu", "False"]' --hosts hosts.jsonl -f value -c uid > a
      "$CHIPORT" selector match '["=", "$gpu.gpu", "False"]' --at uc -f value -c uid > b
      cmp a b && wc -l < a
      """)
    #expect(result.exitCode == 0)
    #expect((Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0) > 0)
  }

  @Test func refusesFilesWithoutHosts() throws {
    for text in [
      "{}", "5", "x", "{\"a\": 1}\nx", "", "[]", "{\"hosts\": []}",
      "{\"hosts\": [{\"uid\": \"a\"}, 1]}", "[null]", "{\"hosts\": 1}",
    ] {
      let result = try ChiportProcess.shell(
        "printf '%s' '\(text)' > h; \"$CHIPORT\" selector match '[]' --hosts h")
      #expect(result.exitCode == 2, "\(text)")
      #expect(result.errors.contains("h:"))
    }
  }

  /// One host alone is as good as a list of one.
  @Test(arguments: [
    #"{"node_type": "x"}"#, #"{"uid": "a", "node_type": "x"}"#, #"[{"node_type": "x"}]"#,
  ])
  func readsOneHostFromStandardInput(_ text: String) throws {
    let result = try ChiportProcess.shell(
      "printf '%s' '\(text)' | \"$CHIPORT\" selector match '[]' --hosts - -f value -c node_type")
    #expect(result.output == "x\n")
    #expect(result.exitCode == 0)
  }

  @Test func standardInputIsOneThing() throws {
    let result = try ChiportProcess.run(["selector", "match", "-", "--hosts", "-"])
    #expect(result.exitCode == 64)
  }

  @Test(arguments: [
    ["check", "[]", "--min", "0"], ["match", "[]", "--at", "uc", "--min", "-3"],
    ["check", "min=x,resource_properties=[]"], ["match", "min=0,max=1", "--at", "uc"],
  ])
  func aNumberOfNodesIsOneOrMore(_ arguments: [String]) throws {
    let result = try ChiportProcess.run(["selector"] + arguments)
    #expect(result.exitCode == 64)
  }

  @Test func explanationsKeepToTheWidth() throws {
    let result = try ChiportProcess.shell(
      #"""
      COLUMNS=40 "$CHIPORT" selector explain         '["and", ["=", "$node_type", "gpu_v100"], ["=", "$gpu.gpu", "True"]]' --at uc
      """#)
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(result.output)")
    #expect(!result.output.contains("\n\n\n"))
  }
}
