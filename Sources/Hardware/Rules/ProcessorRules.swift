import JSON
import Testbed

extension RecordContext {
  struct ProcessorReading {
    let model: Observation<String>
    let sockets: Observation<Int>
    let cores: Observation<Int>
    let threads: Observation<Int>
  }

  mutating func readInstructionSet() -> Observation<String> {
    let platform = name(record[path: "architecture", "platform_type"])
    let processor = name(record[path: "processor", "instruction_set"])
    if let platform, let processor, platform != processor {
      note(
        "instruction-sets-differ", "processor.instruction_set", found: processor, used: platform,
        "architecture.platform_type says \(platform)")
    }
    if let platform { return .recorded(platform) }
    if let processor { return .inferred(processor, from: "processor.instruction_set") }
    return .unknown("neither architecture.platform_type nor processor.instruction_set is recorded")
  }

  mutating func readProcessor() -> ProcessorReading {
    let (model, fact) = readProcessorModel()
    let sockets = readSockets()
    let recorded = size(
      record[path: "architecture", "smt_size"], of: .threads, "architecture.smt_size"
    ).value
    raw.threads = text(record[path: "architecture", "smt_size"])
    guard let fact, let count = sockets.value else {
      let threads: Observation<Int> =
        recorded.map { .recorded($0) } ?? .unknown("architecture.smt_size is not recorded")
      return ProcessorReading(
        model: model, sockets: sockets,
        cores: .unknown("no fact tells the cores of this processor"), threads: threads)
    }
    let cores = fact.cores * count
    let threads = cores * fact.threadsPerCore
    checkThreads(recorded, cores: cores, threads: threads)
    checkClockAndCache(fact)
    let source = "the processor model and \(count) socket\(count == 1 ? "" : "s")"
    return ProcessorReading(
      model: model, sockets: sockets, cores: .inferred(cores, from: source),
      threads: recorded == threads ? .recorded(threads) : .inferred(threads, from: source))
  }

  /// `processor.model` is the model, except in old records: there it is "Intel Xeon", and the model
  /// stands in `processor.other_description`; and A64FX is recorded as its part number.
  private mutating func readProcessorModel() -> (Observation<String>, Processor?) {
    let recorded = name(record[path: "processor", "model"])
    let description = name(record[path: "processor", "other_description"])
    raw.processor = text(record[path: "processor", "model"]) ?? description
    if let recorded, let match = names.processor(recorded) {
      let fact = match.fact
      if match.isPartNumber {
        note(
          "part-number-for-model", "processor.model", found: recorded, used: fact.model,
          "the part number stands for the model")
        return (.inferred(fact.model, from: "the part number \(recorded)"), fact)
      }
      return (.recorded(fact.model), fact)
    }
    if let description, let fact = names.processor(description)?.fact,
      recorded.map(fact.isMeant) ?? true
    {
      raw.processor = description
      note(
        "model-in-description", "processor.model", found: recorded, used: fact.model,
        "the model stands in processor.other_description")
      return (.inferred(fact.model, from: "processor.other_description"), fact)
    }
    guard let name = unknownProcessor(recorded, description) else {
      return (.unknown("processor.model is not recorded"), nil)
    }
    note(
      "unknown-processor", "processor.model", found: name,
      "no row of processors.csv knows it; speeds cannot be told")
    return (.recorded(name), nil)
  }

  /// The text that says more, where no fact knows either: the model, unless the description repeats
  /// all of it.
  private func unknownProcessor(_ recorded: String?, _ description: String?) -> String? {
    guard let recorded, let description else { return recorded ?? description }
    let words = Set(ModelPattern.words(of: description))
    return words.isSuperset(of: ModelPattern.words(of: recorded)) ? description : recorded
  }

  private mutating func readSockets() -> Observation<Int> {
    let value = record[path: "architecture", "smp_size"]
    raw.sockets = text(value)
    let recorded = size(value, of: .sockets, "architecture.smp_size")
    return recorded.value.map { .recorded($0) }
      ?? .unknown(
        recorded.reason ?? "architecture.smp_size is \(text(value) ?? "not recorded")")
  }

  /// Some nodes record their cores as threads: multithreading was off while they were inspected, and
  /// is on again for whoever reserves them, or can be switched on.
  private mutating func checkThreads(_ recorded: Int?, cores: Int, threads: Int) {
    guard let recorded, recorded != threads else { return }
    let reason =
      recorded == cores
      ? "multithreading was off when the node was inspected"
      : "the model has \(threads) threads on these sockets"
    note(
      "threads-differ", "architecture.smt_size", found: String(recorded), used: String(threads),
      reason)
  }

  private mutating func checkClockAndCache(_ fact: Processor) {
    if let clock = record[path: "processor", "clock_speed"]?.double,
      let turbo = fact.turboClockInGigahertz, clock > turbo * 1.05e9
    {
      note(
        "clock-above-turbo", "processor.clock_speed", found: JSONValue.decimal(clock, digits: 0),
        used: fact.baseClockInGigahertz.map { JSONValue.decimal($0 * 1e9, digits: 0) },
        "the model's highest clock is \(JSONValue.decimal(turbo, digits: 2)) GHz")
    }
    if fact.vendor == "AMD", let cache = record[path: "processor", "cache_l3"]?.double,
      let perSocket = fact.lastLevelCacheInMebibytes, cache < perSocket * 1_048_576 * 0.75
    {
      note(
        "cache-per-complex", "processor.cache_l3", found: JSONValue.decimal(cache, digits: 0),
        used: JSONValue.decimal(perSocket * 1_048_576, digits: 0),
        "the record gives the cache of one core complex, not of the socket")
    }
  }
}
