import Foundation
import Testing

/// What `chiport rewrite` prints for the experiment in `Golden/my-experiment`, word by word.
@Suite struct RewriteGoldenTests {
  static let cases = [
    GoldenCase("rewrite", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc"),
    GoldenCase("rewrite-infers", "rewrite", "my-experiment", "--to", "ncar", "--no-diff"),
    GoldenCase(
      "rewrite-prefers", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "--prefer",
      "gpu_rtx_6000=gpu_h100", "--comments", "--prose"),
    GoldenCase(
      "rewrite-csv", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "-f", "csv"),
    GoldenCase(
      "rewrite-json", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "-f", "json"),
    GoldenCase(
      "rewrite-markdown", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "-f",
      "markdown"),
    GoldenCase(
      "rewrite-check", "rewrite", "my-experiment", "--from", "uc", "--to", "tacc", "--check"),
    GoldenCase("rewrite-no-target", "rewrite", "my-experiment"),
    GoldenCase("rewrite-help", "rewrite", "--help"),
  ]

  /// Where the experiment is; the process runs in a folder of its own.
  private static let experiment = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden/my-experiment").path

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: GoldenCase) throws {
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
