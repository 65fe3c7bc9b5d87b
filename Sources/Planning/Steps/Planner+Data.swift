import Resources
import Testbed

extension Planner {
  /// As long as a copy takes at most so long, it is worth it whatever the data is for, in seconds.
  private static let shortSeconds = 3_600
  /// What stands for that where the link is not known, in bytes.
  private static let moderateBytes = 50_000_000_000

  /// A step for each container that the files name, and one for addresses of the store that name none
  /// that is known.
  var containerSteps: [PlanStep] {
    let addresses = references("object_store_url", "rclone_remote")
    let named = grouped(references("container"))
    var steps: [PlanStep] = []
    for container in source?.containers.elements ?? [] {
      let meant =
        addresses.filter { Planner.mentions($0.value, container.name) }
        + (named.first { $0.value == container.name }?.references ?? [])
      let mention = question.mentionedContainers[container.name]
      if !meant.isEmpty {
        steps.append(step(for: container, places(meant), isMeant: true))
      } else if let mention {
        steps.append(
          step(for: container, "its name is a word in \(mention)", isMeant: false))
      }
    }
    let known = Set(source?.containers.elements?.map(\.name) ?? [])
    steps += named.filter { !known.contains($0.value) }.map {
      step(forUnknown: $0.value, $0.references)
    }
    return steps.isEmpty && !addresses.isEmpty ? [unknownContainers(addresses)] : steps
  }

  /// A container that commands name, and that the source does not list.
  private func step(forUnknown name: String, _ references: [PlanReference]) -> PlanStep {
    let place = places(references)
    if !movesStore {
      return data(name, .done, "container \(name) stays", "\(distance); \(place)")
    }
    if target?.containers.elements?.contains(where: { $0.name == name }) == true {
      return data(name, .done, "container \(name) is at \(toName)", "it is listed there; \(place)")
    }
    guard source?.containers.elements == nil else {
      return data(
        name, .decide, "container \(name) is at neither site",
        "neither project lists it; \(place)",
        left: ["make it, unless a command makes it: openstack container create \(name)"])
    }
    return data(
      name, .decide,
      "decide whether container \(name) moves to \(storeName(question.to.storeSite))",
      "its size is \(whyUnknown(source?.containers, at: question.source, fromName)); \(distance); "
        + place,
      left: ["it may stay: reading it once over the wide area costs as much as copying it once"],
      shortcut: copyContainer(name),
      action: .copyContainer(name: name, newName: name, bytes: nil, stores: stores))
  }

  /// Whether the target uses another object store than the source.
  private var movesStore: Bool {
    question.to.storeSite != nil && question.to.storeSite != question.from.storeSite
  }

  /// Whether a container's name is a part of an address.
  private static func mentions(_ address: String, _ name: String) -> Bool {
    address.split(whereSeparator: { "/:?#".contains($0) }).contains { $0 == name }
  }

  private func unknownContainers(_ addresses: [PlanReference]) -> PlanStep {
    let stays = !movesStore
    return data(
      "object-store", stays ? .done : .decide,
      stays
        ? "the object data stays at \(storeName(question.from.storeSite))"
        : "decide whether the object data moves to \(toName)",
      "\(places(addresses)); \(whyUnknown(source?.containers, at: question.source, fromName)). "
        + distance,
      left: stays
        ? [] : ["it may stay: reading it once over the wide area costs as much as copying it once"],
      shortcut: stays ? nil : copyContainer("CONTAINER"))
  }

  /// Where the stores are, in one sentence.
  private var distance: String {
    guard let own = question.to.storeSite else {
      return
        "\(toName) has no object store: it reads that of \(storeName(question.from.storeSite)) "
        + "over the wide area"
    }
    if own == question.from.storeSite {
      return "both sites use the object store of \(storeName(own))"
    }
    return "both stores answer from everywhere, but a copy at \(storeName(own)) is nearer to the "
      + "nodes and survives an outage of \(fromName)"
  }

  private func storeName(_ site: SiteID?) -> String {
    guard let site else { return "no site" }
    if site == question.from.id { return fromName }
    if site == question.to.id { return toName }
    return "CHI@\(site.text.uppercased())"
  }

  /// A container of the source, which somebody has to say is meant unless more than a word does.
  private func step(for container: Container, _ place: String, isMeant: Bool) -> PlanStep {
    let (name, bytes) = (container.name, container.bytes)
    let size = "\(SizeText.text(bytes)) in \(container.objectCount) objects"
    if !movesStore {
      return data(name, .done, "container \(name) stays", "\(size); \(distance); \(place)")
    }
    let newName = pair(.container, name)?.target?.name ?? name
    let there = target?.containers.elements?.first { $0.name == newName }
    if let there, there.bytes == bytes, there.objectCount == container.objectCount {
      return data(
        name, .done,
        newName == name
          ? "container \(name) is at \(toName) already"
          : "container \(name) is \(newName) at \(toName)",
        "as many objects and bytes as at \(fromName) (\(size)); contents are compared by a copy; "
          + place, shortcut: copyContainer(name, as: newName), at: newName)
    }
    if let there, case .paired(_, .copied)? = pair(.container, name)?.outcome {
      return copiedBefore(container, there, "\(size); \(place)")
    }
    let exists =
      there == nil ? "" : "; a container of that name is there, with other objects beside"
    return weighed(container, size, place + exists, isMeant: isMeant)
  }

  /// A container of which a copy was noted, and that has other counts now than the copy.
  private func copiedBefore(
    _ container: Container, _ there: Container, _ grounds: String
  ) -> PlanStep {
    let (name, bytes) = (container.name, container.bytes)
    return data(
      name, .decide, "decide whether container \(name) is copied again",
      "it was copied as \(there.name), which has \(SizeText.text(there.bytes)) in "
        + "\(there.objectCount) objects; \(grounds)",
      left: [
        "copy it again if something was added at \(fromName) since: what is there is not sent again"
      ],
      shortcut: copyContainer(name, as: there.name), at: there.name, bytes: bytes,
      commands: plainCopy(container, as: there.name),
      action: .copyContainer(name: name, newName: there.name, bytes: bytes, stores: stores))
  }

  /// A container that the target does not have, or has with other objects.
  private func weighed(
    _ container: Container, _ size: String, _ place: String, isMeant: Bool
  ) -> PlanStep {
    let (name, bytes) = (container.name, container.bytes)
    var (state, weight) = weigh(bytes)
    var left = [
      state == .todo
        ? "the addresses in the files are of the source: see the step 'files'"
        : "copy it all the same if it has to survive an outage of \(fromName)"
    ]
    if !isMeant, state != .done {
      state = .decide
      left.insert("copy it if the container is meant", at: 0)
    }
    return data(
      name, state,
      state == .done
        ? "container \(name) may stay at \(fromName)"
        : state == .todo
          ? "copy container \(name), \(size)" : "decide whether container \(name) is copied",
      "\(size); \(weight); \(distance); \(place)", left: left,
      shortcut: copyContainer(name), bytes: bytes, commands: plainCopy(container, as: name),
      action: state == .done
        ? nil : .copyContainer(name: name, newName: name, bytes: bytes, stores: stores))
  }

  /// Whether data is copied, may stay, or somebody has to say, by its size and how often it is read.
  private func weigh(_ bytes: Int) -> (state: PlanStep.State, why: String) {
    let duration = question.rate.map { $0.duration(of: bytes) }
    let once = duration.map { " (\($0.text) here)" } ?? ""
    if let reads = question.reads {
      return reads <= 1
        ? (.done, "read \(reads == 0 ? "never" : "once"), so that a copy saves nothing")
        : (.todo, "read \(reads) times, and a copy costs as much as reading it once\(once)")
    }
    let isQuick =
      duration.map { $0.seconds.upperBound <= Planner.shortSeconds }
      ?? (bytes <= Planner.moderateBytes)
    return isQuick
      ? (.todo, "a copy costs as much as reading it once\(once), which is little")
      : (
        .decide,
        "a copy costs as much as reading it once\(once), so that it depends on how often a run "
          + "does (--reads tells it)"
      )
  }

  /// The stores that data is copied between, where one of the sites has none of its own.
  private var stores: PlanStores? {
    guard question.from.usesOtherStore || question.to.usesOtherStore,
      let from = question.from.storeSite, let to = question.to.storeSite
    else { return nil }
    return PlanStores(from: from, to: to)
  }

  private func copyContainer(_ name: String, as newName: String? = nil) -> PlanCommand {
    let renaming = newName.map { $0 == name ? [] : ["--to-container", $0] } ?? []
    return PlanCommand(
      .here,
      [
        "chiport", "copy", "container", name, "--from",
        (question.from.storeSite ?? question.from.id).text, "--to",
        (question.to.storeSite ?? question.to.id).text,
      ] + renaming)
  }

  /// A command of `openstack` at the target's store, which may have a login of its own.
  private func atStore(_ words: [String], unless: [String] = []) -> PlanCommand {
    guard question.to.usesOtherStore else {
      return PlanCommand(
        .target, ["openstack"] + words, unless: unless.isEmpty ? [] : ["openstack"] + unless)
    }
    let login = ["openstack", "--os-cloud", question.to.storeCloud]
    return PlanCommand(.here, login + words, unless: unless.isEmpty ? [] : login + unless)
  }

  /// What stands after `--os-cloud` in a line, for the store of a site.
  private func storeLogin(of site: PlanSite, _ variable: String) -> String {
    site.usesOtherStore ? ShellText.quoted(site.storeCloud) : "\"$\(variable)\""
  }

  /// Objects over 5 GB come apart here, as the plain client makes no large objects.
  private func plainCopy(_ container: Container, as newName: String) -> [PlanCommand] {
    let folder = "\(container.name.replacing(scalar: "/", with: "-")).objects"
    let (name, place) = (ShellText.quoted(container.name), ShellText.quoted(folder))
    let (from, to) = (
      storeLogin(of: question.from, "FROM_CLOUD"), storeLogin(of: question.to, "TO_CLOUD")
    )
    return [
      atStore(
        ["container", "create", newName], unless: ["container", "show", newName]),
      PlanCommand(.here, ["mkdir", "-p", folder]),
      PlanCommand(
        .here, line: "(cd \(place) && openstack --os-cloud \(from) container save \(name))"),
      PlanCommand(
        .here,
        line: "(cd \(place) && find . -type f -printf '%P\\0' | xargs -0 -r -n 50 "
          + "openstack --os-cloud \(to) object create \(ShellText.quoted(newName)))"),
    ]
  }

  private func data(
    _ name: String, _ state: PlanStep.State, _ title: String, _ why: String,
    left: [String] = [], shortcut: PlanCommand? = nil, at newName: String? = nil,
    bytes: Int? = nil, commands: [PlanCommand] = [], action: PlanAction? = nil
  ) -> PlanStep {
    PlanStep(
      id: PlanStep.id(.objects, name), kind: .objects, title: title, state: state, why: why,
      duration: bytes.flatMap { bytes in question.rate.map { $0.duration(of: bytes) } },
      check: action == nil ? [] : [atStore(["container", "show", newName ?? name])],
      commands: state == .done ? [] : commands, shortcut: shortcut, left: left,
      needs: state == .todo ? [credentialID] : [], action: action)
  }
}
