package import JSON
import Resources
import Testbed

/// The JSON of a plan; documented in README.md and kept stable: members are added within a version.
extension Plan {
  /// The plan as an object of JSON, which `init(document:)` reads back.
  package var document: JSONValue {
    let elsewhere: JSONValue =
      elsewhere.map { ["why": .string($0.why), "lines": .strings($0.lines)] } ?? .null
    return [
      "document": "plan",
      "version": JSONValue(Plan.version),
      "from": .string(from.text),
      "to": .string(to.text),
      "made_at": .string(madeAt),
      "paths": .strings(paths),
      "folder": JSONValue(folder),
      "warnings": .strings(warnings),
      "grounds": .strings(grounds),
      "unknowns": .strings(unknowns),
      "bytes_to_copy": JSONValue(bytesToCopy),
      "steps": .array(steps.map(\.document)),
      "verify": verification.document,
      "elsewhere": elsewhere,
      "map": map?.document ?? .null,
    ]
  }
}

extension JSONValue {
  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension PlanStep {
  fileprivate var document: JSONValue {
    let seconds: JSONValue =
      duration.map {
        [
          "least": JSONValue($0.seconds.lowerBound), "most": JSONValue($0.seconds.upperBound),
          "basis": .string($0.basis),
        ]
      } ?? .null
    return [
      "id": .string(id),
      "kind": .string(kind.rawValue),
      "title": .string(title),
      "state": .string(state.rawValue),
      "why": .string(why),
      "seconds": seconds,
      "check": .array(check.map(\.document)),
      "commands": .array(commands.map(\.document)),
      "chiport": shortcut?.document ?? .null,
      "left": .strings(left),
      "needs": .strings(needs),
      "action": action?.document ?? .null,
    ]
  }
}

extension PlanCommand {
  fileprivate var document: JSONValue {
    var members = [JSONValue.Member("at", .string(place.rawValue))]
    if let line {
      members.append(.init("line", .string(line)))
    } else {
      members.append(.init("words", .strings(words)))
    }
    if !unless.isEmpty { members.append(.init("unless", .strings(unless))) }
    if !unlessPrints.isEmpty { members.append(.init("unless_prints", .strings(unlessPrints))) }
    if let tolerated { members.append(.init("tolerates", .string(tolerated))) }
    if let output { members.append(.init("output", .string(output))) }
    if let caution { members.append(.init("caution", .string(caution.rawValue))) }
    return .object(members)
  }
}

extension PlanAction {
  /// What the member `do` says.
  enum Name: String, CaseIterable {
    case copyImage = "copy_image"
    case copyContainer = "copy_container"
    case importKeyPair = "import_key_pair"
    case createSecurityGroup = "create_security_group"
    case createNetwork = "create_network"
    case rewriteFiles = "rewrite_files"
    case createLease = "create_lease"
  }

  /// The action as the member `action` of a step.
  package var document: JSONValue {
    switch self {
    case .copyImage(let id, let name, let newName, let bytes):
      return PlanAction.document(
        .copyImage,
        [
          "id": .string(id), "name": .string(name), "new_name": .string(newName),
          "bytes": bytes.map { JSONValue($0) } ?? .null,
        ])
    case .copyContainer(let name, let newName, let bytes, let stores):
      let members: [JSONValue.Member] = [
        .init("name", .string(name)), .init("new_name", .string(newName)),
        .init("bytes", bytes.map { JSONValue($0) } ?? .null),
      ]
      let sites: [JSONValue.Member] =
        stores.map { [.init("from", .string($0.from.text)), .init("to", .string($0.to.text))] }
        ?? []
      return PlanAction.document(.copyContainer, members + sites)
    case .importKeyPair(let name, let publicKey, let type):
      return PlanAction.document(
        .importKeyPair,
        ["name": .string(name), "public_key": .string(publicKey), "type": JSONValue(type)])
    case .createSecurityGroup(let name, let description, let rules):
      return PlanAction.document(
        .createSecurityGroup,
        [
          "name": .string(name), "description": .string(description),
          "rules": .array(rules.map(\.document)),
        ])
    case .createNetwork(let name, let subnets):
      return PlanAction.document(
        .createNetwork, ["name": .string(name), "subnets": .array(subnets.map(\.document))])
    case .rewriteFiles(let paths, let options):
      return PlanAction.document(
        .rewriteFiles, ["paths": .strings(paths), "options": .strings(options)])
    case .createLease(let lease):
      return PlanAction.document(.createLease, PlanAction.members(lease))
    }
  }

  private static func members(_ lease: PlanLease) -> [JSONValue.Member] {
    let resource: [JSONValue.Member] =
      switch lease.resource {
      case .hosts(let selector): [.init("selector", .string(selector))]
      case .flavor(let id): [.init("flavor", .string(id))]
      }
    return [.init("name", .string(lease.name))] + resource + [
      .init("nodes", JSONValue(lease.count)), .init("start", JSONValue(lease.start)),
      .init("end", .string(lease.end)),
    ]
  }

  private static func document(
    _ name: Name, _ members: [JSONValue.Member]
  ) -> JSONValue {
    .object([.init("do", .string(name.rawValue))] + members)
  }

  private static func document(
    _ name: Name, _ members: KeyValuePairs<String, JSONValue>
  ) -> JSONValue {
    document(name, members.map { JSONValue.Member($0.key, $0.value) })
  }
}
