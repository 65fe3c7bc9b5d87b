import Files
import Glibc
import TestSupport
import Testing

@Suite struct FileTreeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let files: [String: String]
    var named = [""]
    let found: [String]
    var skipped: [Skipped.Reason: Int] = [:]
  }

  static let cases = [
    Case(
      testDescription: "whole paths are in the order of their bytes",
      files: ["a/c": "", "a.b": "", "a-b": "", "a0": ""], found: ["a-b", "a.b", "a/c", "a0"]),
    Case(
      testDescription: "vendored folders are left out, each counting once",
      files: [
        "x/node_modules/a/b": "", "myenv/pyvenv.cfg": "", "myenv/lib/x.py": "", "env/run.sh": "",
        "vendor/modules.txt": "", "vendor/x.go": "", "lib/vendor/mine.py": "", ".terraform/x": "",
        "third_party/x": "", "__pycache__/x": "", "build/run.sh": "",
      ],
      found: ["build/run.sh", "env/run.sh", "lib/vendor/mine.py"], skipped: [.vendored: 6]),
    Case(
      testDescription: "Terraform's state is left out",
      files: ["terraform.tfstate": "", "terraform.tfstate.backup": "", "main.tf": ""],
      found: ["main.tf"], skipped: [.state: 2]),
    Case(
      testDescription: "rules hold without a repository too",
      files: [".gitignore": "*.log\n", "a.log": "", "b/c.log": "", "d": ""],
      found: [".gitignore", "d"], skipped: [.ignored: 2]),
    Case(
      testDescription: "rules above the named folder hold up to the top of the work tree",
      files: [
        "top/.git/HEAD": "", "top/.gitignore": "/in/a\nb\n", ".gitignore": "c\n", "top/in/a": "",
        "top/in/b": "", "top/in/c": "", "top/in/d/a": "",
      ],
      named: ["top/in"], found: ["c", "d/a"], skipped: [.ignored: 2]),
    Case(
      testDescription: "what was named is read, also when it is ignored",
      files: [
        ".git/HEAD": "", ".gitignore": "out\n*.sh\n", "out/a": "", "run.sh": "",
        "out/.gitignore": "b\n", "out/b": "",
      ],
      named: ["out", "run.sh"], found: [".gitignore", "a", "run.sh"], skipped: [.ignored: 1]),
    Case(
      testDescription: "a repository within has its own rules",
      files: [".git/HEAD": "", ".gitignore": "a\n", "sub/.git/HEAD": "", "sub/a": "", "a": ""],
      found: [".gitignore", "sub/a"], skipped: [.ignored: 1]),
    Case(
      testDescription: "paths inside of each other give each file once",
      files: ["a/b/c": "", "a/d": ""], named: ["a/d", "a/b", "a", "a/d"],
      found: ["c", "d"]),
  ]

  @Test(arguments: cases) func finds(_ one: Case) throws {
    let folder = try TemporaryFolder()
    for (name, text) in one.files { try folder.write(text, to: name) }
    var tree = FileTree(one.named.map { FilePath(folder[$0]) })
    var found: [String] = []
    while let item = tree.next() { found.append(item.relative.description) }
    #expect((one.named.count > 1 ? found.sorted() : found) == one.found)
    #expect(tree.skipped.counts == one.skipped)
  }

  @Test func followsOnlyLinksThatWereNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "tree/a")
    try folder.link(to: "a", at: "tree/to-file")
    try folder.link(to: "..", at: "tree/to-folder")
    try folder.link(to: "nowhere", at: "tree/broken")
    try folder.link(to: "tree", at: "named")
    var tree = FileTree([FilePath(folder["named"])])
    var found: [String] = []
    while let item = tree.next() { if item.kind == .file { found.append("\(item.path)") } }
    #expect(found == [folder["named/a"]])
    #expect(tree.skipped.counts == [.link: 3])
  }

  @Test func goesOnAfterWhatIsNotThere() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "a")
    var tree = FileTree([FilePath(folder["none"]), FilePath(folder["a"])])
    #expect(tree.next()?.relative.description == "a")
    #expect(tree.next() == nil)
    #expect(
      tree.skipped.errors.map(\.description) == [
        "cannot read '\(folder["none"])': No such file or directory"
      ])
  }

  @Test func keepsNamesThatAreNoText() throws {
    let folder = try TemporaryFolder()
    let path = FilePath(folder.path).appending([0x61, 0xFF, 0x0A])
    try AtomicFile.create(path, [0x78], permissions: 0o640)
    var tree = FileTree([FilePath(folder.path)])
    let next = tree.next()
    let item = try #require(next)
    #expect(item.relative.bytes == [0x61, 0xFF, 0x0A])
    guard case .contents(let contents) = try FileContents.read(item.path) else {
      Issue.record("not read")
      return
    }
    #expect(contents.bytes == [0x78])
    #expect(contents.permissions == 0o640)
  }

  @Test func doesNotWaitForPipes() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder["pipe"], 0o600) == 0)
    var tree = FileTree([FilePath(folder.path)])
    #expect(tree.next() == nil)
    #expect(tree.skipped.counts == [.special: 1])
    guard case .special = try FileContents.read(FilePath(folder["pipe"])) else {
      Issue.record("a pipe was read")
      return
    }
  }

  @Test func tellsBinaryAndHugeFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write([0x61, 0, 0x62], to: "binary")
    try folder.write("abcd", to: "text")
    guard case .binary = try FileContents.read(FilePath(folder["binary"])),
      case .huge = try FileContents.read(FilePath(folder["text"]), limit: 3),
      case .contents = try FileContents.read(FilePath(folder["text"]), limit: 4)
    else {
      Issue.record("taken for something else")
      return
    }
  }
}
