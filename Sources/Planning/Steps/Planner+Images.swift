import Resources
import Testbed

extension Planner {
  /// From here on images are unreliable, and from twice as much on they do not boot.
  ///
  /// Source: as for `SnapshotVerdict`.
  private static let largeBytes = SnapshotVerdict.unreliableBytes

  /// A step for each image that the files name, by name or by an id that the source knows.
  var imageSteps: [PlanStep] {
    var known: Set<String> = []
    return grouped(references("image", "resource_id")).compactMap { value, all in
      let owned = sourceImages(named: value)
      let isImage = all.contains { $0.kind == "image" }
      guard isImage || !owned.isEmpty else { return nil }
      let name = owned.first { $0.id == value }?.name ?? value
      guard known.insert(name).inserted else { return nil }
      return imageStep(name, owned, all)
    }
  }

  private func sourceImages(named text: String) -> [Image] {
    (source?.images.elements ?? []).filter { $0.id == text || $0.name == text }
  }

  private func imageStep(
    _ name: String, _ owned: [Image], _ references: [PlanReference]
  ) -> PlanStep {
    let wanted = references.first { $0.replacement != nil && !$0.isOpen }?.replacement ?? name
    if let sites = question.publishers(wanted), sites.contains(question.to.id) {
      let from = wanted == name ? "" : ", in place of \(name)"
      return image(
        name, .done, "\(wanted) is published at \(toName)\(from)",
        "it is one of Chameleon's images there; \(places(references))",
        check: wanted)
    }
    let there = (target?.images.elements ?? []).filter {
      ($0.name == wanted || $0.id == wanted) && $0.status == "active"
    }
    if let same = owned.first(where: { one in there.contains { Planner.isSame(one, $0) } }) {
      return image(
        name, .done, "\(name) is at \(toName) already",
        "an active image there has the same checksum (\(SizeText.text(same.size?.bytes ?? 0))); "
          + places(references), check: name)
    }
    if owned.isEmpty, !there.isEmpty {
      return image(
        name, .done, "\(name) is at \(toName)",
        "an active image of that name is there; whether it is the same is unknown, as "
          + whyUnknown(source?.images, at: question.source, fromName) + "; \(places(references))",
        check: name)
    }
    if !there.isEmpty {
      return image(
        name, .decide, "\(name) is at \(toName) with other contents",
        "the checksums differ; \(places(references))", check: name,
        left: [
          "use the one that is there, or copy under another name: chiport copy image \(name) "
            + "--from \(question.from.id) --to \(question.to.id) --name NEW"
        ])
    }
    if let reason = question.source.outage {
      return image(
        name, .blocked, "copy \(name), once \(fromName) answers",
        "\(reason); \(places(references))",
        left: ["start from an image that \(toName) has, if it cannot wait"])
    }
    if owned.count > 1 { return ambiguous(name, owned, references) }
    if let one = owned.first { return copy(one, references) }
    guard source?.images.elements == nil else {
      return image(
        name, .decide, "\(name) is at neither site",
        "neither project lists an image of that name; \(places(references))",
        left: ["find out where it is, or build it again"])
    }
    return image(
      name, .todo, "copy \(name)",
      "it is not one of the images that Chameleon publishes at \(toName); its size is "
        + whyUnknown(source?.images, at: question.source, fromName) + "; \(places(references))",
      commands: plainCopy(id: name, name: name, format: nil, one: nil),
      shortcut: copyCommand(name), check: name,
      action: .copyImage(id: "", name: name, newName: name, bytes: nil))
  }

  /// Whether two images have the same data, as far as their digests tell.
  private static func isSame(_ a: Image, _ b: Image) -> Bool {
    if let left = a.hashValue, let right = b.hashValue, a.hashAlgorithm == b.hashAlgorithm {
      return left == right
    }
    guard let left = a.checksum, let right = b.checksum else { return false }
    return left == right && a.size == b.size
  }

  private func ambiguous(
    _ name: String, _ owned: [Image], _ references: [PlanReference]
  ) -> PlanStep {
    let newest = owned.sorted { ($0.createdAt ?? "") > ($1.createdAt ?? "") }
    return image(
      name, .decide, "\(fromName) has \(owned.count) images called \(name)", places(references),
      left: newest.prefix(5).map { one in
        let size = one.size.map { ", \(SizeText.text($0.bytes))" } ?? ""
        return "of \(one.createdAt ?? "unknown date")\(size): chiport copy image \(one.id) --from "
          + "\(question.from.id) --to \(question.to.id)"
      })
  }

  private func copy(_ one: Image, _ references: [PlanReference]) -> PlanStep {
    let bytes = one.size?.bytes
    var left: [String] = []
    var state = PlanStep.State.todo
    if let bytes, bytes > 2 * Planner.largeBytes {
      state = .decide
      left.append(
        "over 20 GB no instance boots from it: take a smaller snapshot, or copy it with --force")
    } else if let bytes, bytes > Planner.largeBytes {
      left.append("over 10 GB snapshots are unreliable: see that an instance boots from it")
    }
    if question.to.isAssociate {
      left.append(
        "associate sites may not read images that are compressed with zstd: see that it boots")
    }
    if one.status != "active" {
      state = .blocked
      left.append("wait until it is active; it is \(one.status ?? "in an unknown state")")
    }
    return image(
      one.name, state, "copy \(one.name)\(bytes.map { ", \(SizeText.text($0))" } ?? "")",
      "it is the project's own, and images are per site; \(places(references))",
      commands: plainCopy(
        id: one.id, name: one.name, format: one.diskFormat, one: one),
      shortcut: copyCommand(one.id), check: one.name, left: left,
      action: .copyImage(id: one.id, name: one.name, newName: one.name, bytes: bytes))
  }

  private func copyCommand(_ id: String) -> PlanCommand {
    PlanCommand(
      .here,
      [
        "chiport", "copy", "image", id, "--from", question.from.id.text, "--to",
        question.to.id.text,
      ])
  }

  private func plainCopy(
    id: String, name: String, format: String?, one: Image?
  ) -> [PlanCommand] {
    let file = name.replacing("/", with: "-") + ".image"
    var create = ["openstack", "image", "create", "--file", file]
    create += ["--disk-format", format ?? "qcow2"]
    create += ["--container-format", one?.containerFormat ?? "bare"]
    if let one, one.minDisk > 0 { create += ["--min-disk", "\(one.minDisk)"] }
    if let one, one.minRAM > 0 { create += ["--min-ram", "\(one.minRAM)"] }
    for (key, value) in (one?.properties ?? [:]).sorted(by: { $0.key < $1.key })
    where !key.hasPrefix("os_") && !key.hasPrefix("owner_specified.") {
      create += ["--property", "\(key)=\(value)"]
    }
    let show = ["openstack", "image", "show", name]
    return [
      PlanCommand(
        .source, ["openstack", "image", "save", "--file", file, id], unless: ["test", "-s", file]),
      PlanCommand(.target, create + [name], unless: show),
    ]
  }

  private func image(
    _ name: String, _ state: PlanStep.State, _ title: String, _ why: String,
    commands: [PlanCommand] = [], shortcut: PlanCommand? = nil, check: String? = nil,
    left: [String] = [], action: PlanAction? = nil
  ) -> PlanStep {
    PlanStep(
      id: PlanStep.id(.image, name), kind: .image, title: title, state: state, why: why,
      duration: action?.bytes.flatMap { bytes in question.rate.map { $0.duration(of: bytes) } },
      check: check.map {
        [
          PlanCommand(
            .target, ["openstack", "image", "show", $0, "-c", "status", "-c", "checksum"])
        ]
      } ?? [], commands: commands, shortcut: shortcut, left: left,
      needs: state == .done ? [] : [credentialID], action: action)
  }
}
