import Foundation
import Testing

/// What is said of a name that the catalogue does not have.
@Suite struct UnknownNameTests {
  /// The hypervisors of KVM@TACC are `compute_haswell` too.
  @Test func hypervisorsAreNoPlaceToGo() throws {
    let errors = try ChiportProcess.run(["show", "compute_haswell", "--at", "uc"]).errors
    #expect(errors.contains("  hint: it exists at: nrp, nu\n"))
  }

  @Test func hypervisorsAreNoNearestName() throws {
    let errors = try ChiportProcess.run(["show", "compute_haswel", "--at", "kvm"]).errors
    #expect(errors.hasPrefix("error: no node type 'compute_haswel' at site 'kvm'\n"))
    #expect(!errors.contains("nearest names"))
  }

  @Test func theDateIsSaidOnce() throws {
    let errors = try ChiportProcess.run(["show", "compute_haswell", "--at", "uc"]).errors
    #expect(errors.lowercased().split(separator: "last seen").count == 2, "\(errors)")
  }

  /// Types of today, in a catalogue of one site that has none of them.
  @Test func onlySitesOfTheCatalogueAreOlder() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("chiport-unknown-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [
      "uc.json": #"{"uid": "uc", "name": "CHI@UC"}"#,
      "clusters/chameleon/chameleon.json": #"{"uid": "chameleon"}"#,
      "clusters/chameleon/nodes/n.json":
        #"{"uid": "n", "node_name": "n", "node_type": "compute_skylake"}"#,
    ]
    for (path, text) in files {
      let file = folder.appendingPathComponent("sites/uc/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let catalog = folder.appendingPathComponent("catalog.sqlite").path
    let made = try ChiportProcess.run([
      "harvest", "--empty", "--from", folder.path, "--catalog", catalog, "--date",
      "2026-06-26T00:00:00Z",
    ])
    try #require(made.exitCode == 0, "\(made.errors)")
    func errors(_ name: String) throws -> String {
      try ChiportProcess.run(["show", name, "--catalog", catalog]).errors
    }
    let here = try errors("gpu_a100_pcie")
    #expect(
      here.hasPrefix("error: no node type 'gpu_a100_pcie'; it is newer than this catalogue\n"))
    let elsewhere = try errors("gpu_mi100")
    #expect(
      elsewhere.hasPrefix(
        "error: no node type 'gpu_mi100'; site 'tacc' is not in this catalogue\n"))
    let flavor = try errors("g1.h100.pci.1")
    #expect(flavor.contains("a flavor at kvm; site 'kvm' is not in this catalogue"))
  }
}
