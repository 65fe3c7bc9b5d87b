import Foundation
import Testing

/// A file of `Golden/` with what a command prints.
enum GoldenFile {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  /// Compares what the process printed with the file; with `RECORD_GOLDEN=1` it writes the file, and
  /// fails so that nobody forgets to look at it.
  static func check(
    _ result: ChiportProcess.Result, of arguments: [String], against name: String
  ) throws {
    let text = withoutAge(
      """
      $ chiport \(arguments.joined(separator: " "))
      \(result.output)--- standard error
      \(result.errors)--- exit code \(result.exitCode)

      """)
    let url = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(url.lastPathComponent)")
      return
    }
    #expect(text == (try String(contentsOf: url, encoding: .utf8)), "\(name)")
  }

  /// The age of the catalogue depends on the day.
  private static func withoutAge(_ text: String) -> String {
    text.replacing(/, [0-9]+ days? old/, with: ", N days old")
      .replacing(/"age_days": [0-9]+/, with: "\"age_days\": N")
  }
}
