import Foundation

/// Runs the built `chiport` as its users do, with a home of its own and a line of 80 columns.
struct ChiportProcess {
  struct Result {
    let output: String
    let errors: String
    let exitCode: Int32
  }

  /// - Parameters:
  ///   - arguments: The command line without the program.
  ///   - environment: Variables beside those that make the run independent of the machine.
  /// - Returns: What it printed, and how it ended.
  /// - Throws: Foundation's errors, when it cannot be started.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    try run(executable, arguments, environment)
  }

  /// Runs a script of `sh` with the path of `chiport` in `$CHIPORT`.
  ///
  /// - Parameter script: What `sh -c` takes.
  /// - Returns: What the script printed, and how it ended.
  /// - Throws: Foundation's errors, when it cannot be started.
  static func shell(_ script: String) throws -> Result {
    try run(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script], ["CHIPORT": executable.path])
  }

  private static func run(
    _ executable: URL, _ arguments: [String], _ environment: [String: String]
  ) throws -> Result {
    let home = FileManager.default.temporaryDirectory
      .appendingPathComponent("chiport-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = [
      "HOME": home.path, "XDG_DATA_HOME": home.path, "COLUMNS": "80", "NO_COLOR": "1",
    ].merging(environment) { $1 }
    process.currentDirectoryURL = home
    // Files, not pipes: nobody has to read two pipes at once.
    let files = try ["out", "err"].map { name in
      let url = home.appendingPathComponent(name)
      try Data().write(to: url)
      return (url: url, handle: try FileHandle(forWritingTo: url))
    }
    process.standardOutput = files[0].handle
    process.standardError = files[1].handle
    try process.run()
    process.waitUntilExit()
    return Result(
      output: try String(contentsOf: files[0].url, encoding: .utf8),
      errors: try String(contentsOf: files[1].url, encoding: .utf8),
      exitCode: process.terminationStatus)
  }

  /// The program is built into the folder of the test bundle.
  private static var executable: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("chiport")
  }
}
