import ArgumentParser
import Files
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
  /// The clouds that the user named instead of the sites'.
  let clouds: (from: String?, to: String?)
  /// The plan's file, where it has a map; nil for none.
  let plan: String?
  /// What the plan's paths are relative to; nil for the folder of this process.
  let folder: String?
  /// Where `chiport copy` notes the ids of what it makes; nil for nowhere.
  let copies: String?
  /// The time, UTC, ISO 8601.
  let now: @Sendable () -> String

  func perform(_ action: PlanAction, record: String) async throws -> [RecordedCopy] {
    do {
      switch action {
      case .copyImage(let id, let name, let newName, _):
        try await run(
          ["copy", "image", id.isEmpty ? name : id] + sites(PlanStores(from: from, to: to))
            + (newName == name ? [] : ["--name", newName]))
        return [try await image(id: id, name: name, newName: newName)]
      case .copyContainer(let name, let newName, _, let stores):
        try await run(
          ["copy", "container", name] + sites(stores ?? PlanStores(from: from, to: to))
            + (newName == name ? [] : ["--to-container", newName]))
        return [copy(.container, name, newName: newName)]
      case .importKeyPair(let name, let key, let type):
        return [try await importKeyPair(name, key, type)]
      case .createSecurityGroup(let name, let description, let rules):
        return [try await securityGroup(name, description, rules)]
      case .createNetwork(let name, let subnets): return try await network(name, subnets)
      case .rewriteFiles(let paths, let options):
        // What is left to decide is in the report, and in the plan.
        try await run(
          ["rewrite", "--from", from.text, "--to", to.text, "-i", "--backup", ".orig"]
            + ([plan].compactMap { $0 } + [record]).flatMap { ["--map-file", $0] }
            + resolvedFiles(in: options) + ["--"] + paths.map(resolved), allowsFindings: true)
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

  /// The options of a copy; a cloud that the user named for a site is not that of another's store.
  private func sites(_ ends: PlanStores) -> [String] {
    ["--from", ends.from.text, "--to", ends.to.text]
      + (ends.from == from ? clouds.from.map { ["--from-cloud", $0] } ?? [] : [])
      + (ends.to == to ? clouds.to.map { ["--to-cloud", $0] } ?? [] : [])
  }

  /// A path of the plan from here: what the plan was made of, wherever it is carried out.
  private func resolved(_ path: String) -> String {
    guard let folder, !path.hasPrefix("/") else { return path }
    if let here = try? FilePath(".").resolved(), "\(here)" == folder { return path }
    return path == "." ? folder : "\(FilePath(folder).appending(path.utf8))"
  }

  /// Options of `chiport rewrite` with the files that they name.
  private func resolvedFiles(in options: [String]) -> [String] {
    zip([nil] + options.map { $0 as String? }, options).map { option, value in
      option == "--map-file" ? resolved(value) : value
    }
  }

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

  /// The image that a copy has made, or found, as it noted it; without a note the only one of the name.
  private func image(id: String, name: String, newName: String) async throws -> RecordedCopy {
    let noted = copies.flatMap { try? InventoryFile.copies($0, "--record") } ?? []
    let own = noted.last { one in
      one.kind == .image && one.source == from && one.target == to && one.newName == newName
        && (one.id == id || id.isEmpty && one.name == name)
    }
    if let own { return own }
    let images =
      try await InventoryReader(cloud).read(to, kinds: [.image], at: now())
      .images.elements ?? []
    let there = images.filter { $0.name == newName && $0.status == "active" }
    return copy(
      .image, name, id: id.isEmpty ? nil : id, newName: newName,
      newID: there.count == 1 ? there[0].id : nil)
  }
}

extension SitePerformer {
  private func importKeyPair(
    _ name: String, _ key: String, _ type: String?
  ) async throws -> RecordedCopy {
    do {
      _ = try await Nova(cloud).importKeyPair(name: name, publicKey: key, type: type)
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

  /// A public key without its comment, or all of a certificate, which begins as all of them do.
  private static func key(_ text: String?) -> [Substring]? {
    guard let words = text?.split(whereSeparator: \.isWhitespace) else { return nil }
    return words.first == "-----BEGIN" ? words : Array(words.prefix(2))
  }

  private func securityGroup(
    _ name: String, _ description: String, _ rules: [SecurityGroupRule]
  ) async throws -> RecordedCopy {
    let neutron = try Neutron(cloud)
    let all = try await neutron.securityGroups()
    let group: SecurityGroup
    if let there = try only(all, named: name) {
      group = there
    } else {
      group = try await neutron.createSecurityGroup(name: name, description: description)
    }
    for rule in rules {
      let other = try rule.remoteGroupID.map { other in
        other == name ? group.id : try remoteGroup(other, in: all)
      }
      do { try await neutron.add(rule, toGroup: group.id, remoteGroup: other) } catch let error
        as OpenStackError
        where error.status?.rawValue == 409
      {
        // The group has such a rule.
        continue
      }
    }
    return copy(.securityGroup, name, newID: group.id)
  }

  private func remoteGroup(_ name: String, in groups: [SecurityGroup]) throws -> String {
    guard let group = try only(groups, named: name) else {
      throw CommandFailure(
        "there is no security group '\(name)' at '\(to)', which a rule names",
        hint: "make it first, or take the rule out of the plan")
    }
    return group.id
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
    let matches = try await blazar.leases().map { LeaseMatch($0, lease) }
    if matches.contains(.same) { return }
    for case .other(let what) in matches {
      throw CommandFailure(
        "there is another lease '\(lease.name)' at '\(to)': \(what)",
        hint: "give the plan's another 'name', or delete that one")
    }
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
