import ArgumentParser

/// How a listing is printed; the words are those of the `openstack` client.
enum OutputFormat: String, OptionWord {
  case table, json, csv, markdown, value
}

/// `-f`, `-c` and `--sort-column`, as the `openstack` client has them.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .long],
    help: "The output format.")
  var format: OutputFormat = .table

  @Option(
    name: [.customShort("c"), .long],
    help: ArgumentHelp("Show only this column; may be repeated.", valueName: "column"))
  var column: [String] = []

  @Option(help: ArgumentHelp("Sort by this column.", valueName: "column"))
  var sortColumn: String?

  /// What prints a sheet as these options say.
  var writer: SheetWriter { SheetWriter(format: format, columns: column, sortColumn: sortColumn) }
}
