import Foundation
import Testing

/// What `chiport rewrite` prints for the experiment in `Golden/my-experiment`, word by word.
@Suite struct RewriteGoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let arguments: [String]
    var testDescription: String { file }

    init(_ file: String, _ arguments: String...) {
      self.file = file
      self.arguments = arguments
    }
  }

  static let cases = [
    Case("rewrite", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc"),
    Case("rewrite-infers", "rewrite", "my-experiment", "--to", "ncar", "--no-diff"),
    Case(
      "rewrite-prefers", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "--prefer",
      "gpu_rtx_6000=gpu_h100", "--comments", "--prose"),
    Case("rewrite-csv", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "-f", "csv"),
    Case("rewrite-json", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "-f", "json"),
    Case(
      "rewrite-markdown", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "-f",
      "markdown"),
    Case("rewrite-check", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "--check"),
    Case("rewrite-no-target", "rewrite", "my-experiment"),
    Case("rewrite-help", "rewrite", "--help"),
  ]

  /// Where the experiment is; the process runs in a folder of its own.
  private static let experiment = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden/my-experiment").path

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: Case) throws {
    let words = one.arguments.map { "'\($0)'" }.joined(separator: " ")
    let result = try ChiportProcess.shell(
      "cp -r '\(RewriteGoldenTests.experiment)' . && exec \"$CHIPORT\" \(words)")
    try GoldenFile.check(result, of: one.arguments, against: one.file)
  }

  @Test func portsInPlaceOnceAndKeepsEveryOtherByte() throws {
    let result = try ChiportProcess.shell(
      """
      cp -r '\(RewriteGoldenTests.experiment)' . && chmod 750 my-experiment/lease.sh
      "$CHIPORT" rewrite -i my-experiment --from uc --to tacc >first 2>report; echo "exit $?"
      "$CHIPORT" rewrite -i my-experiment --from uc --to tacc >second 2>report; echo "exit $?"
      wc -c <first; stat -c %a my-experiment/lease.sh
      diff -r '\(RewriteGoldenTests.experiment)' my-experiment | grep -c '^[<>]'
      ls -A my-experiment
      """)
    #expect(
      result.output == """
        exit 1
        exit 1
        0
        750
        12
        CH-123456-openrc.sh
        lease.sh
        train.ipynb

        """)
  }
}
