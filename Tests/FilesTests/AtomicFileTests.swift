import Files
import Glibc
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  private func contents(_ path: String) throws -> FileContents {
    guard case .contents(let contents) = try FileContents.read(FilePath(path)) else {
      throw FileError(.read, FilePath(path), reason: "not text")
    }
    return contents
  }

  private func names(_ folder: TemporaryFolder) -> [String] {
    var tree = FileTree([FilePath(folder.path)])
    var found: [String] = []
    while let item = tree.next() { found.append(item.relative.description) }
    return found
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    lstat(path, &status)
    return status.st_mode
  }

  @Test func keepsPermissionsAndLinks() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "real/run.sh")
    try folder.link(to: "real/run.sh", at: "link")
    chmod(folder["real/run.sh"], 0o754)
    try AtomicFile.replace(contents(folder["link"]), with: Array("new".utf8))
    #expect(folder.contents(of: "real/run.sh") == Array("new".utf8))
    #expect(mode(folder["real/run.sh"]) & 0o777 == 0o754)
    #expect(mode(folder["link"]) & S_IFMT == S_IFLNK)
    #expect(names(folder) == ["link", "real/run.sh"])
  }

  enum Obstacle: String, CaseIterable {
    case bytes = "it changed since it was read"
    case time = "it changed since it was read."
    case hardLink = "it has 2 hard links, which would be parted"
    case readOnly = "it is read-only"
    case gone = "No such file or directory"
    case backup = "holds something else"
  }

  @Test(arguments: Obstacle.allCases) func refuses(_ obstacle: Obstacle) throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "file")
    if obstacle == .hardLink { link(folder["file"], folder["other"]) }
    if obstacle == .readOnly { chmod(folder["file"], 0o444) }
    if obstacle == .backup { try folder.write("mine", to: "file.orig") }
    let before = try contents(folder["file"])
    switch obstacle {
    case .bytes: try folder.write("hers", to: "file")
    case .time: utimensat(AT_FDCWD, folder["file"], [timespec(), timespec()], 0)
    case .gone: try folder.remove("file")
    default: break
    }
    let untouched = folder.contents(of: "file")
    let names = names(folder)
    let error = #expect(throws: FileError.self) {
      try AtomicFile.replace(before, with: Array("new".utf8), backup: ".orig")
    }
    let wanted = obstacle.rawValue.split(separator: ".")[0]
    #expect(error?.reason.contains(wanted) == true, "\(error?.reason ?? "")")
    #expect(folder.contents(of: "file") == untouched)
    #expect(
      obstacle == .gone
        || self.names(folder).filter { $0 != "file.orig" }
          == names.filter { $0 != "file.orig" }
    )
  }

  @Test func keepsABackup() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "file")
    chmod(folder["file"], 0o600)
    try AtomicFile.replace(contents(folder["file"]), with: Array("new".utf8), backup: "~")
    #expect(folder.contents(of: "file~") == Array("old".utf8))
    #expect(mode(folder["file~"]) & 0o777 == 0o600)
    #expect(folder.contents(of: "file") == Array("new".utf8))
  }

  @Test func aBackupThatAKilledRunMadeIsNoObstacle() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "file")
    try folder.write("old", to: "file~")
    try AtomicFile.replace(contents(folder["file"]), with: Array("new".utf8), backup: "~")
    #expect(folder.contents(of: "file") == Array("new".utf8))
  }

  @Test func createsOnlyWhereNothingElseIs() throws {
    let folder = try TemporaryFolder()
    let path = FilePath(folder["a/b/c"])
    try AtomicFile.create(path, Array("one".utf8), permissions: 0o755)
    try AtomicFile.create(path, Array("one".utf8), permissions: 0o755)
    #expect(throws: FileError.self) {
      try AtomicFile.create(path, Array("two".utf8), permissions: 0o755)
    }
    #expect(folder.contents(of: "a/b/c") == Array("one".utf8))
    #expect(mode(folder["a/b/c"]) & 0o777 == 0o755)
    try AtomicFile.create(path, Array("two".utf8), permissions: 0o644, overwrites: true)
    #expect(folder.contents(of: "a/b/c") == Array("two".utf8))
    #expect(names(folder) == ["a/b/c"])
  }

  @Test func copiesFilesAndRefusesOthers() throws {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: 7, count: 600_000), to: "big")
    chmod(folder["big"], 0o700)
    let copy = FilePath(folder["out/big"])
    try FileCopy.copy(FilePath(folder["big"]), to: copy)
    try FileCopy.copy(FilePath(folder["big"]), to: copy)
    #expect(folder.contents(of: "out/big") == folder.contents(of: "big"))
    #expect(mode(folder["out/big"]) & 0o777 == 0o700)
    try folder.write([UInt8](repeating: 7, count: 599_999) + [8], to: "out/big")
    #expect(throws: FileError.self) { try FileCopy.copy(FilePath(folder["big"]), to: copy) }
    try FileCopy.copy(FilePath(folder["big"]), to: copy, overwrites: true)
    #expect(folder.contents(of: "out/big") == folder.contents(of: "big"))
  }

  @Test func removesOnlyWhatKilledRunsLeft() throws {
    let folder = try TemporaryFolder()
    let left = ".run.sh.chiport-k3x0qa"
    for name in [left, ".run.sh.chiport-K3X0QA", "run.sh.chiport-k3x0qa", ".chiport-k3x0qa"] {
      try folder.write("", to: name)
    }
    var tree = FileTree([FilePath(folder.path)])
    var leftovers: [String] = []
    while let item = tree.next() {
      if item.kind == .leftover { leftovers.append(item.relative.description) }
    }
    #expect(leftovers == [left])
    #expect(AtomicFile.removeLeftover(FilePath(folder[left])))
    #expect(folder.contents(of: left) == nil)
    #expect(!AtomicFile.removeLeftover(FilePath(folder["run.sh.chiport-k3x0qa"])))
  }
}
