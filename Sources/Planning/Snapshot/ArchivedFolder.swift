import Testbed

/// A folder that travels through an object store as an archive, with plain commands.
struct ArchivedFolder {
  /// Absolute.
  let path: String
  /// How much it takes on its disk; nil when nobody knows.
  let bytes: Int?
  let container: String
  /// The beginning of commands at the store: `openstack`, with what names its login.
  let client: String

  /// From this size on an archive goes in pieces, as an object has at most 5 GB.
  ///
  /// Source: Object Store API v1, "Large objects"; Ceph's `rgw_max_put_size` is 5 GiB by default.
  private static let pieceBytes = 4_000_000_000

  private var isOnePiece: Bool { bytes.map { $0 < ArchivedFolder.pieceBytes } == true }

  /// What puts it into the container, which is there.
  var saving: [String] {
    let container = ShellText.quoted(container)
    let tar = "sudo tar -czf - -C / \(ShellText.quoted(String(path.drop { $0 == "/" })))"
    if isOnePiece {
      let archive = ShellText.quoted(archive)
      return [
        "\(tar) > \(archive)",
        "\(client) object create \(container) \(archive) && rm \(archive)",
      ]
    }
    return [
      "# in pieces of 4 GB, as an object has at most 5 GB; one at a time needs disk",
      "export container=\(container)",
      "\(tar) | split -b 4GB --filter='cat > \"$FILE\" && "
        + "\(client) object create \"$container\" \"$FILE\" && rm \"$FILE\"' "
        + "- \(ShellText.quoted(archive + "."))",
    ]
  }

  /// What puts it where it was, on another instance.
  var restoring: [String] {
    let container = ShellText.quoted(container)
    if isOnePiece {
      let archive = ShellText.quoted(archive)
      return [
        "\(client) object save \(container) \(archive)", "sudo tar -xzf \(archive) -C /",
      ]
    }
    return [
      "\(client) object list \(container) -f value -c Name --prefix "
        + "\(ShellText.quoted(archive + ".")) | sort | while read -r piece; do "
        + "\(client) object save --file - \(container) \"$piece\" < /dev/null; done "
        + "| sudo tar -xzf - -C /"
    ]
  }

  /// `home-cc-data.tar.gz`.
  private var archive: String {
    path.split(separator: "/").joined(separator: "-") + ".tar.gz"
  }
}
