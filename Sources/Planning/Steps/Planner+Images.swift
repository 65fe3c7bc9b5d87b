import Resources
import Testbed

extension Planner {
  /// From here on images are unreliable, and from twice as much on they do not boot.
  ///
  /// Source: as for `SnapshotVerdict`.
  private static let largeBytes = SnapshotVerdict.unreliableBytes

  /// A step for each image that the files name, by name or by an id that the source knows.
  var imageSteps: [PlanStep] {
    var names: Set<String> = []
    return namedImages.map { one in
      let isFirst = names.insert(one.name).inserted
      // Ids tell images of one name apart at the source, but at the target they need names.
      let newName =
        one.owned.first.flatMap { isFirst ? nil : "\(one.name)-\($0.id.prefix(8))" } ?? one.name
      return imageStep(one.name, one.owned, one.references, as: newName)
    }
  }

  private typealias NamedImage = (name: String, owned: [Image], references: [PlanReference])

  /// What the files name, each image once whether by name or by id, in the order of the files.
  private var namedImages: [NamedImage] {
    var found: [NamedImage] = []
    var places: [String: Int] = [:]
    for (value, all) in grouped(references("image", "resource_id")) {
      let owned = sourceImages(named: value)
      guard all.contains(where: { $0.kind == "image" }) || !owned.isEmpty else { continue }
      let only = owned.count == 1 ? owned[0] : nil
      let key = only?.id ?? value
      if let place = places[key] {
        found[place].references += all
      } else {
        places[key] = found.count
        found.append((only?.name ?? value, owned, all))
      }
    }
    return found
  }

  /// The image of an id, else those of a name.
  private func sourceImages(named text: String) -> [Image] {
    let images = source?.images.elements ?? []
    let known = images.filter { $0.id == text }
    return known.isEmpty ? images.filter { $0.name == text } : known
  }

  private func imageStep(
    _ name: String, _ owned: [Image], _ references: [PlanReference], as newName: String
  ) -> PlanStep {
    let wanted = references.first { $0.replacement != nil && !$0.isOpen }?.replacement ?? name
    if let sites = question.publishers(wanted), sites.contains(question.to.id) {
      let from = wanted == name ? "" : ", in place of \(name)"
      return image(
        name, .done, "\(wanted) is published at \(toName)\(from)",
        "it is one of Chameleon's images there; \(places(references))",
        check: wanted)
    }
    if let step = chosen(wanted, for: name, owned, references) { return step }
    if owned.count > 1 { return ambiguous(name, owned, references) }
    if let one = owned.first {
      let found = pair(.image, one.id).flatMap { pair -> PlanStep? in
        // What has the name of this image is there in its own right: this one gets another name.
        if case .conflict = pair.outcome, newName != one.name { return nil }
        return paired(name, one, pair, references)
      }
      return found ?? copy(one, references, as: newName)
    }
    return listed(name, for: name, references) ?? unknownImage(name, references)
  }

  /// An image of the target that the files will name instead; nil where that is the counterpart, or
  /// the target lists none.
  private func chosen(
    _ wanted: String, for name: String, _ owned: [Image], _ references: [PlanReference]
  ) -> PlanStep? {
    let isCounterpart = owned.contains { one in
      pair(.image, one.id)?.target.map { $0.id == wanted || $0.name == wanted } == true
    }
    return wanted == name || isCounterpart ? nil : listed(wanted, for: name, references)
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
            + ShellText.command(copyCommand(one.id, ["--name", "NEW"]).words)
        ])
    case .ambiguous(let ends):
      return image(
        name, .decide, "\(toName) has \(ends.count) images that could be \(name)", place,
        check: name, left: ["name one by its id: \(ends.map(\.id).joined(separator: ", "))"])
    case .missing, .unknown: return nil
    }
  }

  /// What the target lists of a name that the files have or will have; nil for nothing.
  private func listed(
    _ wanted: String, for name: String, _ references: [PlanReference]
  ) -> PlanStep? {
    let there = (target?.images.elements ?? []).filter {
      ($0.name == wanted || $0.id == wanted) && $0.status == "active"
    }
    guard !there.isEmpty else { return nil }
    guard there.count == 1 else {
      return image(
        name, .decide, "\(toName) has \(there.count) images called \(wanted)", places(references),
        check: wanted, left: ["name one by its id: \(there.map(\.id).joined(separator: ", "))"])
    }
    guard wanted == name else {
      return image(
        name, .done, "\(name) is \(wanted) at \(toName)",
        "the files will name that one; \(places(references))", check: wanted)
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
      commands: plainCopy(id: name, as: name, nil),
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

  private func copy(
    _ one: Image, _ references: [PlanReference], as newName: String
  ) -> PlanStep {
    let bytes = one.size?.bytes
    var (state, left) = obstacles(one)
    if references.allSatisfy(\.isMention), state == .todo {
      state = .decide
      left.append("copy it if the image is meant: its name may only be a word of the text there")
    }
    let isRenamed = newName != one.name
    let title = isRenamed ? "copy another \(one.name) as \(newName)" : "copy \(one.name)"
    return image(
      one.name, state, "\(title)\(bytes.map { ", \(SizeText.text($0))" } ?? "")",
      "it is the project's own, and images are per site; \(places(references))",
      commands: plainCopy(id: one.id, as: newName, one),
      shortcut: copyCommand(one.id, isRenamed ? ["--name", newName] : []), check: newName,
      left: left,
      action: .copyImage(id: one.id, name: one.name, newName: newName, bytes: bytes))
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

  /// Copies an image with chiport.
  func copyCommand(_ id: String, _ options: [String] = []) -> PlanCommand {
    PlanCommand(.here, ["chiport", "copy", "image", id] + siteOptions + options)
  }

  /// A file gets its name when it is whole, and is compared before it goes on; an image that is not
  /// active, as an upload was cut off, does not count.
  ///
  /// - Parameters:
  ///   - id: What the source knows it by.
  ///   - name: What it is called at the target, which also names its file.
  ///   - one: What is known of it; nil for nothing.
  /// - Returns: Commands that may run again.
  private func plainCopy(id: String, as name: String, _ one: Image?) -> [PlanCommand] {
    // Two names have two files: what is there already would be taken for the other.
    let stem = name.replacing(scalar: "%", with: "%25").replacing(scalar: "/", with: "%2F")
    let file = "\(stem).image"
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
