import Foundation
import Testing

/// `chiport changes` on a catalogue of its own: a site that is harvested twice.
@Suite struct ChangesCommandTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("chiport-changes-\(UUID().uuidString)")

  private var catalog: String { folder.appendingPathComponent("catalog.sqlite").path }

  private func write(_ text: String, to path: String) throws {
    let file = folder.appendingPathComponent("sites/uc/" + path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func node(_ name: String, bios: String) throws {
    let record = """
      {"uid": "uid-\(name)", "node_name": "\(name)", "node_type": "compute_skylake",
       "bios": {"version": "\(bios)"},
       "main_memory": {"ram_size": 206158430208, "humanized_ram_size": "192 GiB"}}
      """
    try write(record, to: "clusters/chameleon/nodes/\(name).json")
  }

  private func harvest(_ date: String) throws {
    let result = try ChiportProcess.run([
      "harvest", "--empty", "--from", folder.path, "--catalog", catalog, "--date",
      date + "T00:00:00Z",
    ])
    try #require(result.exitCode == 0, "\(result.errors)")
  }

  private func prepare() throws {
    try write(#"{"uid": "uc", "name": "CHI@UC"}"#, to: "uc.json")
    try write(#"{"uid": "chameleon"}"#, to: "clusters/chameleon/chameleon.json")
    for name in ["n1", "n2", "n3"] { try node(name, bios: "1") }
    try harvest("2026-06-26")
    try node("n2", bios: #"2\u001b[2J"#)
    try node("n4", bios: "1")
    try FileManager.default.removeItem(
      at: folder.appendingPathComponent("sites/uc/clusters/chameleon/nodes/n3.json"))
    try harvest("2026-07-01")
  }

  private func changes(_ arguments: String...) throws -> ChiportProcess.Result {
    try ChiportProcess.run(["changes", "--catalog", catalog, "-f", "csv"] + arguments)
  }

  @Test func showsWhatCameWentAndChanged() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try prepare()
    let header = "harvested_at,site,node,uid,change,property,old,new\n"
    let second = "2026-07-01T00:00:00Z,uc,n2,uid-n2,changed,bios.version,1,2\u{FFFD}[2J\n"
    let third = "2026-07-01T00:00:00Z,uc,n3,uid-n3,removed,,,\n"
    let fourth = "2026-07-01T00:00:00Z,uc,n4,uid-n4,added,,,\n"
    #expect(try changes().output == header + second + third + fourth)
    #expect(try changes("--node", "n3").output == header + third)
    #expect(try changes("--node", "uid-n4", "--site", "CHI@UC").output == header + fourth)
    #expect(try changes("--since", "2026-07-01").output == header + second + third + fourth)
    #expect(try changes("--since", "2026-07-02").output == header)
    #expect(try changes("--node", "n1").output == header)
  }

  @Test func aNodeThatNeverWasIsAnError() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try prepare()
    let result = try changes("--node", "n9")
    #expect(result.exitCode == 1)
    #expect(result.errors == "error: no node 'n9', now or in former harvests\n")
  }

  @Test(arguments: ["2026", "2026-6-1", "2026-13-01", "yesterday", "2026-06-26x"])
  func datesAreChecked(date: String) throws {
    #expect(try ChiportProcess.run(["changes", "--since", date]).exitCode == 64)
  }
}
