import JSON
import Testbed

extension RecordContext {
  struct FabricReading {
    let present: Observation<Bool>
    let rate: Observation<BitRate>
  }

  private var adapters: [JSONValue] { record["network_adapters"]?.array ?? [] }

  /// `infiniband` where it is recorded; never the chip's name, since a ConnectX-6 also runs as an
  /// Ethernet card.
  mutating func readInfiniBand() -> FabricReading {
    let field = record["infiniband"]
    raw.infiniband = text(field)
    let ports = adapters.filter { name($0["interface"]) == "InfiniBand" && isEnabled($0) != false }
    let history = infinibandHistory
    guard let present = flag(field) else {
      guard ports.isEmpty else {
        return FabricReading(
          present: .inferred(true, from: "an InfiniBand adapter in network_adapters"),
          rate: infinibandRate(ports))
      }
      if let history {
        note("infiniband-lost", "infiniband", "not recorded any more; \(history)")
      }
      let reason = history ?? "infiniband is not recorded"
      return FabricReading(present: .unknown(reason), rate: .unknown(reason))
    }
    if case .string(let word) = field {
      note(
        "flag-as-text", "infiniband", found: "\"\(word)\"", used: String(present),
        "a flag is written as text")
    }
    if present != !ports.isEmpty {
      note(
        "infiniband-contradicts-adapters", "infiniband", found: String(present),
        "network_adapters lists \(ports.count) InfiniBand adapters")
    }
    if !present, let history {
      note("infiniband-withdrawn", "infiniband", found: "false", history)
    }
    let rate: Observation<BitRate> =
      present ? infinibandRate(ports) : .unknown("there is no InfiniBand")
    return FabricReading(present: .recorded(present), rate: rate)
  }

  /// For example `recorded true until 2025-08-20 (16 of 42 nodes)`; nil where nothing is known.
  private var infinibandHistory: String? {
    guard let fact = nodeTypeFact, let date = fact.infinibandUntil else { return nil }
    let scope = fact.infinibandScope.flatMap { $0 == "all" ? nil : " (\($0) nodes)" } ?? ""
    return "recorded true until \(date)\(scope)"
  }

  private mutating func infinibandRate(_ ports: [JSONValue]) -> Observation<BitRate> {
    let recorded = fastest(ports)
    if let rate = recorded.value { return .recorded(BitRate(bitsPerSecond: rate)) }
    if let reason = recorded.reason { return .unknown(reason) }
    if let rate = nodeTypeFact?.infinibandRate {
      return .inferred(rate, from: "what is documented of \(nodeType)")
    }
    return .unknown("the adapter's rate is not recorded")
  }

  /// The highest rate that `ports` record; the first that no port has, where there is one.
  private mutating func fastest(_ ports: [JSONValue]) -> RecordedSize {
    var rates: [Int] = []
    for port in ports {
      let rate = size(port["rate"], of: .networkRate, "network_adapters.rate")
      if case .implausible = rate { return rate }
      if let rate = rate.value { rates.append(rate) }
    }
    return rates.max().map { .known($0) } ?? .missing
  }

  /// The rate of the fastest enabled Ethernet port: recorded, or else the adapter's own.
  mutating func readNetworkRate() -> Observation<BitRate> {
    guard !adapters.isEmpty else { return .unknown("network_adapters is not recorded") }
    noteTextFlags()
    let ports = adapters.filter {
      name($0["interface"]) != "InfiniBand" && isEnabled($0) != false
    }
    let recorded = fastest(ports)
    if let rate = recorded.value {
      raw.network = String(rate)
      return .recorded(BitRate(bitsPerSecond: rate))
    }
    if case .implausible(let text, _) = recorded, let reason = recorded.reason {
      raw.network = text
      return .unknown(reason)
    }
    let known = ports.compactMap { port -> (String, BitRate)? in
      guard let model = name(port["model"]), let fact = facts.adapter(recordedAs: model),
        let rate = fact.maximumRate
      else { return nil }
      return (model, rate)
    }
    raw.network = ports.compactMap { text($0["model"]) }.first
    guard let fastest = known.max(by: { $0.1 < $1.1 }) else {
      return .unknown("no enabled port records a rate")
    }
    note(
      "rate-missing", "network_adapters.rate", used: fastest.1.description,
      "no enabled port records a rate; the adapter \(fastest.0) has it")
    return .inferred(fastest.1, from: "the adapter \(fastest.0)")
  }

  private mutating func noteTextFlags() {
    for (index, adapter) in adapters.enumerated() {
      guard case .string(let word) = adapter["enabled"] else { continue }
      note(
        "flag-as-text", "network_adapters.\(index).enabled", found: "\"\(word)\"", used: word,
        "a flag is written as text")
    }
  }

  private func isEnabled(_ adapter: JSONValue) -> Bool? { flag(adapter["enabled"]) }
}
