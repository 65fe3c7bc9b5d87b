import Foundation
import Rewriting
import SourceText
import Testing

/// Examples of every way in which references occur, each with the same words that are none.
@Suite struct CaseTests {
  static let cases: [CaseFile.Case] = (try? CaseFile.all().flatMap(\.cases)) ?? []

  @Test func readsAllFiles() throws { #expect(try !CaseFile.all().isEmpty) }

  @Test(arguments: cases)
  func decides(_ example: CaseFile.Case) throws {
    let (port, result, neighbours) = try example.port()
    #expect(result.text == example.after ?? example.before)
    #expect(example.summary(result) == example.report)
    // Bytes outside of the edits are those of the file.
    #expect(result.edits.applied(to: Array(example.before.utf8)) == result.bytes)
    let again = port(result.text, example.path, neighbours: neighbours)
    #expect(again.text == result.text, "a second run changes nothing")
  }

  /// `RECORD_CASES=1` writes what happens into the sources of the fixtures, and fails.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["RECORD_CASES"] != nil))
  func records() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    for file in try CaseFile.all() {
      let text = try file.cases.map { $0.recorded(try $0.port().result) }.joined(separator: "\n")
      try text.write(
        to: folder.appending(path: file.url.lastPathComponent), atomically: true, encoding: .utf8)
    }
    Issue.record("recorded; look at the difference")
  }
}
