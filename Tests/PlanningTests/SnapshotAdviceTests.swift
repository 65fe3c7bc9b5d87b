import Planning
import Testing

@Suite struct SnapshotAdviceTests {
  private static let gigabyte = 1_000_000_000

  private static func entry(_ path: String, _ gigabytes: Int) -> MeasuredTree.Entry {
    .init(path: path, amount: .init(allocated: gigabytes * gigabyte))
  }

  private static func advice(
    _ gigabytes: Int, packed: Int = 0, _ large: [MeasuredTree.Entry] = [],
    mounts: [MountTable.Mount] = [], store: String? = nil
  ) -> SnapshotAdvice {
    SnapshotAdvice(
      MeasuredTree(
        total: .init(allocated: gigabytes * gigabyte, packed: packed * gigabyte), large: large),
      mounts: MountTable(mounts), names: .init(store: store))
  }

  @Test(arguments: [
    (0, 0, SnapshotVerdict.fits), (16, 0, .fits), (17, 0, .unreliable), (33, 0, .unreliable),
    (34, 0, .tooLarge), (10, 10, .fits), (11, 11, .unreliable), (21, 21, .tooLarge),
  ])
  func judgesBySizeAndWhatIsCompressedAlready(
    _ size: Int, _ packed: Int, _ verdict: SnapshotVerdict
  ) {
    #expect(Self.advice(size, packed: packed).verdict == verdict)
  }

  @Test func keepsNothingOutOfWhatFits() {
    let advice = Self.advice(8, [Self.entry("/home/cc/data", 5)])
    #expect(advice.excludes.isEmpty)
    #expect(advice.kept.map(\.path) == ["/home/cc/data"])
    #expect(advice.snapshotCommand == "sudo -E cc-snapshot my-snapshot")
  }

  @Test func keepsOutCachesFirstAndThenTheLargest() {
    let large = [
      Self.entry("/home/cc/.cache", 1), Self.entry("/home/cc/small", 6),
      Self.entry("/scratch", 30), Self.entry("/usr/lib", 8),
    ]
    let advice = Self.advice(46, large)
    #expect(advice.excludes.map(\.path) == ["/scratch", "/home/cc/.cache"])
    #expect(advice.kept.map(\.path) == ["/home/cc/small"])
    #expect(advice.verdict == .fits)
    #expect(
      advice.snapshotCommand
        == "sudo -E cc-snapshot -e scratch -e home/cc/.cache my-snapshot")
  }

  @Test func leavesCodeBesideItsData() {
    let large = [
      Self.entry("/home/cc/project", 40), Self.entry("/home/cc/project/run", 39),
      Self.entry("/home/cc/project/run/a", 20), Self.entry("/home/cc/project/run/b", 19),
    ]
    #expect(Self.advice(45, large).excludes.map(\.path) == ["/home/cc/project/run"])
  }

  @Test(
    arguments: [
      ("/usr/lib", SnapshotPath.Kind.system), ("/opt/cuda", .system), ("/home/cc", nil),
      ("/home", nil),
      ("/home/cc/data", .data), ("/home/cc/.ssh", .system), ("/home/cc/.rustup", .system),
      ("/home/cc/.cache/pip", .remade), ("/root/data", .data), ("/root", nil), ("/data", .data),
      ("/var", nil), ("/var/lib", nil), ("/var/lib/docker", .containers),
      ("/var/lib/docker/overlay2", .containers), ("/var/lib/dpkg", .system), ("/var/log", .remade),
      ("/var/cache/apt", .remade), ("/swapfile", .remade), ("/", nil),
    ] as [(String, SnapshotPath.Kind?)])
  func knowsWhatPathsAreFor(_ path: String, _ kind: SnapshotPath.Kind?) {
    #expect(SnapshotPath.kind(of: path) == kind)
  }

  /// `cc-snapshot` gives the word to `tar --exclude-from`, whose names begin with `./`: a pattern that
  /// begins with `/` matches none of them.
  @Test(arguments: [
    ("/home/cc/data", "home/cc/data"), ("/a[1]*?\\", "a\\[1\\]\\*\\?\\\\"), ("/my data", "my data"),
  ])
  func writesPatternsThatTarMatches(_ path: String, _ pattern: String) {
    #expect(SnapshotTool.pattern(for: path) == pattern)
  }

  @Test func carriesWhatIsMountedBesideTheSnapshot() {
    let share = MountTable.Mount(
      path: "/home/cc/my share", type: "nfs4", source: "10.0.0.1:/volumes/x")
    let advice = Self.advice(5, mounts: [share])
    #expect(advice.snapshotCommand == "sudo -E cc-snapshot -e 'home/cc/my share' my-snapshot")
    let saving = advice.sections[1].lines.joined(separator: "\n")
    #expect(saving.contains("tar -czf - -C / 'home/cc/my share' | split -b 4GB"))
    #expect(advice.sections[3].lines.last?.hasSuffix("| sudo tar -xzf - -C /") == true)
  }

  @Test func putsSmallDataIntoOneObject() {
    let advice = Self.advice(19, [Self.entry("/data", 3)])
    #expect(
      advice.sections[3].lines == [
        "cd /tmp", "openstack object save my-data data.tar.gz",
        "sudo tar -xzf data.tar.gz -C /",
      ])
  }

  @Test func copiesWithChiportWhereASiteIsNamed() {
    let advice = Self.advice(45, [Self.entry("/data", 40)], store: "tacc")
    #expect(
      advice.sections[1].lines == ["sudo -E chiport copy tree /data tacc:my-data/data"])
    #expect(
      advice.sections[3].lines == [
        "ccauth clouds-yaml --all-sites --output ~/.config/openstack/clouds.yaml",
        "sudo -E chiport copy tree tacc:my-data/data /data",
      ])
  }
}

@Suite struct MountTableTests {
  private static let text = """
    22 1 8:3 / / rw,relatime shared:1 - ext4 /dev/sda3 rw
    30 22 0:26 / /proc rw - proc proc rw
    80 22 0:50 / /home/cc/my\\040share rw shared:7 master:2 - nfs4 10.0.0.1:/volumes/x rw,vers=4.2
    81 22 0:51 / /mnt/bucket rw - fuse.rclone chi_tacc:bucket rw
    82 22 0:52 / /var/lib/lxcfs rw - fuse.lxcfs lxcfs rw
    83 22 259:1 / /scratch rw - xfs /dev/nvme0n1 rw
    84 22 8:3 /var/x /mnt/bind rw - ext4 /dev/sda3 rw
    not a line
    """

  @Test func readsMountsWithTheirEscapes() {
    let mounts = MountTable(mountInfo: Self.text).mounts
    #expect(mounts.count == 7)
    #expect(mounts[2].path == "/home/cc/my share")
    #expect(mounts[2].source == "10.0.0.1:/volumes/x")
    #expect(mounts.map(\.isShare) == [false, false, true, true, false, false, false])
  }

  @Test func tellsOfSharesAndOtherDisksOnly() {
    let advice = SnapshotAdvice(
      MeasuredTree(total: .init(allocated: 0)), mounts: MountTable(mountInfo: Self.text))
    #expect(advice.mounts.map(\.path) == ["/home/cc/my share", "/mnt/bucket", "/scratch"])
  }
}
