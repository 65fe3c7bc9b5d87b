import JSON
import Planning

/// The advice on a snapshot, for people and as JSON.
struct SnapshotReport {
  let advice: SnapshotAdvice
  let root: String

  private var headline: String {
    let size = SizeText.text(advice.estimate.image)
    let after = advice.excludes.isEmpty ? "" : " when taken as told below"
    return switch advice.verdict {
    case .fits: "The snapshot fits\(after): about \(size), under 10 GB."
    case .unreliable:
      "The snapshot may be too large\(after): about \(size); above 10 GB snapshots are unreliable."
    case .tooLarge:
      "The snapshot is too large\(after): about \(size); above 20 GB no instance boots from it."
    }
  }

  /// Paragraphs that say what was found; each of one line, for any width.
  private var findings: [String] {
    let tree = advice.tree
    var lines = [
      "\(root): \(SizeText.text(tree.total.allocated)) in \(tree.fileCount) files would be taken, "
        + "as an image of \(SizeText.text(advice.whole.image)) (an estimate by the names of files)."
    ]
    if tree.leftOut.allocated > 0 {
      lines.append(
        "cc-snapshot leaves out \(SizeText.text(tree.leftOut.allocated)) by itself: what is in "
          + "folders named tmp or proc, wherever they are.")
    }
    let holes = tree.total.apparent - tree.total.allocated
    if holes > SnapshotTool.spareBytes {
      lines.append(
        "Sparse files have \(SizeText.text(holes)) of holes, which cc-snapshot's archive fills with "
          + "zeros and for which the disk in the image has no room: keep them out with -e.")
    }
    let space = SizeText.text(advice.estimate.temporarySpace)
    lines.append(
      "cc-snapshot needs up to \(space) in /tmp"
        + (advice.estimate.archive > SnapshotTool.questionBytes
          ? ", and asks whether to go on, as its archive is over 8000 MiB (-f answers)." : "."))
    if tree.unreadableCount > 0 {
      lines.append(
        "\(tree.unreadableCount) folders or files could not be read and are not counted, such as "
          + "\(tree.unreadable.prefix(3).joined(separator: ", ")): run this with sudo.")
    }
    return lines
  }

  func text(_ terminal: Terminal) -> String {
    let width = terminal.width
    func paragraph(_ text: String, indent: String = "") -> String {
      Wrapping.lines(Sanitised(text).text, width: max(20, width - indent.count))
        .map { indent + $0 + "\n" }.joined()
    }
    var text = Wrapping.lines(headline, width: width).map { terminal.style.bold($0) + "\n" }
      .joined()
    text += findings.map { paragraph($0) }.joined()
    text += list("Keep out", advice.excludes, terminal)
    text += list("Large, and stays", advice.kept, terminal)
    if !advice.mounts.isEmpty {
      text += "\n" + terminal.style.bold("Mounted, and in no snapshot") + "\n"
      for mount in advice.mounts {
        text += paragraph("\(mount.path)  \(mount.type) \(mount.source)", indent: "  ")
      }
    }
    for (index, section) in advice.sections.enumerated() {
      let title =
        "\(index + 1). \(section.title.prefix(1).uppercased())\(section.title.dropFirst())"
      text +=
        "\n" + Wrapping.lines(title, width: width).map { terminal.style.bold($0) + "\n" }.joined()
      // What is copied into a shell is not broken.
      text += section.lines.map { "  \(Sanitised($0).text)\n" }.joined()
    }
    return text
  }

  private func list(_ title: String, _ items: [SnapshotAdvice.Exclude], _ terminal: Terminal)
    -> String
  {
    guard !items.isEmpty else { return "" }
    let shown = items.prefix(20)
    let sizes = shown.map { SizeText.text($0.amount.allocated) }
    let widest = sizes.map(\.count).max() ?? 0
    var text = "\n" + terminal.style.bold(title) + "\n"
    for (item, size) in zip(shown, sizes) {
      let padding = String(repeating: " ", count: widest - size.count)
      let line = "  \(padding)\(size)  \(item.path)  \(SnapshotReport.remark(item.kind))"
      text += Sanitised(line).text + "\n"
    }
    if items.count > shown.count { text += "  and \(items.count - shown.count) more\n" }
    return text
  }

  private static func remark(_ kind: SnapshotPath.Kind) -> String {
    switch kind {
    case .data: "(data)"
    case .remade: "(made anew)"
    case .containers: "(images and containers: pull or load them again)"
    case .system: "(system)"
    }
  }
}

/// Documented in README.md and kept stable: members are added within a version.
extension SnapshotReport {
  static let version = 1

  var document: JSONValue {
    .object([
      "version": JSONValue(SnapshotReport.version),
      "root": .string(root),
      "verdict": .string(advice.verdict.rawValue),
      "measured": .object([
        "files": JSONValue(advice.tree.fileCount),
        "bytes": JSONValue(advice.tree.total.allocated),
        "bytes_with_holes": JSONValue(advice.tree.total.apparent),
        "left_out_bytes": JSONValue(advice.tree.leftOut.allocated),
        "unreadable": JSONValue(advice.tree.unreadableCount),
      ]),
      "image_bytes": range(advice.estimate.image),
      "image_bytes_of_everything": range(advice.whole.image),
      "archive_bytes": JSONValue(advice.estimate.archive),
      "temporary_bytes": JSONValue(advice.estimate.temporarySpace),
      "exclude": .array(advice.excludes.map(item)),
      "large": .array(advice.kept.map(item)),
      "mounts": .array(
        advice.mounts.map {
          .object([
            "path": .string($0.path), "type": .string($0.type), "source": .string($0.source),
          ])
        }),
      "command": .string(advice.snapshotCommand),
      "steps": .array(
        advice.sections.map {
          .object([
            "title": .string($0.title), "lines": .array($0.lines.map { .string($0) }),
          ])
        }),
    ])
  }

  private func range(_ range: ClosedRange<Int>) -> JSONValue {
    .object(["least": JSONValue(range.lowerBound), "most": JSONValue(range.upperBound)])
  }

  private func item(_ item: SnapshotAdvice.Exclude) -> JSONValue {
    .object([
      "path": .string(item.path), "bytes": JSONValue(item.amount.allocated),
      "kind": .string(item.kind.rawValue), "pattern": .string(item.pattern),
    ])
  }
}
