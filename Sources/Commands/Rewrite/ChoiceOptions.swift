import ArgumentParser
import Equivalence
import Files
import Translation

/// What a user decides beforehand.
struct ChoiceOptions: ParsableArguments {
  @Flag(help: "Rewrite comments too; otherwise they are reported.")
  var comments = false

  @Flag(help: "Rewrite text for people too; otherwise it is reported.")
  var prose = false

  @Option(help: "The least grade that is written: partial, close, drop-in.")
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
    help: ArgumentHelp(
      "What --map says, line by line; or a saved report; or CSV or TSV.", valueName: "file"))
  var mapFile: String?

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

  /// Exact texts and what takes their place; the command line counts more than the file.
  func map(_ session: Session) throws -> [String: String] {
    var entries: [String: String] = [:]
    if let mapFile {
      let contents: FileContents.Outcome
      do { contents = try FileContents.read(FilePath(mapFile)) } catch {
        throw CommandFailure(error.description)
      }
      guard case .contents(let file) = contents else {
        throw CommandFailure("--map-file: '\(mapFile)' is not a text file")
      }
      let map = try ReplacementMap(reading: file.bytes, name: mapFile)
      entries = map.entries
      for value in map.conflicts {
        session.warn(
          "note", "'\(value)' has several replacements in '\(mapFile)', so it is decided anew",
          hint: "choose one with --map")
      }
    }
    for (old, new) in map.compactMap(ReplacementMap.pair) { entries[old] = new }
    return entries
  }
}
