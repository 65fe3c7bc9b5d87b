import Equivalence
import Hardware
package import SourceText
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
  /// What is known of the project's own things at both sites; `map` counts more.
  package var counterparts = Counterparts()
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
  private let scanner: WordScanner
  private let places: PlaceNames

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
    places = PlaceNames(knowledge, source: options.source, target: options.target)
    let words = Array(options.map.keys) + options.counterparts.words
    scanner = WordScanner(words: Vocabulary.words(of: knowledge, mapped: words))
  }

  /// Whether a file can hold any reference at all: one quick pass over its bytes.
  package func mayHoldReferences(_ bytes: [UInt8]) -> Bool { scanner.containsAny(in: bytes) }

  /// What a file tells its neighbours; nil when it cannot be read.
  package func survey(path: String, bytes: [UInt8]) -> Survey? {
    guard let language = Language(path: path, contents: bytes),
      Rewriter.tellsNeighbours(language, bytes.count),
      let file = try? ReadFile(path: path, bytes: bytes, language: language)
    else { return nil }
    let bindings = Bindings(file)
    let evidence = Evidence(file, knowledge)
    return Survey(
      path: path, language: language,
      definitions: bindings.definitions.mapValues { Set($0.map(\.literal.text)) },
      roles: bindings.roles, evidence: evidence.grounds,
      clouds: CloudFile(file, knowledge).entries)
  }

  /// Whether a file can tell its neighbours something: settings, sourced scripts and small modules do,
  /// notebooks and documents do not.
  private static func tellsNeighbours(_ language: Language, _ size: Int) -> Bool {
    switch language {
    case .shell, .ini, .hcl, .yaml, .json: size <= 1 << 20
    case .python: size <= 1 << 13
    case .notebook, .markdown, .restructuredText: false
    }
  }

  /// Ports one file.
  ///
  /// - Parameters:
  ///   - path: As the user named it, for messages and to find `neighbours`.
  ///   - bytes: The file.
  ///   - language: What it is written in; nil to tell by its name and contents.
  ///   - neighbours: The surveys of the files beside it.
  /// - Returns: What becomes of it; a second call with the new bytes changes nothing.
  package func rewrite(
    path: String, bytes: [UInt8], language: Language? = nil, neighbours: [Survey] = []
  ) -> FileResult {
    guard let language = language ?? Language(path: path, contents: bytes) else {
      return unread(path: path, bytes: bytes)
    }
    do {
      let file = try ReadFile(path: path, bytes: bytes, language: language)
      return try rewrite(file, path: path, neighbours: neighbours)
    } catch let error as ReadingError {
      let document = Document(path: path, bytes: bytes)
      let place = document.position(
        ofOffset: error.span.region == .file ? error.span.range.lowerBound : 0)
      return FileResult(
        path: path, language: language, source: options.source, bytes: bytes,
        failure: "line \(place.line): \(error.reason)")
    } catch {
      return FileResult(
        path: path, language: language, source: options.source, bytes: bytes, failure: "\(error)")
    }
  }

  /// A text in no language that is read: it is not ported, but what names the source in it is told.
  private func unread(path: String, bytes: [UInt8]) -> FileResult {
    FileResult(
      path: path, language: nil, source: options.source, bytes: bytes,
      remaining: places.remaining(in: Document(path: path, bytes: bytes)))
  }

  private func rewrite(
    _ file: ReadFile, path: String, neighbours: [Survey]
  ) throws -> FileResult {
    let evidence = Evidence(file, knowledge)
    func unchanged(
      _ source: SiteID?, _ grounds: [String], failure: String? = nil, question: String? = nil
    ) -> FileResult {
      FileResult(
        path: path, language: file.language, source: source, evidence: grounds,
        bytes: file.document.bytes, failure: failure, question: question,
        // Nothing else is asked about a file of which nothing else is known.
        namesSeveralSites: question != nil)
    }
    let source: SiteID
    var grounds: [String] = []
    if let given = options.source {
      source = given
    } else {
      switch SourceSite(evidence, neighbours: neighbours, target: options.target) {
      case .known(let site, let found): (source, grounds) = (site, found)
      case .unknown: return try unknownSource(file, path, neighbours)
      case .contradictory(let sites):
        let names = sites.map(knowledge.name(of:)).joined(separator: " and ")
        return unchanged(
          nil, [], question: "it names \(names): say with --from which one it is written for")
      }
    }
    guard source != options.target else {
      return try idsOfPorted(file, path, from: source, neighbours, evidence)
        ?? unchanged(source, grounds)
    }
    if let other = evidence.named.subtracting([options.target]).sorted().first
      ?? evidence.named.first,
      !evidence.named.contains(source)
    {
      return try forOthers(file, path, from: source, as: other, neighbours, evidence)
    }
    let job = try job(file, path, from: source, neighbours, evidence)
    let written = Outcome(Decider(file: file, job: job).proposals(), in: job)
    let unread = UnreadParts(file).findings(in: file.document, scanner)
    guard !written.edits.isEmpty else {
      return written.result(after: file, job, evidence: grounds, unread: unread)
    }
    guard let bytes = written.edits.applied(to: file.document.bytes) else {
      return unchanged(source, grounds, failure: "two edits met; nothing was changed")
    }
    let failure: String
    do {
      let again = try ReadFile(path: path, bytes: bytes, language: file.language)
      guard let line = try lineOfEdit(in: again, path, neighbours, source) else {
        return written.result(after: again, job, evidence: grounds, unread: unread)
      }
      failure = "a second run would change line \(line)"
    } catch {
      failure = "it could not be read again"
    }
    return unchanged(source, grounds, failure: "the result did not pass its own check: \(failure)")
  }

  /// A file that nothing tells the site of: only an error when it holds something that depends on it.
  private func unknownSource(
    _ file: ReadFile, _ path: String, _ neighbours: [Survey]
  ) throws -> FileResult {
    let evidence = Evidence(file, knowledge)
    let isBound =
      evidence.isBound || !evidence.grounds.isEmpty
      || !UnreadParts(file).findings(in: file.document, scanner).isEmpty
    let sites = Set(neighbours.flatMap { $0.evidence.keys }).sorted()
    let question =
      sites.count > 1
      ? "files beside it name \(sites.map(knowledge.name(of:)).joined(separator: " and ")): say with"
        + " --from which site it is written for"
      : "nothing tells the site that it is written for: say so with --from"
    return FileResult(
      path: path, language: file.language, source: nil, bytes: file.document.bytes,
      question: isBound ? question : nil)
  }

  func job(
    _ file: ReadFile, _ path: String, from source: SiteID, _ neighbours: [Survey],
    _ evidence: Evidence
  ) throws -> Job {
    let bindings = Bindings(file)
    let clouds = CloudFile(file, knowledge)
    return Job(
      path: path, document: file.document, source: source, target: options.target,
      options: options, knowledge: knowledge, translator: try translator(source),
      bindings: bindings, literals: file.literals, neighbours: neighbours,
      namesSites: !evidence.named.isEmpty,
      clouds: clouds.entries + neighbours.flatMap(\.clouds), isCloudFile: clouds.isShared,
      tables: SectionTable(file, knowledge), rows: SiteRows(file, knowledge))
  }

  /// The line of the first edit that a result still needs, where there should be none.
  private func lineOfEdit(
    in again: ReadFile, _ path: String, _ neighbours: [Survey], _ source: SiteID
  ) throws -> Int? {
    let evidence = Evidence(again, knowledge)
    let job = try job(again, path, from: source, neighbours, evidence)
    let outcome = Outcome(Decider(file: again, job: job).proposals(), in: job)
    return outcome.edits.first.map { again.document.position(ofOffset: $0.range.lowerBound).line }
  }
}

/// What a file tells its neighbours: the values it defines and the sites it names.
package struct Survey: Sendable {
  package let path: String
  let language: Language
  /// Values of names, by `Bindings.key`.
  let definitions: [String: Set<String>]
  /// What values of names are used for.
  let roles: [String: Set<Role>]
  /// How much speaks for each site.
  let evidence: [SiteID: [String]]
  /// Entries of a `clouds.yaml`.
  let clouds: [CloudFile.Entry]

  /// The names by which programs choose one of several clouds; no short ones, which are everywhere.
  package var cloudNames: [String] {
    clouds.count > 1 ? clouds.map(\.name).filter { $0.utf8.count >= 3 } : []
  }
}
