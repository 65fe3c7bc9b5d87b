import ArgumentParser
import HTTP
import OpenStack
import JSON
import Planning
import Resources
import Testbed

/// Carries out actions at the sites: with the programs' own commands where there are some, else with the
/// services themselves.
struct SitePerformer: StepPerformer {
  let from: SiteID
  let to: SiteID
  /// The project at the target; nil where no step needs it.
  var target: CloudSession?
  /// `--from-cloud` and `--to-cloud`, as commands take them.
  let clouds: [String]
  /// The plan's file, where it has a map; nil for none.
  let plan: String?
  /// The time, UTC, ISO 8601.
  let now: @Sendable () -> String

  func perform(_ action: PlanAction, record: String) async throws -> [RecordedCopy] {
    do {
      switch action {
      case .copyImage(let id, let name, let newName, _):
        try await run(
          ["copy", "image", id.isEmpty ? name : id] + sites + clouds
            + (newName == name ? [] : ["--name", newName]))
        return [try await image(id: id, name: name, newName: newName)]
      case .copyContainer(let name, let newName, _):
        try await run(
          ["copy", "container", name] + sites + clouds
            + (newName == name ? [] : ["--to-container", newName]))
        return [copy(.container, name, newName: newName)]
      case .importKeyPair(let name, let key, _): return [try await importKeyPair(name, key)]
      case .createSecurityGroup(let name, let description, let rules):
        return [try await securityGroup(name, description, rules)]
      case .createNetwork(let name, let subnets): return try await network(name, subnets)
      case .rewriteFiles(let paths, let options):
        // What is left to decide is in the report, and in the plan.
        try await run(
          ["rewrite"] + sites + ["-i", "--backup", ".orig"]
            + ([plan].compactMap { $0 } + [record]).flatMap { ["--map-file", $0] } + options
            + ["--"] + paths, allowsFindings: true)
        return []
      case .createLease(let lease):
        try await create(lease)
        return []
      }
    } catch let error as OpenStackError {
      throw CommandFailure(error.description, hint: error.hint)
    }
  }

  private var cloud: CloudSession {
    get throws {
      guard let target else { throw CommandFailure("no login for site '\(to)'") }
      return target
    }
  }

  private var sites: [String] { ["--from", from.text, "--to", to.text] }

  private func copy(
    _ kind: ResourceKind, _ name: String, id: String? = nil, newName: String? = nil,
    newID: String? = nil
  ) -> RecordedCopy {
    RecordedCopy(
      kind: kind, source: from, target: to, name: name, id: id, newName: newName, newID: newID,
      doneAt: now())
  }

  /// Runs a command of this program in this process.
  private func run(_ words: [String], allowsFindings: Bool = false) async throws {
    do {
      var command = try Chiport.parseAsRoot(words)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      if code.rawValue == Interruption.exitCode { throw CancellationError() }
      if allowsFindings, code.rawValue == ExitStatus.findings.rawValue { return }
      throw CommandFailure(
        "'\(ShellText.command(["chiport"] + words))' ended with exit code \(code.rawValue)")
    } catch let error as CancellationError {
      throw error
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(
        "'\(ShellText.command(["chiport"] + words))': \(Chiport.message(for: error))")
    }
  }

  /// The image that a copy has made, or found.
  private func image(id: String, name: String, newName: String) async throws -> RecordedCopy {
    let images = try await inventory(.image).images.elements ?? []
    let newest = images.filter { $0.name == newName && $0.status == "active" }
      .max { ($0.createdAt ?? "") < ($1.createdAt ?? "") }
    return copy(
      .image, name, id: id.isEmpty ? nil : id, newName: newName, newID: newest?.id)
  }

  private func inventory(_ kinds: ResourceKind...) async throws -> ProjectInventory {
    try await InventoryReader(cloud).read(to, kinds: Set(kinds), at: now())
  }
}

extension SitePerformer {
  private func importKeyPair(_ name: String, _ key: String) async throws -> RecordedCopy {
    do {
      _ = try await Nova(cloud).importKeyPair(name: name, publicKey: key)
    } catch let error as OpenStackError where error.status?.rawValue == 409 {
      let there = try await Nova(cloud).keyPairs().first { $0.name == name }
      guard let there, SitePerformer.key(there.publicKey) == SitePerformer.key(key) else {
        throw CommandFailure(
          "there is another key pair '\(name)' at '\(to)'",
          hint: "import it under another name, and tell the files with --map \(name)=NEW")
      }
    }
    return copy(.keyPair, name)
  }

  /// A public key without its comment.
  private static func key(_ text: String?) -> [Substring]? {
    text.map { Array($0.split(whereSeparator: \.isWhitespace).prefix(2)) }
  }

  private func securityGroup(
    _ name: String, _ description: String, _ rules: [SecurityGroupRule]
  ) async throws -> RecordedCopy {
    let neutron = try Neutron(cloud)
    let group: SecurityGroup
    if let there = try only(await neutron.securityGroups(), named: name) {
      group = there
    } else {
      group = try await neutron.createSecurityGroup(name: name, description: description)
    }
    for rule in rules {
      do { try await neutron.add(rule, toGroup: group.id) } catch let error as OpenStackError
        where error.status?.rawValue == 409
      {
        // The group has such a rule.
        continue
      }
    }
    return copy(.securityGroup, name, newID: group.id)
  }

  /// What is there of a name already; names need not be unique.
  private func only<Made: Resource>(_ all: [Made], named name: String) throws -> Made? {
    let found = all.filter { $0.name == name }
    guard found.count < 2 else {
      throw CommandFailure(
        "there are \(found.count) \(Made.kind.label)s '\(name)' at '\(to)'",
        hint: "remove or rename all but one")
    }
    return found.first
  }

  private func network(_ name: String, _ subnets: [Subnet]) async throws -> [RecordedCopy] {
    let neutron = try Neutron(cloud)
    let network: Network
    if let there = try only(await neutron.networks(), named: name) {
      network = there
    } else {
      network = try await neutron.createNetwork(name: name)
    }
    var copies = [copy(.network, name, id: subnets.first?.networkID, newID: network.id)]
    let known = try await neutron.subnets().filter { $0.networkID == network.id }
    for subnet in subnets {
      let made: Subnet
      if let same = known.first(where: { $0.addresses == subnet.addresses }) {
        made = same
      } else {
        made = try await neutron.createSubnet(like: subnet, in: network.id)
      }
      copies.append(
        copy(.subnet, subnet.name, id: subnet.id, newName: made.name, newID: made.id))
    }
    return copies
  }

  private func create(_ lease: PlanLease) async throws {
    let blazar = try Blazar(cloud)
    let leases = try await blazar.leases()
    if leases.contains(where: { $0["name"]?.string == lease.name }) { return }
    let reservation: Blazar.Reservation =
      switch lease.resource {
      case .hosts(let selector): .hosts(count: lease.count, selector: selector)
      case .flavor(let text): .instances(count: lease.count, flavor: try await flavorID(text))
      }
    _ = try await blazar.createLease(
      name: lease.name, reservation, start: lease.start, end: lease.end)
  }

  /// Nova's id of a flavor, by the id itself or by name.
  private func flavorID(_ text: String) async throws -> String {
    let flavors = try await Nova(cloud).flavors()
    guard
      let one = flavors.first(where: { $0.id == text }) ?? flavors.first(where: { $0.name == text })
    else {
      throw CommandFailure(
        "there is no flavor '\(text)' at '\(to)'", hint: "openstack flavor list shows them")
    }
    return one.id
  }
}
