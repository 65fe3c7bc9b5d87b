import Files
import Foundation
import JSON
import TestSupport
import Testing

/// Which files a walk leaves out, against what git answered (`Fixtures/make-ignored`, git 2.39).
@Suite struct IgnoredTests {
  @Test func leavesOutWhatGitIgnores() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/ignored.jsonl")
    let lines = try Data(contentsOf: url).split(separator: UInt8(ascii: "\n"))
    #expect(lines.count >= 200)
    for line in lines {
      let tree = try JSONValue(parsing: line)
      let folder = try TemporaryFolder()
      try folder.write("", to: ".git/HEAD")
      for path in tree["paths"]?.array ?? [] { try folder.write("", to: path.string ?? "") }
      for rule in tree["rules"]?.members ?? [] {
        try folder.write(rule.value.string ?? "", to: rule.name)
      }
      let kept = (tree["kept"]?.array ?? []).compactMap(\.string)
      #expect(
        IgnoredTests.files(folder.path) == Set(kept), "\(tree["rules"]?.compact ?? "")")
    }
  }

  private static func files(_ folder: String) -> Set<String> {
    var tree = FileTree([FilePath(folder)])
    var found: Set<String> = []
    while let item = tree.next() {
      if !item.relative.description.hasSuffix(".gitignore") {
        found.insert(item.relative.description)
      }
    }
    return found
  }
}
