import ArgumentParser
import Catalog
import Hardware
import Rewriting
import Testbed
import Translation

/// Reads an experiment as `chiport rewrite` does, and writes nothing.
///
/// References are those of the source: what a file names of the target already is no reference there.
/// To read a ported experiment, its site is the source, and any other site the target.
struct ExperimentReader {
  let session: Session
  let open: OpenCatalog
  let facts: Facts
  private let knowledge: Knowledge

  /// Reads what the catalogue says of names once for several readings.
  ///
  /// - Throws: `CatalogError`.
  init(_ session: Session, _ open: OpenCatalog, _ facts: Facts) throws {
    self.session = session
    self.open = open
    self.facts = facts
    knowledge = try open.knowledge(facts: facts)
  }

  /// Reads files, and folders with all below them.
  ///
  /// - Parameters:
  ///   - paths: As the user named them.
  ///   - source: The site that they are written for; nil to tell from each.
  ///   - target: The site that they are to go to.
  ///   - choices: What is taken for hardware of the source.
  ///   - counterparts: What of the source is known to have a counterpart at the target.
  ///   - ownFiles: What chiport wrote itself, which is no part of the experiment.
  /// - Returns: What they name.
  /// - Throws: `CommandFailure` for paths that cannot be read at all.
  func read(
    _ paths: [String], from source: SiteID?, to target: SiteID,
    choices: TranslationChoices = TranslationChoices(),
    counterparts: Counterparts = Counterparts(), except ownFiles: [String] = []
  ) throws -> Experiment {
    var options = RewriteOptions(
      source: source, target: target, today: String(Session.timestamp(session.now).prefix(10)))
    options.counterparts = counterparts
    let translators = Translators(
      origin: open.catalog.origin, target: target, facts: facts, choices: choices)
    let rewriter = Rewriter(
      options: options, knowledge: knowledge,
      translator: { try translators.translator(from: $0) })
    // The walk is that of the command, so that all read the same files.
    let own = ownFiles.flatMap { ["--map-file", $0] }
    let command = try RewriteCommand.parse(["--to", target.text, "--check"] + own + ["--"] + paths)
    let job = RewriteJob(command: command, session: session, rewriter: rewriter)
    return Experiment(try job.portFiles())
  }
}
