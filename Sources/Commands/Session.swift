import ArgumentParser
import Catalog
import FoundationEssentials
import Hardware
import JSON
import Testbed

/// What a command works with: the environment, the clock, the terminal and the facts.
///
/// Everything below the command layer gets these as arguments.
struct Session {
  let environment: [String: String]
  let terminal: Terminal
  let now: Date

  init() {
    environment = ProcessInfo.processInfo.environment
    terminal = Terminal(environment: environment)
    now = Date()
  }

  /// UTC, ISO 8601, to the second.
  static func timestamp(_ date: Date) -> String { date.formatted(.iso8601) }

  func facts() throws -> Facts {
    BundledData.factsOnDemand
  }

  /// The path of the user's own catalogue.
  ///
  /// Source: XDG Base Directory Specification 0.8, https://specifications.freedesktop.org/basedir/.
  func userCatalogPath() throws -> String {
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return data + "/chiport/catalog.sqlite"
    }
    guard let home = environment["HOME"], !home.isEmpty else {
      throw CommandFailure(
        "neither XDG_DATA_HOME nor HOME is set", hint: "name the catalogue with --catalog")
    }
    return home + "/.local/share/chiport/catalog.sqlite"
  }

  /// Runs the body of a command; failures are reported on standard error, and end the process with
  /// their exit code.
  func run(_ body: () throws -> ExitStatus) throws {
    let status: ExitStatus
    do { status = try body() } catch { status = report(error) }
    try exit(with: status)
  }

  /// Runs the body of a command that waits for something.
  func run(_ body: () async throws -> ExitStatus) async throws {
    let status: ExitStatus
    do { status = try await body() } catch { status = report(error) }
    try exit(with: status)
  }

  /// Ends the process with what a command came to; output that is not complete is a failure.
  private func exit(with status: ExitStatus) throws {
    if let reason = terminal.outputFailure {
      throw ExitCode(report(CommandFailure("standard output: \(reason)")).rawValue)
    }
    if status != .done { throw ExitCode(status.rawValue) }
  }

  private func report(_ error: any Error) -> ExitStatus {
    let failure =
      switch error {
      case let failure as CommandFailure: failure
      case let error as CatalogError:
        CommandFailure(error.description, hint: error.hint(for: naming(of: error)))
      default: CommandFailure("\(error)")
      }
    warn("error", failure.message, hints: failure.hints)
    return failure.code
  }

  /// How the catalogue that cannot be used came to be the one.
  private func naming(of error: CatalogError) -> CatalogError.Naming {
    guard let path = error.path else { return .option }
    if path == environment["CHIPORT_CATALOG"] { return .variable }
    return path == (try? userCatalogPath()) ? .own : .option
  }

  /// Prints a listing; below a table stands which catalogue answered.
  func print(
    _ sheet: Sheet, document: JSONValue? = nil, as output: OutputOptions, from catalog: OpenCatalog
  ) throws {
    terminal.print(try output.writer.text(sheet, document: document, terminal: terminal))
    if output.format == .table { printCaption(of: catalog) }
  }

  /// Says which catalogue answered, below what was printed.
  func printCaption(of catalog: OpenCatalog) {
    let lines = Wrapping.lines(
      Sanitised(catalog.caption(at: now)).text, width: max(20, terminal.width))
    terminal.print("\n" + lines.map { terminal.style.dim($0) + "\n" }.joined())
  }

  /// One line on standard error, with a hint below it.
  func warn(_ label: String, _ message: String, hint: String? = nil) {
    warn(label, message, hints: hint.map { [$0] } ?? [])
  }

  /// One line on standard error, with hints below it.
  func warn(_ label: String, _ message: String, hints: [String]) {
    let lines = ["\(label): \(message)"] + hints.map { "  hint: \($0)" }
    terminal.printError(lines.map { Sanitised($0).text + "\n" }.joined())
  }
}
