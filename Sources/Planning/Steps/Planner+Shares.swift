import Resources
import Testbed

extension Planner {
  /// For each share that the files name: the share, the network that reaches it, and its data.
  var shareSteps: [PlanStep] {
    let named = grouped(references("share"))
    guard !named.isEmpty else { return [] }
    var shares: [(share: Share?, value: String, references: [PlanReference])] = []
    for (value, all) in named {
      let share = source?.shares.elements?.first { share in
        share.id == value || share.name == value
          || share.exportLocations.contains { value == $0 || value.hasPrefix($0 + "/") }
      }
      if let share, let index = shares.firstIndex(where: { $0.share?.id == share.id }) {
        shares[index].references += all
      } else {
        shares.append((share, value, all))
      }
    }
    guard question.to.hasShares else {
      return shares.map { withoutShares($0.value, $0.references) }
    }
    return [storageNetwork] + shares.flatMap { steps(for: $0.share, $0.value, $0.references) }
  }

  private func withoutShares(_ value: String, _ references: [PlanReference]) -> PlanStep {
    PlanStep(
      id: PlanStep.id(.share, value), kind: .share, title: "find another place for share \(value)",
      state: .decide,
      why: "\(toName) has no file shares, and those of \(fromName) are reached from there only; "
        + places(references),
      left: ["put its data into an object store: see 'chiport snapshot advise' on an instance"])
  }

  private var storageNetworkID: String { PlanStep.id(.network, "storage") }

  private func steps(
    for share: Share?, _ value: String, _ references: [PlanReference]
  ) -> [PlanStep] {
    let name = share?.name ?? Planner.shareName(value)
    let pair = share.flatMap { self.pair(.share, $0.id) }
    let make = shareStep(name, share, pair, value, references)
    return [make, shareData(pair?.target?.name ?? name, value, after: make.id)]
  }

  /// A name for a share of which only the path is known: the last part of that, or what stands there.
  private static func shareName(_ value: String) -> String {
    guard value.contains("/") else { return value }
    let last = value.split(separator: "/").last.map(String.init) ?? value
    return "share-\(last.replacing(":", with: ""))"
  }

  private func shareStep(
    _ name: String, _ share: Share?, _ pair: ResourcePair?, _ value: String,
    _ references: [PlanReference]
  ) -> PlanStep {
    if case .ambiguous(let ends)? = pair?.outcome {
      return self.share(
        name, .decide, "\(toName) has \(ends.count) shares called \(name)",
        "names need not be unique; \(places(references))", of: value,
        left: ["name one by its id: \(ends.map(\.id).joined(separator: ", "))"])
    }
    let size = share?.size.map(String.init)
    if let there = pair?.target {
      let title = "share \(there.name) is at \(toName)"
      guard let remark = pair?.remark else {
        return self.share(
          name, .done, title, "it is listed there; \(places(references))", of: value,
          at: there.name)
      }
      let resize = ShellText.command(["openstack", "share", "resize", there.name, size ?? "SIZE"])
      return self.share(
        name, .decide, "\(title), and is another one", "\(remark); \(places(references))",
        of: value, at: there.name, left: ["see whether the data fits, else: \(resize)"])
    }
    let create = [
      "openstack", "share", "create", "--name", name, share?.shareProtocol ?? "NFS", size ?? "SIZE",
    ]
    let unknown =
      share == nil
      ? "its size is \(whyUnknown(source?.shares, at: question.source, fromName)); " : ""
    return self.share(
      name, .todo, "make share \(name) at \(toName)\(size.map { ", \($0) GiB" } ?? "")",
      "shares are per site; \(unknown)\(places(references))", of: value,
      commands: [
        PlanCommand(
          .target, create, unless: ["openstack", "share", "show", name],
          caution: size == nil ? .fillIn : nil)
      ])
  }

  private func share(
    _ name: String, _ state: PlanStep.State, _ title: String, _ why: String, of value: String,
    at known: String? = nil, commands: [PlanCommand] = [], left: [String] = []
  ) -> PlanStep {
    let shown = known ?? name
    return PlanStep(
      id: PlanStep.id(.share, name), kind: .share, title: title, state: state, why: why,
      duration: state == .todo ? .requests : nil,
      check: [PlanCommand(.target, ["openstack", "share", "show", shown])], commands: commands,
      left: left + [
        "the path that it is mounted from differs: take that of 'openstack share show \(shown)' "
          + "for \(value)"
      ], needs: [credentialID])
  }

  private func shareData(_ name: String, _ value: String, after share: String) -> PlanStep {
    let container = "\(name)-share"
    let tree = "\(shareStore):\(container)/share"
    let restore = ShellText.command(["sudo", "-E", "chiport", "copy", "tree", tree, Planner.mount])
    return PlanStep(
      id: PlanStep.id(.share, "\(name)-data"), kind: .share,
      title: "carry the data of share \(name)", state: .todo,
      why: "a share is reached from instances of its own site only, so that an instance there puts "
        + "the data into the object store, and one at \(toName) takes it out",
      check: [
        PlanCommand(.sourceInstance, line: Planner.count),
        PlanCommand(.targetInstance, line: Planner.count),
      ],
      commands: savingShare(value, container) + restoringShare(name, container),
      shortcut: PlanCommand(
        .sourceInstance, ["sudo", "-E", "chiport", "copy", "tree", Planner.mount, tree]),
      left: [
        "both instances have to be on a storage network", "how much it is: df -h /mnt/share",
        "chiport does it file by file, and goes on where it was ended: log in and mount as the plain "
          + "commands do, and take out on the new instance what it put there with '\(restore)'",
        "on the new instance the container can go when all is there",
      ], needs: [share, storageNetworkID])
  }

  /// Where shares are mounted on instances.
  private static let mount = "/mnt/share"

  /// How many files there are, and how many bytes in them: as many at both sites when all is there.
  ///
  /// `print` of mawk, which Debian has for awk, rounds what is 2^31 or more to six digits.
  private static let count =
    "sudo find \(mount) -type f -printf '%s\\n' | "
    + "awk '{ n++; s += $1 } END { printf \"%d %.0f\\n\", n, s }'"

  private static func mounting(_ source: String) -> String {
    "sudo mkdir -p \(mount) && sudo mount -t nfs -o nfsvers=4.2,proto=tcp \(source) \(mount)"
  }

  /// The archive of a share; its clients log in by `instanceLogin`, which calls clouds like sites.
  private func archive(in container: String) -> ArchivedFolder {
    ArchivedFolder(
      path: Planner.mount, bytes: nil, container: container,
      client: "openstack --os-cloud \(shareStore)")
  }

  /// The site whose object store the data of shares travels through.
  private var shareStore: String {
    (question.to.storeSite ?? question.from.storeSite)?.text ?? "SITE"
  }

  private func savingShare(_ location: String, _ container: String) -> [PlanCommand] {
    let archive = archive(in: container)
    let lines =
      [
        Planner.instanceLogin, Planner.mounting(ShellText.quoted(location)), "cd /tmp",
        "\(archive.client) container create \(ShellText.quoted(container))",
      ] + archive.saving.filter { !$0.hasPrefix("#") }
    return lines.map { PlanCommand(.sourceInstance, line: $0) }
  }

  private func restoringShare(_ name: String, _ container: String) -> [PlanCommand] {
    let location =
      "\"$(openstack --os-cloud \(question.to.id) share show -f value "
      + "-c export_locations \(ShellText.quoted(name)) "
      + "| sed -n 's/^ *path = //p' | head -n 1)\""
    let lines =
      [Planner.instanceLogin, Planner.mounting(location), "cd /tmp"]
      + archive(in: container).restoring
    return lines.map { PlanCommand(.targetInstance, line: $0) }
  }

  /// On an instance its metadata tell the project, so that nothing has to be named.
  ///
  /// Source: https://github.com/ChameleonCloud/ccauth at commit 7650b49, `ccauth/cli.py`.
  static let instanceLogin =
    "ccauth clouds-yaml --all-sites --output ~/.config/openstack/clouds.yaml"

  /// Source: https://chameleoncloud.readthedocs.io/en/latest/technical/shares/index.html; the selector as
  /// in Chameleon's own smoke tests (tempest_smoke_tests).
  private var storageNetwork: PlanStep {
    let reservation =
      "resource_type=network,network_name=my-storage-network,"
      + "resource_properties=[\"==\",\"$usage_type\",\"storage\"]"
    return PlanStep(
      id: storageNetworkID, kind: .network, title: "reserve a storage network at \(toName)",
      state: .todo,
      why:
        "instances reach shares over a network with usage_type=storage only, which is reserved like "
        + "nodes; all the project's shares are reached over it",
      duration: .requests,
      check: [PlanCommand(.target, ["openstack", "network", "show", "my-storage-network"])],
      commands: [
        PlanCommand(
          .target,
          [
            "openstack", "reservation", "lease", "create", "--reservation", reservation,
            "--end-date", leaseEnd, "my-storage-network",
          ],
          unless: ["openstack", "reservation", "lease", "show", "my-storage-network"],
          caution: leaseCaution)
      ],
      left: [
        "start the instances on it",
        "for a floating IP: a router with the external network 'public' and this network's subnet",
        "shares outlive the reservation",
      ], needs: [credentialID])
  }

  /// When the first slot of the experiment's nodes ends, UTC; nil where none is known.
  private var slotEnd: String? {
    guard case .known(let slots) = question.slots else { return nil }
    return slots.lazy.compactMap(\.end).first
  }

  /// When what is reserved beside the nodes ends: with their slot; without one the user fills it in.
  var leaseEnd: String { slotEnd ?? "YYYY-MM-DD HH:MM" }

  /// What is to be known of a command that has `leaseEnd`.
  var leaseCaution: PlanCommand.Caution { slotEnd == nil ? .fillIn : .reserves }

  /// The files tell from where shares are mounted, and not where every instance has them.
  private var mountsToKeepOut: [String] {
    references("share").isEmpty
      ? []
      : [
        "keep out of it with -e also the folders that shares are mounted on: what is in them is not "
          + "copied, but counts when the disk is made"
      ]
  }

  /// What to do about instances that hold state; nil when the project has none at the source.
  var snapshotStep: PlanStep? {
    let instances = source?.instances.elements?.filter { $0.status == "ACTIVE" }
    if let instances, instances.isEmpty { return nil }
    let names = instances?.map(\.name)
    let name = "my-snapshot"
    let lines = SnapshotTool.login + [SnapshotTool.command(named: name, excluding: [])]
    return PlanStep(
      id: PlanStep.Kind.snapshot.rawValue, kind: .snapshot,
      title: names.map { "save what the instances hold: \($0.prefix(5).joined(separator: ", "))" }
        ?? "save what running instances hold",
      state: .decide,
      why: names == nil
        ? "instances are \(whyUnknown(source?.instances, at: question.source, fromName))"
        : "they run at \(fromName); what is only on their disks is not in the files or images",
      check: [
        PlanCommand(
          .source, ["openstack", "image", "show", name, "-c", "status", "-c", "size"])
      ],
      commands: lines.map { PlanCommand(.sourceInstance, line: $0) },
      shortcut: PlanCommand(
        .sourceInstance,
        ["sudo", "chiport", "snapshot", "advise"]
          + (question.to.storeSite.map { ["--to", $0.text] } ?? [])),
      left: [
        "keep out of it with -e what is large, by its path without the first slash: above 10 GB "
          + "snapshots are unreliable"
      ] + mountsToKeepOut + [
        "copy it like any image: 'openstack image save' and 'image create', or "
          + ShellText.command(copyCommand(name).words)
      ])
  }
}
