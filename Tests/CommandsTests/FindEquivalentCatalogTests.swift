import Foundation
import Testing

/// Which catalogue answers.
@Suite struct FindEquivalentCatalogTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("chiport-find-\(UUID().uuidString)")

  /// A catalogue of two sites with one node each.
  private func makeCatalog(_ path: String, date: String) throws {
    let record = """
      {"uid": "uid-NAME", "node_name": "NAME", "node_type": "compute_skylake",
       "architecture": {"platform_type": "x86_64", "smp_size": 2, "smt_size": 48},
       "processor": {"model": "Intel Xeon", "other_description":
         "Intel(R) Xeon(R) Gold 6126 CPU @ 2.60GHz", "vendor": "Intel"},
       "main_memory": {"ram_size": 206158430208, "humanized_ram_size": "192 GiB"}}
      """
    let source = folder.appendingPathComponent("source")
    for site in ["uc", "tacc"] {
      for (path, text) in [
        ("\(site).json", #"{"uid": "\#(site)", "name": "CHI@\#(site.uppercased())"}"#),
        ("clusters/chameleon/chameleon.json", #"{"uid": "chameleon"}"#),
        (
          "clusters/chameleon/nodes/n-\(site).json",
          record.replacingOccurrences(of: "NAME", with: "n-\(site)")
        ),
      ] {
        let file = source.appendingPathComponent("sites/\(site)/" + path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
    }
    let result = try ChiportProcess.run([
      "harvest", "--empty", "--from", source.path, "--catalog", path, "--date", date + "T00:00:00Z",
    ])
    try #require(result.exitCode == 0, "\(result.errors)")
  }

  private func caption(
    _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> (caption: String, result: ChiportProcess.Result) {
    let result = try ChiportProcess.run(
      ["find-equivalent", "compute_skylake@uc", "--to", "tacc"] + arguments,
      environment: environment)
    return (result.output.split(separator: "\n").last.map(String.init) ?? "", result)
  }

  @Test func theNewerOfOwnAndBundledAnswers() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = folder.appendingPathComponent("data/chiport")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    let own = data.appendingPathComponent("catalog.sqlite").path
    let environment = ["XDG_DATA_HOME": folder.appendingPathComponent("data").path]
    try makeCatalog(own, date: "2020-01-01")
    #expect(try caption(environment: environment).caption.contains("bundled"))
    try FileManager.default.removeItem(atPath: own)
    try makeCatalog(own, date: "2026-10-01")
    let newer = try caption(environment: environment)
    #expect(newer.caption.hasPrefix("Catalogue of 2026-10-01"))
    #expect(newer.result.exitCode == 0)
    #expect(newer.result.output.contains("drop-in"))
  }

  @Test func anOwnCatalogueThatIsBrokenIsSaidAndLeft() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = folder.appendingPathComponent("chiport")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    try Data("no catalogue".utf8).write(to: data.appendingPathComponent("catalog.sqlite"))
    let (caption, result) = try caption(environment: ["XDG_DATA_HOME": folder.path])
    #expect(result.exitCode == 0)
    #expect(caption.contains("bundled"))
    #expect(result.errors.hasPrefix("warning: "))
    #expect(result.errors.contains("the bundled catalogue answers"))
  }

  @Test func theNamedCatalogueAnswersAndTheOptionComesFirst() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let old = folder.appendingPathComponent("old.sqlite").path
    let older = folder.appendingPathComponent("older.sqlite").path
    try makeCatalog(old, date: "2020-01-02")
    try makeCatalog(older, date: "2020-01-01")
    let environment = ["CHIPORT_CATALOG": old]
    #expect(try caption(environment: environment).caption.hasPrefix("Catalogue of 2020-01-02"))
    let both = try caption(["--catalog", older], environment: environment)
    #expect(both.caption.hasPrefix("Catalogue of 2020-01-01"))
    #expect(try caption(environment: ["CHIPORT_CATALOG": ""]).caption.contains("bundled"))
  }

  /// Somebody who names a catalogue means it: nothing else answers.
  @Test func aNamedCatalogueThatIsBrokenOrMissingFails() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let broken = folder.appendingPathComponent("broken.sqlite").path
    try Data("no catalogue".utf8).write(to: URL(fileURLWithPath: broken))
    for path in [broken, folder.path + "/missing.sqlite"] {
      let (_, result) = try caption(["--catalog", path])
      #expect(result.exitCode == 2)
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("error: "), "\(result.errors)")
    }
  }

  /// A file that somebody named is theirs: they are not told to move it.
  @Test func theHintFitsHowTheCatalogueWasNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = folder.appendingPathComponent("chiport")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    let path = data.appendingPathComponent("catalog.sqlite").path
    try Data("no catalogue".utf8).write(to: URL(fileURLWithPath: path))
    func hint(_ arguments: [String], _ environment: [String: String]) throws -> String? {
      try caption(arguments, environment: environment).result.errors
        .split(separator: "\n").last.map(String.init)
    }
    #expect(
      try hint(["--catalog", path], [:]) == "  hint: name another file, or leave --catalog out")
    #expect(
      try hint([], ["CHIPORT_CATALOG": path])
        == "  hint: name another file, or unset CHIPORT_CATALOG")
    #expect(
      try hint([], ["XDG_DATA_HOME": folder.path])
        == "  hint: move the file away; then the bundled catalogue answers")
  }

  @Test func aCatalogueMustHaveAName() throws {
    let result = try caption(["--catalog", ""]).result
    #expect(result.exitCode == 64)
    #expect(result.errors.hasPrefix("Error: --catalog: expected the path of a file\n"))
  }

  @Test func theExecutableAloneIsEnough() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let home = folder.appendingPathComponent("home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("find-equivalent")
    let copy = folder.appendingPathComponent("find-equivalent")
    try FileManager.default.copyItem(at: built, to: copy)
    let output = folder.appendingPathComponent("output")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = copy
    process.arguments = ["gpu_a100_pcie", "--to", "tacc"]
    process.environment = ["HOME": home.path]
    process.currentDirectoryURL = home
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: output, encoding: .utf8)
    #expect(process.terminationStatus == 0)
    #expect(text.contains("gpu_h100"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path).isEmpty)
  }
}
