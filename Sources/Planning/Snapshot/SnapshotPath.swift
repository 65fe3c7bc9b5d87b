/// What a path of an instance is for.
package enum SnapshotPath {
  /// What becomes of a file or folder.
  package enum Kind: String, Sendable, Hashable {
    /// The user's: it can travel beside the snapshot.
    case data
    /// Programs make it anew: it need not travel.
    case remade
    /// Images and containers of Docker and the like: they can be pulled or loaded again.
    case containers
    /// The system and what is installed: the snapshot is for it.
    case system
  }

  private static let systemFolders: Set<Substring> = [
    "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "lost+found", "opt", "proc",
    "run", "sbin", "snap", "sys", "tmp", "usr",
  ]
  private static let containerFolders = [
    "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers", "/var/lib/libvirt/images",
    "/var/lib/rancher", "/var/lib/kubelet",
  ]
  private static let remadeFolders = ["/var/cache", "/var/log", "/var/crash", "/var/tmp"]
  private static let swapFiles: Set = ["/swapfile", "/swap.img"]

  /// What an absolute path is for; nil for folders that hold several kinds, which are looked into.
  package static func kind(of path: String) -> Kind? {
    let names = path.split(separator: "/")
    guard let first = names.first else { return nil }
    if swapFiles.contains(path) { return .remade }
    if systemFolders.contains(first) { return .system }
    func isIn(_ folders: [String]) -> Bool {
      folders.contains { path == $0 || path.hasPrefix($0 + "/") }
    }
    switch first {
    case "var":
      // `/var/lib` is looked into, as both kinds are there.
      if isIn(remadeFolders) { return .remade }
      if isIn(containerFolders) { return .containers }
      return path == "/var/lib" || path == "/var/lib/libvirt" || names.count == 1 ? nil : .system
    case "home": return names.count < 3 ? nil : userKind(names[2...])
    case "root": return names.count < 2 ? nil : userKind(names[1...])
    default: return .data
    }
  }

  /// What something in a user's home is for.
  private static func userKind(_ names: ArraySlice<Substring>) -> Kind? {
    switch names.first {
    case ".cache": .remade
    case "miniconda3", "anaconda3", "mambaforge", "miniforge3": .system
    // Where pip, conda, rustup and others install for one user, beside settings and keys.
    case let name?: name.hasPrefix(".") ? .system : .data
    case nil: .data
    }
  }
}
