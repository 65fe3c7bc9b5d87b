import TestSupport
import Testing

/// What `chiport rewrite` reads and writes, and what it says when it cannot.
@Suite struct RewriteFilesTests {
  private let text = "export OS_REGION_NAME=CHI@UC\n"
  private let ported = "export OS_REGION_NAME=CHI@TACC\n"

  private func rewrite(_ arguments: String...) throws -> ChiportProcess.Result {
    try ChiportProcess.run(["rewrite", "--from", "uc", "--to", "tacc"] + arguments)
  }

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: [".orig", ".bak", "~", ".mine"])
  func aBackupStaysWhatItWas(suffix: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "a.sh")
    for _ in 0..<2 {
      #expect(try rewrite(folder.path, "-i", "--backup", suffix).exitCode == 0)
    }
    #expect(folder.contents(of: "a.sh") == Array(ported.utf8))
    #expect(folder.contents(of: "a.sh" + suffix) == Array(text.utf8))
    #expect(folder.contents(of: "a.sh" + suffix + suffix) == nil)
  }

  @Test func aNameLikeThatOfABackupIsReadWithoutItsFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\n" + text, to: "a.sh.orig")
    #expect(words(try rewrite(folder.path).errors).contains("1 file read."))
  }

  @Test func whatIsNamedMustBeReadable() throws {
    let folder = try TemporaryFolder()
    try folder.write([0, 1], to: "data.sh")
    let named = try rewrite(folder["data.sh"])
    #expect(named.exitCode == 2)
    #expect(words(named.errors).contains("data.sh': it is binary"))
    let device = try rewrite("/dev/null")
    #expect(device.exitCode == 2)
    #expect(words(device.errors).contains("'/dev/null': it is neither a file nor a folder"))
    #expect(try rewrite(folder.path).exitCode == 0)
  }

  @Test func whatCouldNotBeWrittenIsNotChanged() throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "a.sh")
    try folder.write("another\n", to: "a.sh.old")
    let result = try rewrite(folder["a.sh"], "-i", "--backup", ".old", "-f", "json")
    #expect(result.exitCode == 2)
    #expect(folder.contents(of: "a.sh") == Array(text.utf8))
    #expect(result.output.contains("\"changed\": 0"))
    #expect(result.output.contains("\"changed\": false"))
    #expect(result.output.contains("\"failure\": \"it was not written: "))
    let told = words(try rewrite(folder["a.sh"], "-i", "--backup", ".old").errors)
    #expect(told.contains("0 files changed"))
    #expect(told.split(separator: "holds something else").count == 2, "said once: \(told)")
  }

  @Test func copiesOfOneNameAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "k1/openrc")
    try folder.write(text, to: "k2/openrc")
    let result = try rewrite(
      folder["k1/openrc"], folder["k2/openrc"], "--output", folder["out"])
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("k1/openrc' and '"))
    #expect(folder.contents(of: "out/openrc") == nil)
  }

  @Test func aCopyInsideOfWhatIsReadIsNotCopiedAgain() throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "in/a.sh")
    try folder.write(text, to: "in/sub/b.sh")
    let result = try rewrite(folder["in"], "--output", folder["in/sub/out"])
    #expect(result.exitCode == 0)
    #expect(folder.contents(of: "in/sub/out/a.sh") == Array(ported.utf8))
    #expect(folder.contents(of: "in/sub/out/sub/b.sh") == Array(ported.utf8))
    #expect(folder.contents(of: "in/sub/out/sub/out/a.sh") == nil)
  }

  @Test func aReportIsNoFileCalledDash() throws {
    let folder = try TemporaryFolder()
    let result = try rewrite(folder.path, "--report", "-")
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("-f json prints the report"))
  }

  @Test func saysWhichEntriesOfTheMapAreNotUsed() throws {
    let folder = try TemporaryFolder()
    try folder.write("NODE_TYPE=gpu_v100\n", to: "a.sh")
    let result = try rewrite(
      folder.path, "--map", "gpu_v100=gpu_mi100", "--map", "gpu_v10=gpu_mi100")
    #expect(result.errors.contains("note: --map: no reference is 'gpu_v10'\n"))
    #expect(!result.errors.contains("no reference is 'gpu_v100'"))
  }

  @Test func aSavedReportRepeatsTheChoiceOfASelector() throws {
    let folder = try TemporaryFolder()
    let lease = "add_node_reservation(r, resource_properties='[\"=\", \"$node_type\", \"TYPE\"]')\n"
    try folder.write(lease.replacing("TYPE", with: "gpu_v100"), to: "a.py")
    let first = try rewrite(
      folder["a.py"], "--prefer", "gpu_v100=gpu_mi100", "--report", folder["port.json"])
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(try rewrite(folder["a.py"], "-i", "--map-file", folder["port.json"]).exitCode == 0)
    #expect(
      folder.contents(of: "a.py")
        == Array(lease.replacing("TYPE", with: "gpu_mi100").utf8))
  }
}
