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
    if owned.count > 1 { return ambiguous(name, owned, references) }
    if let one = owned.first {
      let found = pair(.image, one.id).flatMap { paired(name, one, $0, references) }
      return found ?? copy(one, references)
    }
    return listed(name, as: wanted, references) ?? unknownImage(name, references)
  }

  /// What the pairing says of an image of the source; nil when there is nothing like it at the target.
  private func paired(
    _ name: String, _ one: Image, _ pair: ResourcePair, _ references: [PlanReference]
  ) -> PlanStep? {
    let place = places(references)
    let size = one.size.map { " (\(SizeText.text($0.bytes)))" } ?? ""
    switch pair.outcome {
    case .paired(let end, let ground):
      let same =
        switch ground {
        case .copied: "it was copied there before"
        case .id: "both sites know it by the same id"
        default: pair.remark ?? "an active image there has the same content"
        }
      return image(
        name, .done,
        end.name == name
          ? "\(name) is at \(toName) already" : "\(name) is \(end.name) at \(toName)",
        "\(same)\(size); \(place)", check: end.name)
    case .conflict:
      return image(
        name, .decide, "\(name) is at \(toName) with other contents",
        "the digests or sizes differ; \(place)", check: name,
        left: [
          "use the one that is there, or copy under another name: "
            + ShellText.command(copyCommand(one.id).words + ["--name", "NEW"])
        ])
    case .ambiguous(let ends):
      return image(
        name, .decide, "\(toName) has \(ends.count) images that could be \(name)", place,
        check: name, left: ["name one by its id: \(ends.map(\.id).joined(separator: ", "))"])
    case .missing, .unknown: return nil
    }
  }

  /// What the target lists of a name that is not known at the source; nil for nothing.
  private func listed(
    _ name: String, as wanted: String, _ references: [PlanReference]
  ) -> PlanStep? {
    let there = (target?.images.elements ?? []).filter {
      ($0.name == wanted || $0.id == wanted) && $0.status == "active"
    }
    guard !there.isEmpty else { return nil }
    guard there.count == 1 else {
      return image(
        name, .decide, "\(toName) has \(there.count) images called \(name)", places(references),
        check: name, left: ["name one by its id: \(there.map(\.id).joined(separator: ", "))"])
    }
    return image(
      name, .done, "\(name) is at \(toName)",
      "an active image of that name is there; whether it is the same is "
        + whyUnknown(source?.images, at: question.source, fromName) + "; \(places(references))",
      check: name)
  }

  /// An image that neither inventory has.
  private func unknownImage(_ name: String, _ references: [PlanReference]) -> PlanStep {
    guard source?.images.elements == nil else {
      return image(
        name, .decide, "\(name) is at neither site",
        "neither project lists an image of that name; \(places(references))", check: name,
        left: ["find out where it is, or build it again"])
    }
    return image(
      name, .todo, "copy \(name)",
      "it is not one of the images that Chameleon publishes at \(toName); its size is "
        + whyUnknown(source?.images, at: question.source, fromName) + "; \(places(references))",
      commands: plainCopy(id: name, name: name, one: nil),
      shortcut: copyCommand(name), check: name,
      left: ["start from an image that \(toName) has, if it cannot be copied"],
      action: .copyImage(id: "", name: name, newName: name, bytes: nil))
  }

  private func ambiguous(
    _ name: String, _ owned: [Image], _ references: [PlanReference]
  ) -> PlanStep {
    let newest = owned.sorted { ($0.createdAt ?? "") > ($1.createdAt ?? "") }
    return image(
      name, .decide, "\(fromName) has \(owned.count) images called \(name)", places(references),
      check: name,
      left: newest.prefix(5).map { one in
        let size = one.size.map { ", \(SizeText.text($0.bytes))" } ?? ""
        return "of \(one.createdAt ?? "unknown date")\(size): "
          + ShellText.command(copyCommand(one.id).words)
      })
  }

  private func copy(_ one: Image, _ references: [PlanReference]) -> PlanStep {
    let bytes = one.size?.bytes
    var (state, left) = obstacles(one)
    if references.allSatisfy(\.isMention), state == .todo {
      state = .decide
      left.append("copy it if the image is meant: its name may only be a word of the text there")
    }
    return image(
      one.name, state, "copy \(one.name)\(bytes.map { ", \(SizeText.text($0))" } ?? "")",
      "it is the project's own, and images are per site; \(places(references))",
      commands: plainCopy(id: one.id, name: one.name, one: one),
      shortcut: copyCommand(one.id), check: one.name, left: left,
      action: .copyImage(id: one.id, name: one.name, newName: one.name, bytes: bytes))
  }

  /// What speaks against a copy of an image, and what to look at after one.
  private func obstacles(_ one: Image) -> (PlanStep.State, [String]) {
    var left: [String] = []
    var state = PlanStep.State.todo
    let bytes = one.size?.bytes ?? 0
    if bytes > 2 * Planner.largeBytes {
      state = .decide
      left.append(
        "over 20 GB no instance boots from it: take a smaller snapshot, or copy it with --force")
    } else if bytes > Planner.largeBytes {
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
    return (state, left)
  }

  private func copyCommand(_ id: String) -> PlanCommand {
    PlanCommand(
      .here,
      [
        "chiport", "copy", "image", id, "--from", question.from.id.text, "--to",
        question.to.id.text,
      ])
  }

  /// A file gets its name when it is whole, and is compared before it goes on; an image that is not
  /// active, as an upload was cut off, does not count.
  private func plainCopy(id: String, name: String, one: Image?) -> [PlanCommand] {
    let file = name.replacing("/", with: "-") + ".image"
    var create = ["openstack", "image", "create", "--file", file]
    create += ["--disk-format", one?.diskFormat ?? "qcow2"]
    create += ["--container-format", one?.containerFormat ?? "bare"]
    if let one, one.minDisk > 0 { create += ["--min-disk", "\(one.minDisk)"] }
    if let one, one.minRAM > 0 { create += ["--min-ram", "\(one.minRAM)"] }
    for (key, value) in (one?.portableProperties ?? [:]).sorted(by: { $0.key < $1.key }) {
      create += ["--property", "\(key)=\(value)"]
    }
    return [
      PlanCommand(
        .source, ["openstack", "image", "save", "--file", file + ".part", id],
        unless: ["test", "-s", file]),
      PlanCommand(.here, ["mv", file + ".part", file], unless: ["test", "-s", file]),
    ] + Planner.comparison(of: file, with: one) + [
      PlanCommand(
        .target, create + [name],
        unlessPrints: [
          "openstack", "image", "list", "--name", name, "--status", "active", "-f", "value", "-c",
          "ID",
        ])
    ]
  }

  /// What ends a script when a file is not the image; nothing where no digest is known.
  private static func comparison(of file: String, with one: Image?) -> [PlanCommand] {
    let digest: (program: String, value: String)? =
      if let one, one.hashAlgorithm == "sha512", let value = one.hashValue {
        ("sha512sum", value)
      } else {
        one?.checksum.map { ("md5sum", $0) }
      }
    guard let digest else { return [] }
    let line = ShellText.quoted("\(digest.value)  \(file)")
    return [PlanCommand(.here, line: "echo \(line) | \(digest.program) --check --quiet -")]
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
