/// How to take a snapshot of an instance that can be used elsewhere, and what has to travel beside it.
package struct SnapshotAdvice: Sendable, Hashable {
  /// A file or folder that is kept out of the snapshot.
  package struct Exclude: Sendable, Hashable {
    package let path: String
    package let amount: MeasuredTree.Amount
    package let kind: SnapshotPath.Kind
    /// What stands for it after `-e`.
    package var pattern: String { SnapshotTool.pattern(for: path) }
  }

  /// How the user calls things.
  package struct Names: Sendable, Hashable {
    /// Of the snapshot.
    package var snapshot: String
    /// Of the container for data.
    package var container: String
    /// A site whose object store gets the data, as `chiport copy` takes it; nil for the one here.
    package var store: String?

    /// Makes names.
    package init(
      snapshot: String = "my-snapshot", container: String = "my-data", store: String? = nil
    ) {
      self.snapshot = snapshot
      self.container = container
      self.store = store
    }
  }

  package let names: Names
  package let tree: MeasuredTree
  /// Of everything that the snapshot would hold.
  package let whole: SnapshotEstimate
  /// Without what is kept out.
  package let estimate: SnapshotEstimate
  package let verdict: SnapshotVerdict
  /// Largest first; empty when the whole fits.
  package let excludes: [Exclude]
  /// Large ones that stay in the snapshot, largest first.
  package let kept: [Exclude]
  /// Shares and disks that are mounted: they are in no snapshot.
  package let mounts: [MountTable.Mount]

  /// Decides what to keep out: caches first, then the largest data, until the snapshot surely fits.
  ///
  /// - Parameters:
  ///   - tree: What was measured, without what is mounted.
  ///   - mounts: What is mounted.
  ///   - names: How the user calls things.
  package init(_ tree: MeasuredTree, mounts: MountTable, names: Names = Names()) {
    self.names = names
    self.tree = tree
    self.mounts = mounts.mounts.filter { SnapshotAdvice.isWorthTelling($0) }
    whole = SnapshotEstimate(tree.total)
    let candidates = SnapshotAdvice.candidates(tree.large)
    var rest = tree.total
    var chosen: [Exclude] = []
    for candidate in candidates
    where SnapshotVerdict(SnapshotEstimate(rest).image) != .fits {
      chosen.append(candidate)
      rest = rest - candidate.amount
    }
    excludes = chosen.sorted { SnapshotAdvice.isLarger($0, $1) }
    kept = candidates.filter { !chosen.contains($0) }.sorted { SnapshotAdvice.isLarger($0, $1) }
    estimate = SnapshotEstimate(rest)
    verdict = SnapshotVerdict(estimate.image)
  }

  private static func isLarger(_ a: Exclude, _ b: Exclude) -> Bool {
    (b.amount.allocated, a.path) < (a.amount.allocated, b.path)
  }

  private static func isWorthTelling(_ mount: MountTable.Mount) -> Bool {
    if mount.isShare { return true }
    let isSystem = mount.path == "/" || mount.path == "/boot" || mount.path.hasPrefix("/boot/")
    // A part of a file system is mounted by programs such as Docker, and is elsewhere too.
    return mount.isDisk && !isSystem && mount.root == "/"
  }

  /// What may be kept out, in the order in which it should: what is made anew first, then by size.
  private static func candidates(_ large: [MeasuredTree.Entry]) -> [Exclude] {
    var found: [Exclude] = []
    var covered: [String] = []
    for entry in large {
      guard !covered.contains(where: { entry.path.hasPrefix($0 + "/") }),
        let kind = SnapshotPath.kind(of: entry.path), kind != .system
      else { continue }
      covered.append(entry.path)
      let one = essence(of: entry, in: large)
      found.append(Exclude(path: one.path, amount: one.amount, kind: kind))
    }
    return found.sorted { a, b in
      if (a.kind == .remade) != (b.kind == .remade) { return a.kind == .remade }
      return isLarger(a, b)
    }
  }

  /// The innermost folder or file that holds nearly all of a folder, so that code beside data stays.
  private static func essence(
    of entry: MeasuredTree.Entry, in large: [MeasuredTree.Entry]
  ) -> MeasuredTree.Entry {
    var current = entry
    while let next = large.first(where: { child in
      child.path.hasPrefix(current.path + "/")
        && !child.path.dropFirst(current.path.count + 1).contains("/")
        && Double(child.amount.allocated) >= 0.9 * Double(current.amount.allocated)
    }) {
      current = next
    }
    return current
  }
}
