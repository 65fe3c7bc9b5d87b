import Rewriting
import SourceText
import TestSupport
import Testing

@Suite struct UnifiedDiffTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let old: String
    /// Each text, which occurs once, and what takes its place.
    let edits: [(String, String)]
    /// Without the header; nil when the diff is withheld.
    let diff: String?
  }

  private static let ten = (1...10).map { "\($0).\n" }.joined()

  static let cases = [
    Case(
      testDescription: "one line", old: ten, edits: [("5.", "five")],
      diff: "@@ -2,7 +2,7 @@\n 2.\n 3.\n 4.\n-5.\n+five\n 6.\n 7.\n 8.\n"),
    Case(
      testDescription: "the first and the last line", old: "a\nb\n",
      edits: [("a", "A"), ("b", "B")],
      diff: "@@ -1,2 +1,2 @@\n-a\n-b\n+A\n+B\n"),
    Case(
      testDescription: "two edits of one line", old: "a b\n", edits: [("a", "A"), ("b", "B")],
      diff: "@@ -1 +1 @@\n-a b\n+A B\n"),
    Case(
      testDescription: "close changes share a hunk, others have their own", old: ten,
      edits: [("1.", "one"), ("2.", "two"), ("10.", "ten")],
      diff: "@@ -1,5 +1,5 @@\n-1.\n-2.\n+one\n+two\n 3.\n 4.\n 5.\n"
        + "@@ -7,4 +7,4 @@\n 7.\n 8.\n 9.\n-10.\n+ten\n"),
    Case(
      testDescription: "lines that an edit spans but does not change are not shown as changed",
      old: "a\nb\nc\n", edits: [("a\nb\nc\n", "A\nb\nC\n")],
      diff: "@@ -1,3 +1,3 @@\n-a\n+A\n b\n-c\n+C\n"),
    Case(
      testDescription: "more lines than before move what follows", old: ten,
      edits: [("1.\n", "1.\nx\ny\n"), ("9.\n", "")],
      diff:
        "@@ -1,4 +1,6 @@\n 1.\n+x\n+y\n 2.\n 3.\n 4.\n@@ -6,5 +8,4 @@\n 6.\n 7.\n 8.\n-9.\n 10.\n"),
    Case(
      testDescription: "no final newline", old: "a\nb", edits: [("a", "A")],
      diff: "@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n"),
    Case(
      testDescription: "a final newline that goes", old: "a\n", edits: [("a\n", "A")],
      diff: "@@ -1 +1 @@\n-a\n+A\n\\ No newline at end of file\n"),
    Case(
      testDescription: "a text that becomes empty", old: "a\n", edits: [("a\n", "")],
      diff: "@@ -1 +0,0 @@\n-a\n"),
    Case(
      testDescription: "CRLF stays", old: "a\r\nb\r\n", edits: [("b", "B")],
      diff: "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n"),
    Case(
      testDescription: "a secret nearby shortens both sides",
      old: "1\ntoken=abc\n3\n4\n5\n6\n7\n8\n",
      edits: [("4", "four")], diff: "@@ -3,3 +3,3 @@\n 3\n-4\n+four\n 5\n"),
    Case(
      testDescription: "a secret right before it leaves one line behind it",
      old: "1\ntoken=abc\n3\n4\n5\n6\n7\n", edits: [("3", "three")],
      diff: "@@ -3,2 +3,2 @@\n-3\n+three\n 4\n"),
    Case(
      testDescription: "a secret right behind it cannot be left out",
      old: "1\n2\n3\ntoken=abc\n5\n", edits: [("3", "three")], diff: nil),
    Case(
      testDescription: "a secret between two changes parts them",
      old: "1\n2\ntoken=abc\n4\n5\n", edits: [("1", "one"), ("5", "five")],
      diff: "@@ -1,2 +1,2 @@\n-1\n+one\n 2\n@@ -4,2 +4,2 @@\n 4\n-5\n+five\n"),
    Case(
      testDescription: "a line that changes has a secret", old: "a\nsite=uc token=abc\nb\n",
      edits: [("uc", "tacc")], diff: nil),
    Case(
      testDescription: "a line gets a secret", old: "a\nx=uc\nb\n", edits: [("x", "token")],
      diff: nil),
    Case(testDescription: "nothing", old: "a\n", edits: [("a", "a")], diff: ""),
  ]

  @Test(arguments: cases) func writes(_ one: Case) throws {
    let edits = try one.edits.map { text, replacement in
      let range = try #require(one.old.firstRange(of: text))
      let start = one.old.utf8.distance(from: one.old.startIndex, to: range.lowerBound)
      return Edit(
        range: start..<(start + text.utf8.count), replacement: Array(replacement.utf8))
    }
    let diff = UnifiedDiff(path: Array("f".utf8), old: Array(one.old.utf8), edits: edits)
    let header = "diff --git a/f b/f\n--- a/f\n+++ b/f\n"
    let wanted = one.diff.map { $0.isEmpty ? "" : header + $0 }
    #expect(diff.bytes.map { String(decoding: $0, as: UTF8.self) } == wanted)
  }

  @Test(arguments: [
    ("plain.sh", "a/plain.sh", "a/plain.sh"),
    ("with blank", "a/with blank", "a/with blank\t"),
    ("é\n\"\\", "\"a/\\303\\251\\n\\\"\\\\\"", "\"a/\\303\\251\\n\\\"\\\\\""),
  ]) func namesFilesAsGitDoes(path: String, first: String, old: String) {
    let diff = UnifiedDiff(
      path: Array(path.utf8), old: [0x61], edits: [Edit(range: 0..<1, replacement: [0x62])])
    let lines = String(decoding: diff.bytes ?? [], as: UTF8.self).split(separator: "\n")
    #expect(lines[0].hasPrefix("diff --git \(first) "))
    #expect(lines[1] == "--- \(old)")
  }

  @Test func keepsBytesThatAreNoText() {
    let diff = UnifiedDiff(
      path: [0x66], old: [0xFF, 0x0A, 0x61, 0x0A], edits: [Edit(range: 2..<3, replacement: [0xFE])])
    #expect(
      diff.bytes?.suffix(9) == [0x20, 0xFF, 0x0A, 0x2D, 0x61, 0x0A, 0x2B, 0xFE, 0x0A])
  }
}
