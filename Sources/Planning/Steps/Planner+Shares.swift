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
    let name = share?.name ?? "my-share"
    let size = share?.size
    let there = target?.shares.elements?.first { $0.name == name && share != nil }
    let make = PlanStep(
      id: PlanStep.id(.share, name), kind: .share,
      title: there == nil
        ? "make share \(name) at \(toName)\(size.map { ", \($0) GiB" } ?? "")"
        : "share \(name) is at \(toName)",
      state: there == nil ? .todo : .done,
      why: "shares are per site; "
        + (share == nil
          ? "its size is \(whyUnknown(source?.shares, at: question.source, fromName)); " : "")
        + places(references),
      check: [PlanCommand(.target, ["openstack", "share", "show", name])],
      commands: there == nil
        ? [
          PlanCommand(
            .target,
            [
              "openstack", "share", "create", "--name", name, "NFS",
              size.map(String.init) ?? "SIZE",
            ],
            unless: ["openstack", "share", "show", name])
        ] : [],
      left: [
        "the path that it is mounted from differs: take that of 'openstack share show \(name)' for "
          + value
      ], needs: [credentialID])
    return [make, shareData(name, value, after: make.id)]
  }

  private func shareData(_ name: String, _ value: String, after share: String) -> PlanStep {
    let store = question.to.storeSite ?? question.from.storeSite
    let container = "\(name)-share"
    let mount = "sudo mount -t nfs -o nfsvers=4.2,proto=tcp"
    let blocked = question.source.outage
    return PlanStep(
      id: PlanStep.id(.share, "\(name)-data"), kind: .share,
      title: "carry the data of share \(name)",
      state: blocked == nil ? .todo : .blocked,
      why: (blocked.map { "\($0); " } ?? "")
        + "a share is reached from instances of its own site only, so that an instance there puts the "
        + "data into the object store, and one at \(toName) takes it out",
      commands: [
        PlanCommand(
          .sourceInstance,
          line: "sudo mkdir -p /mnt/share && \(mount) \(ShellText.quoted(value)) /mnt/share"),
        PlanCommand(
          .sourceInstance,
          ["chiport", "copy", "tree", "/mnt/share", "\(store?.text ?? "SITE"):\(container)/share"]),
        PlanCommand(
          .targetInstance,
          line: "sudo mkdir -p /mnt/share && \(mount) "
            + "\"$(openstack share show -f value -c export_locations \(ShellText.quoted(name)) "
            + "| sed -n 's/^ *path = //p' | head -n 1)\" /mnt/share"),
        PlanCommand(
          .targetInstance,
          [
            "sudo", "-E", "chiport", "copy", "tree", "\(store?.text ?? "SITE"):\(container)/share",
            "/mnt/share",
          ]),
      ],
      left: ["both instances have to be on a storage network", "how much it is: df -h /mnt/share"],
      needs: [share, storageNetworkID])
  }

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
      check: [PlanCommand(.target, ["openstack", "network", "show", "my-storage-network"])],
      commands: [
        PlanCommand(
          .target,
          [
            "openstack", "reservation", "lease", "create", "--reservation", reservation,
            "--end-date", leaseEnd, "my-storage-network",
          ],
          unless: ["openstack", "reservation", "lease", "show", "my-storage-network"])
      ],
      left: [
        "start the instances on it",
        "for a floating IP: a router with the external network 'public' and this network's subnet",
        "shares outlive the reservation",
      ], needs: [credentialID])
  }

  /// When what is reserved for the experiment ends: with the slot of its nodes, else in a day's time.
  var leaseEnd: String {
    if case .known(let slots) = question.slots, let end = slots.first?.end { return end }
    return "YYYY-MM-DD HH:MM"
  }

  /// What to do about instances that hold state; nil when the project has none at the source.
  var snapshotStep: PlanStep? {
    if let reason = question.source.outage {
      return PlanStep(
        id: PlanStep.Kind.snapshot.rawValue, kind: .snapshot,
        title: "snapshots of instances at \(fromName)", state: .blocked,
        why: "\(reason): no instance can be saved now",
        left: ["snapshots that were copied elsewhere before are all there is"])
    }
    let instances = source?.instances.elements?.filter { $0.status == "ACTIVE" }
    if let instances, instances.isEmpty { return nil }
    let names = instances?.map(\.name)
    return PlanStep(
      id: PlanStep.Kind.snapshot.rawValue, kind: .snapshot,
      title: names.map { "save what the instances hold: \($0.prefix(5).joined(separator: ", "))" }
        ?? "save what running instances hold",
      state: .decide,
      why: names == nil
        ? "instances are \(whyUnknown(source?.instances, at: question.source, fromName))"
        : "they run at \(fromName); what is only on their disks is not in the files or images",
      commands: [
        PlanCommand(
          .sourceInstance,
          ["sudo", "chiport", "snapshot", "advise"]
            + (question.to.storeSite.map { ["--to", $0.text] } ?? []))
      ],
      left: ["copy the snapshot like any image: chiport copy image NAME"])
  }
}
