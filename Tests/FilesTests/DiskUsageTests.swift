import Files
import Foundation
import TestSupport
import Testing

@Suite struct DiskUsageTests {
  private static func usage(
    _ folder: TemporaryFolder, large: Int = 1 << 40, rules: [FolderRule] = [],
    packed: [String] = []
  ) throws -> DiskUsage {
    try DiskUsage(
      of: FilePath(folder.path), largeBytes: large, rules: rules, packedSuffixes: packed)
  }

  private static func shell(_ script: String, in folder: TemporaryFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func countsWhatDuCounts() throws {
    let folder = try TemporaryFolder()
    let sum = try Self.shell(
      """
      mkdir -p a/b/c d; head -c 100000 /dev/zero > a/b/one; head -c 5000 /dev/zero > d/two
      ln a/b/one d/again; ln -s a/b/one link; truncate -s 50M sparse; mkfifo pipe
      du -sx --block-size=1 . | cut -f 1
      """, in: folder)
    let usage = try Self.usage(folder)
    #expect("\(usage.total.allocated)\n" == sum)
    #expect(usage.total.apparent == 100_000 + 5_000 + 50 << 20)
    #expect(usage.total.fileCount == 5)
    #expect(usage.unreadableCount == 0)
  }

  @Test func tellsLargeOnesByPath() throws {
    let folder = try TemporaryFolder()
    _ = try Self.shell(
      "mkdir -p a/b c; head -c 300000 /dev/zero > a/b/one; head -c 9 /dev/zero > c/two",
      in: folder)
    let large = try Self.usage(folder, large: 200_000).large
    let root = folder.path
    #expect(large.map(\.path.description) == ["\(root)/a", "\(root)/a/b", "\(root)/a/b/one"])
    #expect(large.map(\.isFolder) == [true, true, false])
  }

  @Test func countsApartWhatRulesSay() throws {
    let folder = try TemporaryFolder()
    _ = try Self.shell(
      """
      mkdir -p tmp x/tmp/deep var/lib/cloud other/cloud; head -c 100000 /dev/zero > tmp/a
      head -c 100000 /dev/zero > x/tmp/deep/b; head -c 100000 /dev/zero > var/lib/cloud/c
      head -c 100000 /dev/zero > other/cloud/d
      """, in: folder)
    let all = try Self.usage(folder).total.allocated
    let usage = try Self.usage(
      folder,
      rules: [
        FolderRule("tmp", isForContents: true), FolderRule("var/lib/cloud", isForContents: false),
      ])
    #expect(usage.total.apparent == 100_000)
    #expect(usage.leftOut.apparent == 300_000)
    #expect(usage.total.allocated + usage.leftOut.allocated == all)
  }

  @Test func tellsCompressedFilesByTheirNames() throws {
    let folder = try TemporaryFolder()
    _ = try Self.shell(
      "for f in a.GZ b.safetensors c.txt d .gz; do head -c 10000 /dev/zero > $f; done", in: folder)
    let usage = try Self.usage(folder, packed: ["gz", "safetensors"])
    #expect(usage.total.packed == 3 * 12_288)
  }

  @Test func failsWhenTheFolderIsNone() {
    #expect(throws: FileError.self) {
      try DiskUsage(of: FilePath("/nonexistent/folder"), largeBytes: 1)
    }
  }
}
