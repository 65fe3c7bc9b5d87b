import Synchronization
import Testbed

/// The files of `data/`, read when something in them is asked for.
final class FactFiles: Sendable {
  /// What has been read so far.
  struct State {
    var processors: FactFile<Processor>
    var accelerators: FactFile<Accelerator>
    var sites: FactFile<SiteFact>
    var flavors: FactFile<FlavorFact>
    var nodeTypes: FactFile<NodeTypeFact>
    var fpgas: FactFile<FPGA>
    var drives: FactFile<Drive>
    var adapters: FactFile<Adapter>
    var images: FactFile<ImageFact>
    var networks: FactFile<NetworkFact>
    var identifiers: FactFile<IdentifierFact>
  }

  static let names = [
    "processors.csv", "accelerators.csv", "sites.csv", "flavors.csv", "node_types.csv",
    "fpgas.csv", "disks.csv", "interconnects.csv", "images.csv", "networks.csv", "identifiers.csv",
  ]

  private let state: Mutex<State>

  /// - Parameter contents: The bytes of a file of `data/` by its name; none for a file that is not
  ///   there.
  init(_ contents: @escaping @Sendable (String) -> [UInt8]) {
    state = Mutex(
      State(
        processors: FactFile("processors.csv", keys: ["model"], contents, Processor.init),
        accelerators: FactFile("accelerators.csv", keys: ["model"], contents, Accelerator.init),
        sites: FactFile("sites.csv", keys: ["uid"], contents, SiteFact.init),
        flavors: FactFile("flavors.csv", keys: ["flavor", "site"], contents, FlavorFact.init),
        nodeTypes: FactFile(
          "node_types.csv", keys: ["node_type", "site"], contents, NodeTypeFact.init),
        fpgas: FactFile("fpgas.csv", contents, FPGA.init),
        drives: FactFile("disks.csv", contents, Drive.init),
        adapters: FactFile("interconnects.csv", contents, Adapter.init),
        images: FactFile("images.csv", keys: ["name"], contents, ImageFact.init),
        networks: FactFile("networks.csv", keys: ["name"], contents, NetworkFact.init),
        identifiers: FactFile("identifiers.csv", keys: ["uuid"], contents, IdentifierFact.init)))
  }

  /// Reads everything.
  ///
  /// - Throws: `FactError` of the first row that cannot be read.
  func readAll() throws(FactError) {
    try state.withLock { (state) throws(FactError) in
      _ = try state.processors.all()
      _ = try state.accelerators.all()
      _ = try state.sites.all()
      _ = try state.flavors.all()
      _ = try state.nodeTypes.all()
      _ = try state.fpgas.all()
      _ = try state.drives.all()
      _ = try state.adapters.all()
      _ = try state.images.all()
      _ = try state.networks.all()
      _ = try state.identifiers.all()
    }
  }

  /// What `body` takes from the files, which must be right.
  func read<Result: Sendable>(_ body: (inout State) throws -> Result) -> Result {
    do {
      return try state.withLock { try body(&$0) }
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
