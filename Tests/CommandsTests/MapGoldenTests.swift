import Foundation
import Testing

/// What `chiport map` and `chiport verify` print for saved inventories, word by word, and what a saved
/// map does to an experiment.
@Suite struct MapGoldenTests {
  private static let offline = [
    "--from", "uc", "--to", "tacc", "--inventory-from", "inventories/uc.json", "--inventory-to",
    "inventories/tacc.json",
  ]

  static let cases = [
    GoldenCase("map", ["map"] + offline),
    GoldenCase("map-all-csv", ["map", "--all", "-f", "csv"] + offline),
    GoldenCase("map-paths", ["map", "moved-experiment"] + offline),
    GoldenCase("map-json", ["map", "moved-experiment/up.py", "-f", "json"] + offline),
    GoldenCase("map-saved", ["map", "--save", "map.json"] + offline, written: "map.json"),
    GoldenCase(
      "map-other-site",
      [
        "map", "--from", "uc", "--to", "tacc", "--inventory-from", "inventories/tacc.json",
        "--inventory-to", "inventories/tacc.json",
      ]),
    GoldenCase("map-same-site", "map", "--from", "uc", "--to", "CHI@UC"),
    GoldenCase("map-help", "map", "--help"),
    GoldenCase(
      "verify", "verify", "moved-experiment", "--to", "tacc", "--inventory",
      "inventories/tacc.json"),
    GoldenCase(
      "verify-source", "verify", "moved-experiment", "--to", "uc", "--inventory",
      "inventories/uc.json", "--verbose"),
    GoldenCase("verify-offline", "verify", "moved-experiment", "--to", "tacc", "--offline"),
    GoldenCase(
      "verify-json", "verify", "moved-experiment/up.py", "--to", "tacc", "--offline", "-f", "json"),
    GoldenCase("verify-help", "verify", "--help"),
  ]

  /// Where the files of this suite are; the process runs in a folder of its own.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden").path

  private static let copy = "cp -r '\(folder)/moved-experiment' '\(folder)/inventories' ."

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: GoldenCase) throws {
    let words = one.arguments.map { "'\($0)'" }.joined(separator: " ")
    let shown = one.written.map { "; status=$?; cat '\($0)'; exit $status" } ?? ""
    let result = try ChiportProcess.shell(
      "\(MapGoldenTests.copy) && \"$CHIPORT\" \(words)\(shown)")
    try GoldenFile.check(result, of: one.arguments, against: one.file)
  }

  /// An experiment is ported with a saved map; what the map says is there is found there afterwards.
  @Test func aSavedMapPortsAnExperiment() throws {
    let options = MapGoldenTests.offline.joined(separator: " ")
    let result = try ChiportProcess.shell(
      """
      \(MapGoldenTests.copy)
      "$CHIPORT" map --save map.json \(options) >log 2>&1; echo "exit $?"
      "$CHIPORT" rewrite -i moved-experiment --from uc --to tacc --map-file map.json \
        >log 2>&1; echo "exit $?"
      "$CHIPORT" rewrite -i moved-experiment --from uc --to tacc --map-file map.json --diff \
        2>>log; echo "exit $?"
      grep -v '^#' moved-experiment/up.sh; cat moved-experiment/up.py
      "$CHIPORT" verify moved-experiment --to tacc --inventory map.json -f value -c place \
        -c state -c value; echo "exit $?"
      """)
    try GoldenFile.check(result, of: ["map", "rewrite", "verify"], against: "map-port")
  }

  /// What copies recorded is a map, too.
  @Test func aRecordOfCopiesPortsAnExperiment() throws {
    let result = try ChiportProcess.shell(
      """
      \(MapGoldenTests.copy)
      cat >copied.json <<'END'
      {"version": 1, "copied": [
        {"kind": "image", "from": "uc", "to": "tacc", "name": "my-trainer",
         "id": "0b7e1a52-7c0b-4e0a-9a52-2f0d8c1b6e34", "new_name": "my-trainer-2",
         "new_id": "99999999-7c0b-4e0a-9a52-2f0d8c1b6e34"}]}
      END
      "$CHIPORT" rewrite -i moved-experiment --to tacc --map-file copied.json >log 2>&1
      grep -ho '99999999-7c0b-4e0a-9a52-2f0d8c1b6e34\\|my-trainer[-0-9]*' moved-experiment/*
      """)
    #expect(
      result.output == """
        my-trainer-2
        my-trainer-2
        99999999-7c0b-4e0a-9a52-2f0d8c1b6e34

        """)
  }
}
