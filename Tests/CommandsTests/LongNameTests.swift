import Foundation
import Testing

/// A node type and a node with names of 5,000 characters, among others, through the whole program.
@Suite struct LongNameTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("chiport-long-\(UUID().uuidString)")

  private func makeCatalog() throws -> String {
    let long = String(repeating: "x", count: 5000)
    var files = [
      "uc.json": #"{"uid": "uc", "name": "CHI@UC"}"#,
      "clusters/chameleon/chameleon.json": #"{"uid": "chameleon"}"#,
    ]
    for (index, names) in [("n1", "compute_a"), ("n2", "compute_b"), (long, long)].enumerated() {
      files["clusters/chameleon/nodes/\(index).json"] = """
        {"uid": "uid-\(index)", "node_name": "\(names.0)", "node_type": "\(names.1)",
         "main_memory": {"ram_size": 206158430208, "humanized_ram_size": "206 GB"},
         "processor": {"other_description": "\(long)"}}
        """
    }
    for (path, text) in files {
      let file = folder.appendingPathComponent("sites/uc/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let path = folder.appendingPathComponent("catalog.sqlite").path
    let made = try ChiportProcess.run([
      "harvest", "--empty", "--from", folder.path, "--catalog", path,
    ])
    try #require(made.exitCode == 0, "\(made.errors)")
    return path
  }

  @Test func ruinNoTable() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let catalog = try makeCatalog()
    for command in [
      ["list"], ["list", "--nodes"], ["doctor"], ["doctor", "--nodes"], ["doctor", "--summary"],
    ] {
      let result = try ChiportProcess.run(command + ["--catalog", catalog])
      let lines = result.output.split(separator: "\n").dropLast()
      #expect(lines.count > 4, "\(command): \(result.errors)")
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(command)\n\(result.output)")
      #expect(lines.count < 100, "\(command)")
    }
    let whole = try ChiportProcess.run(["list", "-f", "value", "--catalog", catalog]).output
    #expect(whole.contains(String(repeating: "x", count: 5000)))
  }
}
