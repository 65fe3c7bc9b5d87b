import JSON
import Testbed

extension RecordContext {
  struct AcceleratorReading {
    let count: Observation<Int>
    let model: Observation<String>
  }

  /// `gpu` is an object with `gpu`, `gpu_count` and `gpu_model`; it is absent at whole sites, and was
  /// `{}` or a list in older records.
  mutating func readAccelerator() -> AcceleratorReading {
    let field = record["gpu"]
    raw.accelerator = text(field?["gpu_model"])
    raw.acceleratorCount = text(field?["gpu_count"])
    if let boards = field?.array { return readBoards(boards) }
    guard let flag = flag(field?["gpu"]) else {
      guard raw.accelerator != nil || raw.acceleratorCount != nil else {
        let reason = "gpu is not recorded"
        return AcceleratorReading(count: .unknown(reason), model: .unknown(reason))
      }
      return readPresent(field)
    }
    if flag { return readPresent(field) }
    raw.acceleratorCount = "0"
    if nodeType.hasPrefix("gpu_") || nodeTypeFact?.accelerator != nil {
      note(
        "gpu-node-without-gpu", "gpu.gpu", found: "false",
        "the other nodes of \(nodeType) have GPUs")
    }
    return AcceleratorReading(count: .recorded(0), model: .unknown("there is no GPU"))
  }

  private mutating func readPresent(_ field: JSONValue?) -> AcceleratorReading {
    let model = readAcceleratorModel(name(field?["gpu_model"]))
    let recorded = size(field?["gpu_count"], of: .accelerators, "gpu.gpu_count")
    guard let count = recorded.value else {
      let reason = recorded.reason ?? "gpu.gpu_count is not recorded"
      return AcceleratorReading(count: .unknown(reason), model: model)
    }
    return AcceleratorReading(count: boards(count, of: model), model: model)
  }

  private mutating func readBoards(_ boards: [JSONValue]) -> AcceleratorReading {
    let present = boards.filter { $0.members != nil && flag($0["gpu"]) != false }
    guard !present.isEmpty else {
      let reason = "gpu is not recorded"
      return AcceleratorReading(count: .unknown(reason), model: .unknown(reason))
    }
    let names = present.compactMap { name($0["gpu_model"]) }
    let count = boardCount(present)
    raw.accelerator = names.isEmpty ? nil : names.joined(separator: ", ")
    raw.acceleratorCount = String(count)
    note(
      "gpu-as-list", "gpu", found: "\(boards.count) entries", used: raw.accelerator,
      "older records list the GPUs one by one")
    let model = readModel(ofBoards: names)
    if let reason = size(JSONValue(count), of: .accelerators, "gpu").reason {
      return AcceleratorReading(count: .unknown(reason), model: model)
    }
    return AcceleratorReading(count: self.boards(count, of: model), model: model)
  }

  /// What the entries of a list count together; one that tells no number is one board.
  private func boardCount(_ boards: [JSONValue]) -> Int {
    boards.reduce(0) { sum, board in
      sum + min(max(board["gpu_count"]?.integer ?? 1, 1), 1 << 16)
    }
  }

  private mutating func readModel(ofBoards names: [String]) -> Observation<String> {
    var models: Set<Observation<String>> = []
    for name in Set(names).sorted() { models.insert(readAcceleratorModel(name)) }
    guard let first = models.first else { return readAcceleratorModel(nil) }
    if models.count == 1 { return first }
    let values = Set(models.map(\.value))
    if values.count == 1, let value = first.value { return .recorded(value) }
    return .unknown("the GPUs differ: \(names.joined(separator: ", "))")
  }

  /// The model that the record means; what is documented of the node type only where the record
  /// says nothing else, as it may have been refitted or mistyped.
  private mutating func readAcceleratorModel(_ recorded: String?) -> Observation<String> {
    guard let recorded else {
      return documentedModel.map { .inferred($0.model, from: "the node type \(nodeType)") }
        ?? .unknown("gpu.gpu_model is not recorded")
    }
    if let fact = names.accelerator(recorded) {
      if fact.model == "Quadro RTX 6000" {
        note(
          "shared-device-id", "gpu.gpu_model", found: recorded, used: fact.model,
          "RTX 6000 and 8000 have one PCI id; Chameleon bought the RTX 6000 with 24 GB")
      }
      return .recorded(fact.model)
    }
    if let fact = documentedModel, fact.isMeant(by: recorded) {
      note(
        "gpu-model-incomplete", "gpu.gpu_model", found: recorded, used: fact.model,
        "the record does not tell the model; \(nodeType) does")
      return .inferred(fact.model, from: "the node type \(nodeType)")
    }
    note(
      "unknown-gpu", "gpu.gpu_model", found: recorded,
      "no row of accelerators.csv knows it; speeds cannot be told")
    return VendorName(recorded) == nil
      ? .recorded(recorded) : .unknown("no fact knows the model '\(recorded)'")
  }

  /// The GPU that is documented of the node type.
  private var documentedModel: Accelerator? {
    // A hypervisor is named after the bare-metal type of the same hardware, at its own site or not.
    let name =
      nodeTypeFact?.accelerator
      ?? facts.nodeTypes.first { $0.nodeType == nodeType && $0.accelerator != nil }?.accelerator
    return name.flatMap(facts.accelerator(named:))
  }

  /// The driver shows a K80 as two devices, and records count those.
  private mutating func boards(_ recorded: Int, of model: Observation<String>) -> Observation<Int> {
    guard let name = model.value, let fact = facts.accelerator(named: name),
      fact.devicesPerBoard > 1
    else { return .recorded(recorded) }
    let boards = max(1, recorded / fact.devicesPerBoard)
    note(
      "gpu-dies-counted", "gpu.gpu_count", found: String(recorded), used: String(boards),
      "one \(fact.model) board shows as \(fact.devicesPerBoard) devices")
    return .inferred(boards, from: "\(recorded) devices, \(fact.devicesPerBoard) on a board")
  }

  /// FPGA boards are recorded where there is one; nothing is recorded where there is none.
  mutating func readFPGA() -> Observation<String> {
    let board = name(record[path: "fpga", "board_model"])
    raw.fpga = text(record[path: "fpga", "board_model"])
    guard let board else { return .unknown("fpga is not recorded") }
    if !nodeType.contains("fpga") {
      note(
        "hidden-fpga", "fpga.board_model", found: board,
        "the node type \(nodeType) does not tell that this node has an FPGA")
    }
    guard let fact = facts.fpga(recordedAs: board) else {
      note("unknown-fpga", "fpga.board_model", found: board, "no row of fpgas.csv knows it")
      return .recorded(board)
    }
    return .recorded(fact.model)
  }

  /// A flag, also where it is written as text.
  func flag(_ value: JSONValue?) -> Bool? {
    switch value {
    case .bool(let value): value
    case .string("true"), .string("True"): true
    case .string("false"), .string("False"): false
    default: nil
    }
  }
}
