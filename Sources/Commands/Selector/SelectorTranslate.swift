import ArgumentParser
import Equivalence
import JSON
import Selectors
import Testbed
import Translation

/// `chiport selector translate`.
struct SelectorTranslate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "translate",
    abstract: "Write the selector that gives equivalent nodes at another site.",
    discussion: """
      Standard output is the selector and nothing else, so that it can stand in $(...); the grounds \
      are on standard error. The other formats have both, and the alternatives. Comparisons that \
      mean the same at the target stay as they were written.

      Exit code 1: nothing there has at least --min-grade, or the selector gives no node of the \
      source; 2: Blazar refuses it.
      """)

  @OptionGroup var argument: SelectorArgument

  @Option(help: ArgumentHelp("The site that the selector was written for.", valueName: "site"))
  var from: String

  @Option(help: ArgumentHelp("The site where it is to be used.", valueName: "site"))
  var to: String

  @OptionGroup(title: "What counts") var choices: TranslationOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let source = try open.site(named: from, facts: facts)
      let target = try open.site(named: to, facts: facts)
      let written = argument.written
      let selector = try read(written, from: source, to: target, session)
      var choices = try self.choices.choices()
      choices.wishes.nodes = choices.wishes.nodes ?? written.minimum
      let translator = Translator(
        from: try open.inventory(of: source), to: try open.inventory(of: target), facts: facts,
        choices: choices)
      UnknownPreferences(choices, at: [translator.source], facts).warn(session)
      let report = TranslationReport(
        translation: translator.selector(selector), selector: selector, written: written,
        from: source, to: target,
        isRefused: SelectorTranslate.refuses(selector, translator.source))
      if output.format == .table, output.writer.showsWhole {
        report.print(session)
      } else {
        var (writer, sheet) = (output.writer, report.sheet)
        if output.format == .value, writer.columns.isEmpty {
          writer.columns = ["selector"]
          sheet.rows = report.resultRows
        }
        session.terminal.print(
          try writer.text(sheet, document: report.document, terminal: session.terminal))
        if output.format != .json { report.explainFailure(session) }
      }
      return report.status
    }
  }

  private func read(
    _ written: WrittenSelector, from source: SiteID, to target: SiteID, _ session: Session
  ) throws -> Selector {
    do { return try written.parsed(session) } catch {
      if output.format == .json, let refused = written.error {
        session.terminal.print(
          TranslationReport.document(of: written, refused, from: source, to: target).pretty + "\n")
      }
      throw error
    }
  }

  private static func refuses(_ selector: Selector, _ source: SiteInventory) -> Bool {
    do throws(SelectorError) {
      _ = try selector.match(among: source.nodes.map(\.host))
      return false
    } catch { return error.kind != .columnUnknown }
  }
}

/// What may replace something, as the user sees it.
struct TranslationOptions: ParsableArguments {
  @OptionGroup var minimum: MinimumOption

  @Option(help: "The least grade that is good enough.")
  var minGrade: Grade = .close

  @Option(
    help: ArgumentHelp(
      "Take this type or configuration of the target; may be repeated.", valueName: "old=new"))
  var prefer: [String] = []

  /// - Returns: The choices.
  /// - Throws: `CommandFailure` for a preference that is none.
  func choices() throws -> TranslationChoices {
    var choices = TranslationChoices()
    choices.minimumGrade = minGrade
    choices.wishes.nodes = minimum.min
    for text in prefer {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw CommandFailure(
          "--prefer: '\(text)' is no preference",
          hint: "for example: --prefer gpu_rtx_6000=compute_liqid", code: .usage)
      }
      choices.preferred[parts[0]] = parts[1]
    }
    return choices
  }
}
