import Foundation
import Testing

/// What the commands print that look for slots, word by word, for a saved calendar and a fixed time.
@Suite struct AvailabilityGoldenTests {
  static let cases = [
    GoldenCase("availability-now", "availability", "gpu_a100_pcie", "--nodes", "1", "--hours", "5"),
    GoldenCase(
      "availability-late", "availability", "gpu_a100_pcie", "--nodes", "4", "--days", "2",
      "--equivalents", "--at", "any"),
    GoldenCase(
      "availability-fits-exactly", "availability", "gpu_a100_pcie", "-n", "4", "--hours", "14",
      "--before", "2026-11-25", "--verbose"),
    GoldenCase(
      "availability-gap", "availability", "gpu_a100_pcie", "-n", "4", "--hours", "14", "--before",
      "2026-11-25", "--gap", "1"),
    GoldenCase(
      "availability-json", "availability", "gpu_a100_pcie", "-n", "3", "--days", "1",
      "--equivalents", "-f", "json"),
    GoldenCase(
      "availability-csv", "availability", "gpu_a100_pcie", "-n", "3", "--days", "1", "-f", "csv"),
    GoldenCase(
      "availability-flavor", "availability", "g1.h100.pci.4", "-n", "2", "--until",
      "2026-11-30 10:00", "--tz", "America/Chicago", "-v"),
    GoldenCase(
      "availability-selector", "availability", #"["=", "$node_type", "gpu_h100"]"#, "--from",
      "tacc", "-n", "2", "--hours", "1"),
    GoldenCase("availability-node", "availability", "gpu-h100-06", "--hours", "1"),
    GoldenCase(
      "availability-not-counted", "availability", "compute_gigaio@uc", "-n", "9", "--days", "1"),
    GoldenCase("availability-too-long", "availability", "gpu_h100@tacc", "--days", "9"),
    GoldenCase(
      "availability-elsewhere", "availability", "gpu_a100_pcie", "--at", "tacc", "--days", "1"),
    GoldenCase(
      "availability-only-equivalents", "availability", "gpu_a100_pcie", "--at", "tacc", "--days",
      "1", "--equivalents"),
    GoldenCase(
      "availability-not-there", "availability", "gpu_h100", "--at", "nrp", "--equivalents",
      "--hours", "1"),
    GoldenCase("availability-everything", "availability", "--at", "kvm,tacc", "--days", "1"),
    GoldenCase(
      "availability-unknown-after", "availability", "g1.h100.pci.4", "-n", "2", "--days", "40"),
    GoldenCase(
      "availability-unknown-then", "availability", "g1.h100.pci.4", "-n", "2", "--days", "2",
      "--start", "2027-02-25", "-f", "csv"),
    GoldenCase(
      "availability-mix", "availability", "--gpu", "A100", "--at", "uc", "-n", "4", "--days", "1"),
    GoldenCase(
      "availability-far-deadline", "availability", "gpu_a100_pcie", "-n", "4", "--days", "2",
      "--start", "2026-11-23", "--before", "2099-01-01", "--timeline"),
    GoldenCase(
      "availability-timeline", "availability", "gpu_a100_pcie", "-n", "3", "--days", "1",
      "--equivalents", "--timeline"),
    GoldenCase(
      "availability-svg", "availability", "gpu_a100_pcie", "-n", "3", "--days", "1", "--svg",
      "slots.svg", written: "slots.svg"),
    GoldenCase(
      "availability-clocks-change", "availability", "gpu_h100@tacc", "-n", "2", "--hours", "6",
      "--start", "2027-03-14 00:00", "--tz", "America/Chicago", "--timeline"),
    GoldenCase(
      "find-available", "find-equivalent", "gpu_a100_pcie", "--to", "uc,tacc", "--available",
      "--nodes", "1", "--hours", "5", "--sort", "earliest", "--limit", "3"),
  ]

  /// In a folder with the calendar of a week.
  private static func run(_ words: [String], then script: String = "") throws
    -> ChiportProcess.Result
  {
    let calendar = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/calendar/week.json").path
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    return try ChiportProcess.shell(
      """
      cp '\(calendar)' week.json
      "$CHIPORT" \(quoted) --calendar week.json --now 2026-11-22T10:00Z
      status=$?; \(script)
      exit $status
      """)
  }

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: GoldenCase) throws {
    let result = try Self.run(one.arguments, then: one.written.map { "cat \($0)" } ?? "")
    try GoldenFile.check(result, of: one.arguments, against: one.file)
  }

  @Test func everyTableFits80Columns() throws {
    for one in Self.cases where !one.arguments.contains("-f") && one.written == nil {
      let lines = try Self.run(one.arguments).output.split(separator: "\n")
      // What is copied into a shell is not cut.
      let long = lines.filter { line in
        line.count > 80 && !["reservation ", "Selector: "].contains { line.contains($0) }
      }
      #expect(long.isEmpty, "\(one.file)")
    }
  }

  @Test func aPageIsWholeAndNamesTheCommand() throws {
    let result = try Self.run(
      ["availability", "gpu_a100_pcie", "-n", "3", "--days", "1", "--html", "slots.html"],
      then: "cat slots.html")
    #expect(result.output.contains("<!DOCTYPE html>"))
    #expect(result.output.hasSuffix("</html>\n"))
    #expect(result.output.contains("openstack reservation lease create"))
    #expect(!result.output.contains("<script"))
  }

  @Test func aSavedCalendarAnswersTheSame() throws {
    let words = ["availability", "gpu_a100_pcie", "-n", "3", "--days", "1", "-f", "csv"]
    let result = try Self.run(
      words + ["--save", "again.json"],
      then: """
        "$CHIPORT" \(words.joined(separator: " ")) --calendar again.json --now 2026-11-22T10:00Z
        """)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.prefix(2) == lines.suffix(2))
  }

  @Test(arguments: [
    ["availability"],
    ["availability", "gpu_a100_pcie"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--days", "1"],
    ["availability", "gpu_a100_pcie", "--hours", "0"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--start", "2026-11-22 09:00"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--start", "noon"],
    ["availability", "gpu_a100_pcie", "--days", "2", "--before", "2026-11-23"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--tz", "../etc/passwd"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--watch", "1"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--watch", "60"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--timeline", "-f", "json"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--timeline", "-f", "csv"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--tz", "Europe"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--tz", "zone.tab"],
    [
      "availability", "gpu_a100_pcie", "--hours", "1", "--tz", "America/Chicago", "--start",
      "2027-03-14 02:30",
    ],
    ["availability", "gpu_a100_pcie", "--hours", "1", "-n", "2000000"],
    ["availability", "gpu_a100_pcie", "--hours", "1", "--blazar"],
    ["find-equivalent", "gpu_a100_pcie", "--sort", "earliest"],
    ["find-equivalent", "gpu_a100_pcie", "--no-outages"],
    ["find-equivalent", "gpu_a100_pcie", "--gap", "5"],
    ["find-equivalent", "gpu_a100_pcie", "--tz", "UTC"],
    ["find-equivalent", "gpu_a100_pcie", "--max-age", "3"],
    ["rewrite", ".", "--to", "tacc", "--gap", "5"],
  ])
  func refusesWhatMeansNothing(_ words: [String]) throws {
    let result = try Self.run(words)
    #expect(result.exitCode == 64)
    #expect(result.output.isEmpty)
  }

  @Test func aPortIsPrecededByAWarning() throws {
    let calendar = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/calendar/week.json").path
    let result = try ChiportProcess.shell(
      """
      echo 'export NODE_TYPE=gpu_a100_pcie' >lease.sh
      "$CHIPORT" rewrite -i lease.sh --from uc --to tacc --check-availability --nodes 2 \\
        --hours 1 --calendar '\(calendar)' --now 2026-11-22T10:00Z
      cat lease.sh
      """)
    #expect(result.output == "export NODE_TYPE=gpu_h100\n")
    let first = result.errors.split(separator: "\n").first.map(String.init)
    #expect(
      first
        == "warning: 2 x gpu_h100 at CHI@TACC for 1 h: not free before 2026-11-23 16:00 UTC")
  }

  /// Of a type and of a selector, with every option of the question.
  @Test(arguments: [
    "export NODE_TYPE=gpu_a100_pcie",
    """
    openstack reservation lease create x --reservation \
      'min=1,max=2,resource_type=physical:host,resource_properties=["=", "$node_type", "gpu_a100_pcie"]'
    """,
  ])
  func theHintOfAPortCanBeRun(_ file: String) throws {
    let calendar = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/calendar/week.json").path
    let result = try ChiportProcess.shell(
      """
      cat >lease.sh <<'END'
      \(file)
      END
      cp '\(calendar)' "week 1.json"
      "$CHIPORT" rewrite lease.sh --from uc --to tacc --check-availability --nodes 2 --hours 1.5 \
        --start '2026-11-22 05:00' --before '2026-11-23 10:30' --gap 5 --tz America/Chicago \
        --max-age 3 --calendar 'week 1.json' --now 2026-11-22T10:00Z >/dev/null 2>errors
      mkdir bin; ln -s "$CHIPORT" bin/chiport; export PATH=$PWD/bin:$PATH
      sed -n 's/^  hint: //p' errors | head -1 >hint.sh
      sh hint.sh; echo "exit $?"; cat hint.sh
      """)
    #expect(result.output.contains("\ntacc "), "\(result.output)\(result.errors)")
    #expect(result.output.contains("not in time"))
    #expect(result.output.contains("\nexit 1\nchiport availability "))
    for words in [
      "--nodes 2", "--hours 1.5", "--start '2026-11-22 05:00'", "--before '2026-11-23 10:30'",
      "--gap 5", "--tz America/Chicago", "--max-age 3", "--calendar 'week 1.json'",
    ] {
      #expect(result.output.contains(words))
    }
  }
}
