import Testbed

extension SnapshotAdvice {
  /// Commands that belong together.
  package struct Section: Sendable, Hashable {
    /// What they are for, without a full stop.
    package let title: String
    /// For a shell; comments begin with `#`.
    package let lines: [String]
  }

  /// From this size on an archive goes in pieces, as an object has at most 5 GB.
  ///
  /// Source: Object Store API v1, "Large objects"; Ceph's `rgw_max_put_size` is 5 GiB by default.
  static let pieceBytes = 4_000_000_000

  /// What has to travel beside the snapshot: data that is kept out, and what is mounted.
  package var travelling: [(path: String, bytes: Int?)] {
    excludes.filter { $0.kind == .data }.map { ($0.path, $0.amount.allocated) }
      + mounts.map { ($0.path, nil) }
  }

  /// What is kept out with `-e`: also mounts, whose data `cc-snapshot` does not copy but counts when it
  /// makes the disk, as its `du` does not stop at them.
  package var excludedPaths: [String] { excludes.map(\.path) + mounts.map(\.path) }

  /// All commands, in their order.
  package var sections: [Section] {
    var sections = [
      Section(title: "log in: instances carry no credentials any more", lines: loginLines)
    ]
    if !travelling.isEmpty {
      sections.append(
        Section(title: "put the data into the object store, here", lines: savingLines))
    }
    sections.append(Section(title: "take the snapshot, here", lines: [snapshotCommand]))
    if !travelling.isEmpty {
      sections.append(
        Section(
          title: "get the data back, on the new instance, after logging in there",
          lines: restoringLines))
    }
    return sections
  }

  /// `cc-snapshot` takes the login of this site from the variables; a store elsewhere needs one too.
  private var loginLines: [String] {
    let here = ["ccauth openrc --output ~/openrc", "source ~/openrc"]
    return names.store == nil || travelling.isEmpty ? here : here + [Planner.instanceLogin]
  }

  /// The command that takes the snapshot.
  package var snapshotCommand: String {
    ShellText.command(
      ["sudo", "-E", "cc-snapshot"]
        + excludedPaths.flatMap { ["-e", SnapshotTool.pattern(for: $0)] } + [names.snapshot])
  }

  private var savingLines: [String] {
    let container = ShellText.quoted(names.container)
    if let store = names.store {
      return travelling.map { path, _ in
        "sudo -E chiport copy tree \(ShellText.quoted(path)) "
          + ShellText.quoted("\(store):\(names.container)\(path)")
      }
    }
    return ["cd /tmp", "openstack container create \(container)"]
      + travelling.flatMap { path, bytes -> [String] in
        let archive = SnapshotAdvice.archive(path)
        let tar = "-C / \(ShellText.quoted(relative(path)))"
        if let bytes, bytes < SnapshotAdvice.pieceBytes {
          return [
            "sudo tar -czf - \(tar) > \(ShellText.quoted(archive))",
            "openstack object create \(container) \(ShellText.quoted(archive)) "
              + "&& rm \(ShellText.quoted(archive))",
          ]
        }
        return [
          "# in pieces of 4 GB, as an object has at most 5 GB; one at a time needs disk",
          "export container=\(container)",
          "sudo tar -czf - \(tar) | split -b 4GB --filter='cat > \"$FILE\" && "
            + "openstack object create \"$container\" \"$FILE\" && rm \"$FILE\"' "
            + "- \(ShellText.quoted(archive + "."))",
        ]
      }
  }

  private var restoringLines: [String] {
    let container = ShellText.quoted(names.container)
    if let store = names.store {
      return [Planner.instanceLogin]
        + travelling.map { path, _ in
          "sudo -E chiport copy tree "
            + "\(ShellText.quoted("\(store):\(names.container)\(path)")) \(ShellText.quoted(path))"
        }
    }
    return ["cd /tmp"]
      + travelling.flatMap { path, bytes -> [String] in
        let archive = SnapshotAdvice.archive(path)
        if let bytes, bytes < SnapshotAdvice.pieceBytes {
          return [
            "openstack object save \(container) \(ShellText.quoted(archive))",
            "sudo tar -xzf \(ShellText.quoted(archive)) -C /",
          ]
        }
        return [
          "openstack object list \(container) -f value -c Name --prefix "
            + "\(ShellText.quoted(archive + ".")) | sort | while read -r piece; do "
            + "openstack object save --file - \(container) \"$piece\" < /dev/null; done "
            + "| sudo tar -xzf - -C /"
        ]
      }
  }

  /// The name of a path's archive: `home-cc-data.tar.gz`.
  private static func archive(_ path: String) -> String {
    path.split(separator: "/").joined(separator: "-") + ".tar.gz"
  }

  private func relative(_ path: String) -> String { String(path.drop { $0 == "/" }) }
}
