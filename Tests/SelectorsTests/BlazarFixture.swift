private import class Foundation.Bundle
private import struct Foundation.Data
import JSON
import Selectors

/// Selectors with what the real Blazar answered; see `Fixtures/README.md`.
struct BlazarFixture {
  enum Answer: Equatable {
    case hosts([String])
    case failure(SelectorError.Kind)
  }

  struct Row: Sendable {
    let selector: String
    let answer: String
  }

  let hosts: [Host]
  let rows: [Row]

  /// Reads `<prefix>hosts.jsonl` and `<prefix>expected.tsv`.
  init(_ prefix: String) throws {
    hosts = try BlazarFixture.lines("\(prefix)hosts.jsonl").enumerated().map { line, text in
      try BlazarFixture.host(JSONValue(parsing: text), line: line + 1)
    }
    rows = try BlazarFixture.lines("\(prefix)expected.tsv").map { line in
      let tab = line.lastIndex(of: "\t") ?? line.endIndex
      return Row(selector: String(line[..<tab]), answer: String(line[tab...].dropFirst()))
    }
  }

  static func answer(_ text: String) throws -> Answer {
    guard text.hasPrefix("! ") else {
      return .hosts(try JSONValue(parsing: text).array?.compactMap(\.string) ?? [])
    }
    let exception = text.dropFirst(2).prefix { $0 != ":" }
    let kinds: [Substring: SelectorError.Kind] = [
      "MalformedRequirements": .malformed, "BlazarDBNotFound": .notFound, "TypeError": .typeError,
      "KeyError": .keyError, "ArgumentError": .argumentError,
      "NotImplementedError": .unsupported, "InvalidRequestError": .unsupported,
      "BlazarDBInvalidFilterOperator": .unsupported,
    ]
    return .failure(kinds[exception] ?? .columnUnknown)
  }

  private static func lines(_ name: String) throws -> [String] {
    let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)")
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private static func host(_ record: JSONValue, line: Int) throws -> Host {
    let uid = record["uid"]?.string ?? ""
    var columns: [HostColumn: HostColumn.Value] = [
      .id: .text(String(line)), .vcpus: .integer(1), .memoryInMebibytes: .integer(1),
      .localDiskInGibibytes: .integer(1), .hypervisorVersion: .integer(1),
      .hypervisorType: .text("ironic"), .hypervisorHostname: .text(uid), .serviceName: .text("s"),
      .cpuInfo: .text(""), .status: .text(""), .availabilityZone: .text(""), .trustID: .text(""),
    ]
    var properties: [(name: String, value: String)] = []
    for member in record.members ?? [] {
      guard member.name.hasPrefix("_") else {
        properties.append((member.name, member.value.string ?? ""))
        continue
      }
      guard let column = HostColumn(rawValue: String(member.name.dropFirst())) else { continue }
      columns[column] =
        if let number = member.value.integer {
          .integer(number)
        } else if let text = member.value.string { .text(text) } else { .null }
    }
    return Host(
      id: uid, properties: ResourceProperties(properties), columns: columns,
      isReservable: record["_reservable"]?.bool ?? true)
  }
}
