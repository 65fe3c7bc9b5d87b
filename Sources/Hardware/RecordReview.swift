package import JSON
package import Testbed

/// Everything in a record that somebody should look at: what `Normaliser` found odd, and what the
/// facts cannot tell, or not for certain.
package struct RecordReview: Sendable {
  private let facts: Facts

  package init(facts: Facts) { self.facts = facts }

  /// Reviews one record.
  ///
  /// - Parameters:
  ///   - record: The JSON of a node.
  ///   - site: The site it belongs to.
  /// - Returns: All findings, those of `Normaliser` first. A record that it refuses has one.
  package func findings(in record: JSONValue, at site: SiteID) -> [Oddity] {
    let reading: NodeReading
    do {
      reading = try Normaliser(facts: facts).reading(of: record, at: site)
    } catch {
      return [
        Oddity(
          rule: "unreadable-record", field: error.field, found: error.found, used: nil,
          reason: "expected \(error.expected); the node is left out")
      ]
    }
    return reading.oddities + typeFindings(reading.nodeType, at: site)
      + partFindings(record) + doubtfulFacts(reading, record, site)
  }

  private func typeFindings(_ nodeType: String, at site: SiteID) -> [Oddity] {
    guard let fact = facts.nodeType(nodeType, at: site) else {
      return [
        Oddity(
          rule: "unknown-node-type", field: "node_type", found: nodeType, used: nil,
          reason: "no row of node_types.csv knows it; charge and purpose cannot be told")
      ]
    }
    guard [.retired, .renamed].contains(fact.status) else { return [] }
    let since = fact.lastSeen.map { " since \($0)" } ?? ""
    return [
      Oddity(
        rule: "retired-type", field: "node_type", found: nodeType, used: nil,
        reason: "node_types.csv has it as \(fact.status.rawValue)\(since), and here it is")
    ]
  }

  private func partFindings(_ record: JSONValue) -> [Oddity] {
    let drives = models("storage_devices", in: record).filter {
      facts.drive(recordedAs: $0) == nil
    }
    let adapters = models("network_adapters", in: record).filter {
      facts.adapter(recordedAs: $0) == nil
    }
    let virtual = models("storage_devices", in: record).filter {
      facts.drive(recordedAs: $0)?.isVirtual == true
    }
    return virtual.map {
      Oddity(
        rule: "virtual-drive", field: "storage_devices.model", found: $0, used: nil,
        reason: "it is the device that a controller makes of several drives")
    }
      + drives.map {
        Oddity(
          rule: "unknown-drive", field: "storage_devices.model", found: $0, used: nil,
          reason: "no row of disks.csv knows the model '\($0)'")
      }
      + adapters.map {
        Oddity(
          rule: "unknown-adapter", field: "network_adapters.model", found: $0, used: nil,
          reason: "no row of interconnects.csv knows the model '\($0)'")
      }
  }

  /// The models that the items of a list name, each once, in the order of the alphabet.
  private func models(_ list: String, in record: JSONValue) -> [String] {
    let items = record[list]?.array ?? []
    return Set(items.compactMap { $0["model"]?.string }.filter { !$0.isEmpty }).sorted()
  }

  /// Facts of low confidence that the reading rests on, one finding for each file.
  private func doubtfulFacts(_ reading: NodeReading, _ record: JSONValue, _ site: SiteID)
    -> [Oddity]
  {
    let hardware = reading.hardware
    var used: [(field: String, name: String, file: String, provenance: Provenance)] = []
    if let fact = hardware.processor.value.flatMap(facts.processor(named:)) {
      used.append(("processor.model", fact.model, "processors.csv", fact.provenance))
    }
    if let fact = hardware.accelerator.value.flatMap(facts.accelerator(named:)) {
      used.append(("gpu.gpu_model", fact.model, "accelerators.csv", fact.provenance))
    }
    for model in models("storage_devices", in: record) {
      guard let fact = facts.drive(recordedAs: model) else { continue }
      used.append(("storage_devices.model", model, "disks.csv", fact.provenance))
    }
    if let fact = facts.nodeType(reading.nodeType, at: site) {
      used.append(("node_type", fact.nodeType, "node_types.csv", fact.provenance))
    }
    if let fact = facts.site(site) {
      used.append(("site", fact.uid, "sites.csv", fact.provenance))
    }
    let doubtful = Dictionary(
      grouping: used.filter { $0.provenance.confidence == .low }, by: \.file)
    return doubtful.sorted { $0.key < $1.key }.map { file, facts in
      Oddity(
        rule: "doubtful-fact", field: facts[0].field,
        found: facts.map(\.name).joined(separator: ", "), used: nil,
        reason: "\(file) knows it with low confidence only")
    }
  }
}
