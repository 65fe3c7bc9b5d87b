import ArgumentParser
import Hardware
import JSON
import Testbed

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a node type, configuration, flavor or node is.",
    discussion: """
      Values stand with their origin unless the records simply say so. 'odd' lists what is wrong, \
      missing or misleading in the records; 'same hardware' the node types elsewhere with the same \
      processors and GPUs, and how many nodes they have. Exit code 1: there is no such thing; then the \
      nearest names, and what became of a retired type, are on standard error.
      """)

  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(
    help: ArgumentHelp(
      "A node type, type@site, configuration, flavor, node name or UUID.", valueName: "what"))
  var what: String

  @Option(help: ArgumentHelp("Only at this site.", valueName: "site"))
  var at: String?

  @Flag(help: "For a node: also all its properties, as resource_properties name them.")
  var properties = false

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let facts = try session.facts()
      let open = try catalogOptions.open(session)
      let subject = try ShowSubject.find(what, at: at, in: open, facts: facts)
      let report = ShowReport(
        open: open, facts: facts, showsProperties: properties, isComplete: output.format != .table)
      if output.format == .table, output.writer.showsWhole {
        let writer = BlockWriter(width: session.terminal.width, style: session.terminal.style)
        session.terminal.print(writer.text(try report.sections(subject)))
        session.printCaption(of: open)
        return .done
      }
      let document =
        output.format == .json
        ? try ShowDocument(report: report).value(of: subject, query: what, now: session.now) : nil
      let sheet = ShowCommand.sheet(try report.sections(subject))
      try session.print(sheet, document: document, as: output, from: open)
      return .done
    }
  }

  private static func sheet(_ sections: [ShownSection]) -> Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "subject", title: "Subject", isFlexible: true),
        Sheet.Column(name: "field", title: "Field"),
        Sheet.Column(name: "value", title: "Value", isFlexible: true),
        Sheet.Column(name: "origin", title: "Origin", isFlexible: true),
      ],
      rows: sections.flatMap { section in
        section.fields.map { field in
          [
            .string(section.subject), .string(field.name), .string(field.value),
            JSONValue(field.origin),
          ]
        }
      })
  }
}
