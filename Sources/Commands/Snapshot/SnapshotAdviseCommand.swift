import ArgumentParser
import Files
import JSON
import Planning
import Testbed

/// `chiport snapshot advise`.
struct SnapshotAdviseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advise",
    abstract: "Say how to take a snapshot of this instance that boots elsewhere.",
    discussion: """
      Run it on the instance, with sudo so that all files count. It measures what 'cc-snapshot' would \
      take, estimates the size of the image against 10 GB, above which snapshots are unreliable, and \
      20 GB, above which none boots, says what to keep out, and prints the commands that carry that and \
      what is on mounted shares through the object store. It changes nothing and asks no network.

      Exit code 0: the snapshot fits when taken as told; 1: it does not, or perhaps not; 2: the folder \
      could not be read; 64: usage.
      """)

  @Option(help: ArgumentHelp("The root of the system to look at.", valueName: "folder"))
  var root = "/"

  @Option(help: ArgumentHelp("What the snapshot is to be called.", valueName: "name"))
  var name = "my-snapshot"

  @Option(help: ArgumentHelp("The container for the data beside it.", valueName: "name"))
  var container = "my-data"

  @Option(
    help: ArgumentHelp(
      "Carry the data with 'chiport copy tree' into this site's object store.", valueName: "site"))
  var to: String?

  @Option(
    help: ArgumentHelp("Look at files and folders of at least this size.", valueName: "size"))
  var large = "500MB"

  @Option(name: [.customShort("f"), .long], help: "The output format.")
  var format: AdviceFormat = .table

  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  @Option(help: .hidden)
  var mountinfo = "/proc/self/mountinfo"

  enum AdviceFormat: String, OptionWord {
    case table, json
  }

  func validate() throws {
    if root.isEmpty { throw ValidationError("--root: expected the path of a folder") }
    if name.isEmpty { throw ValidationError("--name: expected the name of an image") }
    if container.isEmpty || container.contains("/") {
      throw ValidationError("--container: expected a name without '/', got '\(container)'")
    }
    guard let bytes = SizeText.bytes(large), bytes > 0 else {
      throw ValidationError("--large: expected a size such as 500MB, got '\(large)'")
    }
  }

  func run() throws {
    let session = Session()
    try session.run { () throws -> ExitStatus in
      let store = try to.map { name in
        try catalogOptions.open(session).site(named: name, facts: session.facts()).text
      }
      let names = SnapshotAdvice.Names(snapshot: name, container: container, store: store)
      let measurement = try SnapshotMeasurement(
        root: FilePath(root), largeBytes: SizeText.bytes(large) ?? 1)
      let mounts = try SnapshotMeasurement.mounts(FilePath(mountinfo), root: FilePath(root))
      let advice = SnapshotAdvice(measurement.tree, mounts: mounts, names: names)
      let report = SnapshotReport(advice: advice, root: root)
      switch format {
      case .table: session.terminal.print(report.text(session.terminal))
      case .json: session.terminal.print(report.document.pretty + "\n")
      }
      return advice.verdict == .fits ? .done : .findings
    }
  }
}
