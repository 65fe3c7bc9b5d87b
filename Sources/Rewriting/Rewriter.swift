import SourceText
package import Testbed
package import Translation

/// What the user decided for a whole run.
package struct RewriteOptions: Sendable {
  /// The site that the files are written for; nil to infer it file by file.
  package var source: SiteID?
  package var target: SiteID
  /// Whether comments are rewritten too; otherwise they are only reported as remaining.
  package var includesComments = false
  /// Whether text for people is rewritten too.
  package var includesProse = false
  /// Exact texts and what takes their place, before any rule is asked.
  package var map: [String: String] = [:]
  /// The day of the run, UTC, `2026-11-22`: fixed dates before it are reported.
  package var today: String

  package init(source: SiteID?, target: SiteID, today: String) {
    self.source = source
    self.target = target
    self.today = today
  }
}

/// Ports files from one site to another, one after the other.
///
/// A run takes two passes over the tree: `survey` every file, so that definitions and sites named in
/// neighbouring files are known, then `rewrite` those that `survey` gave something for.
package struct Rewriter: Sendable {
  package let options: RewriteOptions
  let knowledge: Knowledge
  let translator: @Sendable (SiteID) throws -> Translator?

  /// - Parameters:
  ///   - options: What the user decided.
  ///   - knowledge: Sites, images, flavors, known identifiers.
  ///   - translator: Gives the translator from a site to the target; nil when the catalogue does not
  ///     have the site. Asked only when a file has something to translate.
  package init(
    options: RewriteOptions, knowledge: Knowledge,
    translator: @escaping @Sendable (SiteID) throws -> Translator?
  ) {
    self.options = options
    self.knowledge = knowledge
    self.translator = translator
  }

  /// Whether a file can hold any reference at all: one quick pass over its bytes.
  package func mayHoldReferences(_ bytes: [UInt8]) -> Bool { true }

  /// What a file tells its neighbours.
  package func survey(path: String, bytes: [UInt8]) -> Survey { Survey(path: path) }

  /// Ports one file.
  ///
  /// - Parameters:
  ///   - path: As the user named it, for messages and to find `neighbours`.
  ///   - bytes: The file.
  ///   - neighbours: The surveys of the run.
  /// - Returns: What becomes of it; a second call with the new bytes changes nothing.
  package func rewrite(path: String, bytes: [UInt8], neighbours: [Survey]) -> FileResult {
    FileResult(path: path, language: nil, source: options.source, bytes: bytes)
  }
}

/// What a file tells its neighbours: the values it defines and the sites it names.
package struct Survey: Sendable {
  package let path: String
  /// Values of names, by `Bindings.key`.
  let definitions: [String: Set<String>]
  /// What values of names are used for.
  let roles: [String: Set<Role>]
  /// How much speaks for each site.
  let evidence: [SiteID: [String]]
  /// Names of clouds in a `clouds.yaml`, with their sites.
  let clouds: [String: SiteID]

  init(
    path: String, definitions: [String: Set<String>] = [:], roles: [String: Set<Role>] = [:],
    evidence: [SiteID: [String]] = [:], clouds: [String: SiteID] = [:]
  ) {
    self.path = path
    self.definitions = definitions
    self.roles = roles
    self.evidence = evidence
    self.clouds = clouds
  }
}
