import Testbed

extension SnapshotAdvice {
  /// Commands that belong together.
  package struct Section: Sendable, Hashable {
    /// What they are for, without a full stop.
    package let title: String
    /// For a shell; comments begin with `#`.
    package let lines: [String]
  }

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

  /// A store elsewhere needs a login too.
  private var loginLines: [String] {
    let here = SnapshotTool.login
    return names.store == nil || travelling.isEmpty ? here : here + [Planner.instanceLogin]
  }

  /// The command that takes the snapshot.
  package var snapshotCommand: String {
    SnapshotTool.command(named: names.snapshot, excluding: excludedPaths)
  }

  private var archives: [ArchivedFolder] {
    travelling.map { path, bytes in
      ArchivedFolder(path: path, bytes: bytes, container: names.container, client: "openstack")
    }
  }

  private var savingLines: [String] {
    if let store = names.store {
      return travelling.map { path, _ in
        "sudo -E chiport copy tree \(ShellText.quoted(path)) "
          + ShellText.quoted("\(store):\(names.container)\(path)")
      }
    }
    return ["cd /tmp", "openstack container create \(ShellText.quoted(names.container))"]
      + archives.flatMap(\.saving)
  }

  private var restoringLines: [String] {
    if let store = names.store {
      return [Planner.instanceLogin]
        + travelling.map { path, _ in
          "sudo -E chiport copy tree "
            + "\(ShellText.quoted("\(store):\(names.container)\(path)")) \(ShellText.quoted(path))"
        }
    }
    return ["cd /tmp"] + archives.flatMap(\.restoring)
  }
}
