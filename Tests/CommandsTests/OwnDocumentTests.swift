import Foundation
import TestSupport
import Testing

@testable import Commands

/// What chiport wrote is told from what users write, and is no file of an experiment.
@Suite struct OwnDocumentTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden").path

  /// A command line of `sh` that prints a document, and what it is.
  struct Printed: Sendable, CustomTestStringConvertible {
    let description: String
    let arguments: String
    var testDescription: String { arguments }

    init(_ description: String, _ arguments: String) {
      self.description = description
      self.arguments = arguments
    }
  }

  private static let inventories =
    "--from uc --to tacc --inventory-from plan/uc.json --inventory-to plan/tacc.json"
  private static let gpu = #"'["=", "$gpu.gpu", "True"]'"#
  private static let report = "rewrite my-experiment --from uc --to tacc"

  static let printed = [
    Printed(
      "a plan",
      "plan plan/experiment \(inventories) --calendar calendar/week.json --no-outages"
        + " --now 2026-11-22T10:00Z -f json"),
    Printed("a plan", "plan plan/experiment --from uc --to tacc --offline"),
    Printed("a plan", "plan plan/experiment \(inventories) --no-outages --offline"),
    Printed("a plan", "plan plan/experiment --from uc --to tacc --offline --script"),
    Printed("a map", "map \(inventories) -f json"),
    Printed("a map", "map \(inventories) --save map.json >log; cat map.json"),
    Printed("a report of 'chiport rewrite'", "\(report) -f json"),
    Printed("a report of 'chiport rewrite'", "\(report) --report port.json >log; cat port.json"),
    Printed("an answer of 'chiport verify'", "verify my-experiment --to tacc --offline -f json"),
    Printed(
      "an answer of 'chiport availability'",
      "availability gpu_a100_pcie -n 1 --days 1 --calendar calendar/week.json --no-outages"
        + " --now 2026-11-22T10:00Z -f json"),
    Printed("an answer of 'find-equivalent'", "find-equivalent gpu_v100 --limit 1 -f json"),
    Printed(
      "an answer of 'find-equivalent'",
      "find-equivalent gpu_v100 --limit 1 --available --days 1 --calendar calendar/week.json"
        + " --no-outages --now 2026-11-22T10:00Z -f json"),
    Printed("an answer of 'chiport show'", "show gpu_v100 -f json"),
    Printed("an answer of 'chiport list'", "list --type gpu_v100 -f json"),
    Printed("an answer of 'chiport list'", "list --type gpu_v100 --nodes -f json"),
    Printed("an answer of 'chiport doctor'", "doctor --site nu -f json"),
    Printed("an answer of 'chiport doctor'", "doctor --site nu --nodes -f json"),
    Printed("an answer of 'chiport sites'", "sites --no-outages -f json"),
    Printed("an answer of 'chiport snapshot advise'", "snapshot advise --root plan -f json"),
    Printed("an answer of 'chiport selector check'", "selector check \(gpu) --at uc -f json"),
    Printed("an answer of 'chiport selector match'", "selector match \(gpu) --at uc -f json"),
    Printed("an answer of 'chiport selector explain'", "selector explain \(gpu) --at uc -f json"),
    Printed(
      "an answer of 'chiport selector explain'", #"selector explain '["or", "x"]' -f json"#),
    Printed(
      "an answer of 'chiport selector translate'",
      "selector translate \(gpu) --from uc --to tacc -f json"),
    Printed("an answer of 'chiport selector for'", "selector for gpu_v100 --at uc -f json"),
  ]

  @Test(arguments: printed) func whatIsPrintedIsKnown(_ one: Printed) throws {
    let result = try ChiportProcess.shell(
      """
      for name in my-experiment plan calendar; do cp -r '\(Self.golden)/'$name .; done
      "$CHIPORT" \(one.arguments)
      """)
    #expect(
      OwnDocument(Array(result.output.utf8))?.description == one.description, "\(result.errors)")
  }

  /// Of what services answer, or of what a catalogue of one's own has.
  static let written = [
    (
      "the record of a plan",
      #"{"document": "plan_record", "version": 1, "from": "uc", "to": "tacc", "done": [], "copied": []}"#
    ),
    (
      "a record of copies",
      #"{"version": 1, "copied": [{"kind": "image", "from": "uc", "to": "tacc", "name": "a"}]}"#
    ),
    (
      "an answer of 'chiport sites --check'",
      """
      {"checks": [{"site": "uc", "name": "CHI@UC", "cloud": "uc", "check": "login",
        "status": "ok", "milliseconds": 1, "detail": null, "place": null, "hint": null}]}
      """
    ),
    (
      "an answer of 'chiport harvest'",
      """
      {"source": "a", "catalog": "b", "version": null, "version_timestamp": null, "bytes": 1,
        "sites": [], "devices": null, "problems": []}
      """
    ),
    (
      "an answer of 'chiport harvest --blazar'",
      """
      {"sites": [{"site": "uc", "source": "a", "hosts": 1, "not_listed": 0, "not_in_catalog": 0,
        "problem": null}]}
      """
    ),
    (
      "an answer of 'chiport harvest --availability'",
      """
      {"calendars": [{"site": "uc", "source": "reference-api", "read_at": "2026-11-22T10:00:00Z",
        "synced_at": null, "nodes": 1, "known_nodes": 1, "flavors": 0, "known_flavors": 0}],
        "failed": []}
      """
    ),
    (
      "an answer of 'chiport changes'",
      """
      [{"harvested_at": "2026-07-01T00:00:00Z", "site": "uc", "node": "n", "uid": "u",
        "change": "added", "property": null, "old": null, "new": null}]
      """
    ),
  ]

  @Test(arguments: written) func whatIsWrittenIsKnown(_ description: String, _ text: String) {
    #expect(OwnDocument(Array(text.utf8))?.description == description)
  }

  @Test(arguments: [
    ("an inventory", "inventories/tacc.json"), ("a saved calendar", "calendar/week.json"),
  ])
  func savedFilesAreKnown(_ description: String, _ path: String) throws {
    let bytes = try #require(FileManager.default.contents(atPath: "\(Self.golden)/\(path)"))
    #expect(OwnDocument(Array(bytes))?.description == description)
  }

  /// Each lacks something of what it looks like, or has it elsewhere.
  static let users = [
    #"{"document": "plan", "site": "uc", "node_type": "gpu_rtx_6000", "version": 1}"#,
    #"{"document": "map", "site": "uc", "from": "uc", "to": "tacc", "pairs": []}"#,
    #"{"document": "inventory", "site": "uc", "project": "CH-123456"}"#,
    #"{"format": "yaml", "version": 1, "calendars": [], "site": "uc"}"#,
    #"{"version": 1, "copied": [{"name": "a.txt", "site": "uc"}], "site": "uc"}"#,
    #"{"version": 1, "files": ["a"], "totals": {}, "errors": [], "site": "uc"}"#,
    #"{"query": "gpu", "results": [], "catalog": "uc", "site": "uc"}"#,
    #"{"asked": {}, "candidates": [], "site": "uc"}"#,
    #"{"sites": [{"site": "uc", "name": "a"}], "outages": [], "site": "uc"}"#,
    #"{"checks": [], "site": "uc"}"#,
    #"{"calendars": [{"site": "uc", "source": "mine"}], "failed": []}"#,
    "# From CHI@UC to CHI@TACC\n\nWe moved, as planned by chiport.\n",
    "#!/usr/bin/env bash\n# From CHI@UC to CHI@TACC, made by hand\nopenstack server list\n",
    #"{"selector": "x", "site": "uc", "nodes": 2}"#,
    #"[{"site": "uc", "node_type": "gpu_v100", "configuration": "a", "kind": "b", "nodes": 1}]"#,
    #"[{"nested": {"document": "plan", "version": 1, "from": "uc", "to": "a", "steps": []}}]"#,
    #"{"document": "plan", "version": 1, "from": "uc", "to": "tacc", "steps": []"#,
  ]

  @Test(arguments: users) func whatUsersWriteIsNone(text: String) throws {
    #expect(OwnDocument(Array(text.utf8)) == nil)
  }

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func rewrite(_ arguments: String...) throws -> ChiportProcess.Result {
    try ChiportProcess.run(["rewrite", "--from", "uc", "--to", "tacc"] + arguments)
  }

  @Test func aSavedReportStaysAsItIs() throws {
    let folder = try TemporaryFolder()
    try folder.write("NODE_TYPE=gpu_rtx_6000\n", to: "a.sh")
    let report = folder["port.json"]
    _ = try rewrite(folder.path, "--prefer", "gpu_rtx_6000=compute_liqid", "--report", report)
    let before = folder.contents(of: "port.json")
    let result = try rewrite(folder.path, "-i", "--prefer", "gpu_rtx_6000=compute_liqid")
    #expect(folder.contents(of: "a.sh") == Array("NODE_TYPE=compute_liqid\n".utf8))
    #expect(before != nil && folder.contents(of: "port.json") == before)
    #expect(words(result.errors).contains("1 file read; skipped: 1 chiport's own."))
  }

  @Test func whatIsNamedIsNotLeftOutInSilence() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.written[0].1, to: "plan.json.record")
    try folder.write("export OS_REGION_NAME=CHI@UC\n", to: "a.sh")
    let record = folder["plan.json.record"]
    let result = try rewrite(record, folder["a.sh"], "-i")
    #expect(result.exitCode == 2)
    #expect(folder.contents(of: "plan.json.record") == Array(Self.written[0].1.utf8))
    #expect(folder.contents(of: "a.sh") == Array("export OS_REGION_NAME=CHI@TACC\n".utf8))
    let told = words(result.errors)
    #expect(told.contains("plan.json.record': it is the record of a plan, and no file of an"))
    #expect(told.contains("(name the folder that it is in: what chiport wrote is left out there)"))
    let verified = try ChiportProcess.run(["verify", record, "--to", "tacc", "--offline"])
    #expect(verified.exitCode == 2)
    #expect(words(verified.errors).contains("it is the record of a plan"))
  }

  @Test func aFileOfTheUsersThatLooksAlikeIsPorted() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.users[0] + "\n", to: "setup.json")
    let result = try rewrite(folder["setup.json"], "-i")
    #expect(result.exitCode == 0, "\(result.errors)")
    let text = folder.contents(of: "setup.json").map { String(decoding: $0, as: UTF8.self) }
    let ported =
      #"{"document": "plan", "site": "tacc", "node_type": "compute_liqid", "version": 1}"#
    #expect(text == ported + "\n")
  }

  @Test func standardInputIsRefusedByName() throws {
    let result = try ChiportProcess.shell(
      "echo '\(Self.written[0].1)' | \"$CHIPORT\" rewrite - --from uc --to tacc")
    #expect(result.exitCode == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("standard input is the record of a plan"))
  }
}
