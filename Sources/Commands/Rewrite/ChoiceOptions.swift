import ArgumentParser
import Equivalence
import Files
import Resources
import Rewriting
import Testbed
import Translation

/// What a user decides beforehand.
struct ChoiceOptions: ParsableArguments {
  @Flag(help: "Rewrite comments too; otherwise they are reported.")
  var comments = false

  @Flag(help: "Rewrite text for people too; otherwise it is reported.")
  var prose = false

  @Option(help: "The least grade that is written.")
  var minGrade: Grade = .close

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Take node type or configuration B for A, whatever its grade; may be repeated.",
      valueName: "A=B"))
  var prefer: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Write NEW wherever a reference is OLD; may be repeated.", valueName: "OLD=NEW"))
  var map: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "What --map says, line by line; or a saved report or map; or CSV or TSV; may be repeated.",
      valueName: "file"))
  var mapFile: [String] = []

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "What the nodes are for: \(Purpose.allCases.map(\.rawValue).joined(separator: ", ")); "
        + "otherwise told from the source.", valueName: "purpose"))
  var purpose: Purpose?

  func validate() throws {
    for text in prefer where ReplacementMap.pair(text) == nil {
      throw ValidationError("--prefer: expected A=B, got '\(text)'")
    }
    for text in map where ReplacementMap.pair(text) == nil {
      throw ValidationError("--map: expected OLD=NEW, got '\(text)'")
    }
  }

  func translationChoices() throws -> TranslationChoices {
    var choices = TranslationChoices()
    choices.minimumGrade = minGrade
    choices.wishes.purpose = purpose
    for (old, new) in prefer.compactMap(ReplacementMap.pair) { choices.preferred[old] = new }
    return choices
  }

  /// Notes what takes the place of what; the command line counts more than the files, and of these the
  /// last.
  func addMaps(to options: inout RewriteOptions, _ session: Session) throws {
    var copies = RecordedCopies()
    for path in mapFile {
      let contents: FileContents.Outcome
      do { contents = try FileContents.read(FilePath(path)) } catch {
        throw CommandFailure(error.description)
      }
      guard case .contents(let file) = contents else {
        throw CommandFailure("--map-file: '\(path)' is not a text file")
      }
      let map = try ReplacementMap(reading: file.bytes, name: path)
      options.map.merge(map.entries) { $1 }
      warn(map.conflicts, of: path, session)
      if let resources = map.resources {
        options.counterparts.add(resources, to: options.target)
        warn(resources, of: path, options.target, session)
      }
      for copy in map.copies?.copies ?? [] { copies.add(copy) }
    }
    options.counterparts.add(copies, to: options.target)
    warn(options.counterparts.conflicts.sorted(), of: mapFile.joined(separator: "', '"), session)
    for (old, new) in map.compactMap(ReplacementMap.pair) { options.map[old] = new }
  }

  private func warn(_ conflicts: [String], of file: String, _ session: Session) {
    for value in conflicts {
      session.warn(
        "note", "'\(value)' has several replacements in '\(file)', so it is decided anew",
        hint: "choose one with --map")
    }
  }

  private func warn(
    _ map: ResourceMap, of file: String, _ target: SiteID, _ session: Session
  ) {
    guard map.target != target else { return }
    session.warn(
      "warning", "--map-file: '\(file)' is a map to '\(map.target)', not to '\(target)'",
      hint: "chiport map --from \(map.source) --to \(target) --save \(file)")
  }
}
