import Catalog
import Hardware
import JSON
import Selectors
import Testbed

extension ShowReport {
  func nodeSections(_ node: NodeEntry) throws -> [ShownSection] {
    guard let configuration = try configuration(of: node),
      let record = try open.catalog.record(of: node),
      let reading = try? Normaliser(facts: facts).reading(of: record, at: node.site)
    else { throw CommandFailure("the record of node '\(node.name)' cannot be read") }
    let type = ShownField(
      name: "node_type", value: "\(node.nodeType), configuration \(configuration.qualifiedName)")
    let hardware = HardwareDescription(
      hardware: reading.hardware, facts: facts, raw: reading.raw, isComplete: isComplete)
    var section = ShownSection(
      subject: node.uid, title: title(configuration, label: "Node \(node.name)"),
      fields: [ShownField(name: "uid", value: node.uid), type] + hardware.fields)
    if let drives = drives(record) { section.fields.append(drives) }
    if node.isReservable {
      section.fields.append(
        ShownField(name: "selector", value: #"["==", "$uid", "\#(node.uid)"]"#))
    }
    for (index, oddity) in reading.oddities.enumerated() {
      section.fields.append(
        ShownField(name: index == 0 || isComplete ? "odd" : "", value: ShowReport.text(oddity)))
    }
    section.fields.append(try alsoAt(configuration))
    guard showsProperties else { return [section] }
    let properties = ResourceProperties(record: record).sorted.map {
      ShownField(name: $0.name, value: $0.value)
    }
    return [
      section,
      ShownSection(
        subject: node.uid, title: "Properties", fields: properties, isVerbatim: true),
    ]
  }

  /// What is known of the models of the drives.
  private func drives(_ record: JSONValue) -> ShownField? {
    let models = (record["storage_devices"]?.array ?? []).compactMap { $0["model"]?.string }
    let texts = Set(models).sorted().compactMap { model in
      facts.drive(recordedAs: model).map { drive in
        let rate = drive.readRate.map { ", reads \(JSONValue.decimal($0, digits: 0)) MB/s" } ?? ""
        return drive.product + rate
      }
    }
    guard !texts.isEmpty else { return nil }
    return ShownField(name: "drive_models", value: texts.joined(separator: "; "))
  }

  func configuration(of node: NodeEntry) throws -> Configuration? {
    try open.catalog.configurations(named: node.nodeType)
      .first { $0.site == node.site && $0.name == node.configuration }
  }

  private static func text(_ oddity: Oddity) -> String {
    let found = oddity.found.map { " is '\($0)'" } ?? ""
    let used = oddity.used.map { ", used: \($0)" } ?? ""
    return "\(oddity.rule): \(oddity.field)\(found)\(used); \(oddity.reason)"
  }
}
