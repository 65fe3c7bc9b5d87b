import Testbed

/// What `cc-snapshot` does by itself.
///
/// Source: https://github.com/ChameleonCloud/cc-snapshot, version 0.2.0 at commit d5477a6 of
/// 2025-07-29; how its patterns match was tried with GNU tar 1.34 and GNU coreutils 9.1.
package enum SnapshotTool {
  /// A path that it leaves out of every snapshot.
  package struct Exclude: Sendable, Hashable {
    package let path: String
    /// Whether the folder itself stays.
    package let isForContents: Bool
  }

  /// Its patterns have no anchor: they match at any depth, so what is in `~/project/tmp` is left out
  /// too.
  package static let excludes: [Exclude] = [
    .init(path: "tmp", isForContents: true), .init(path: "proc", isForContents: true),
    .init(path: "boot/extlinux", isForContents: false),
    .init(path: "var/lib/cloud", isForContents: false),
    .init(path: "var/spool/postfix", isForContents: false),
    .init(path: "home/cc/my_mounting_point", isForContents: false),
    .init(path: "var/lib/lxcfs", isForContents: false),
  ]

  /// From this size of its archive on it asks whether to go on, in bytes (8000 MiB).
  package static let questionBytes = 8_000 * 1_048_576

  /// What it adds to the size of the file system to get that of the disk, in bytes (1500 MiB).
  package static let spareBytes = 1_500 * 1_048_576

  /// The word that keeps a path out, for its option `-e`.
  ///
  /// It is a pattern of tar for names that begin with `./`, so that one that begins with `/` matches
  /// nothing; signs of patterns in the name are escaped.
  package static func pattern(for path: String) -> String {
    var pattern = ""
    for character in path.drop(while: { $0 == "/" }) {
      if "*?[]\\".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
    return pattern
  }

  /// What logs in for it, on the instance: it takes the login of its site from the variables.
  static let login = ["ccauth openrc --output ~/openrc", "source ~/openrc"]

  /// The command that takes a snapshot, after `login`.
  ///
  /// - Parameters:
  ///   - name: What the snapshot is to be called.
  ///   - paths: What is kept out.
  /// - Returns: A line for a shell.
  static func command(named name: String, excluding paths: [String]) -> String {
    ShellText.command(
      ["sudo", "-E", "cc-snapshot"] + paths.flatMap { ["-e", pattern(for: $0)] } + [name])
  }
}
