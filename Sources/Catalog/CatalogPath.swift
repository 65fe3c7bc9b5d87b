import Glibc

/// What the file system says of a path that is to be a catalogue.
///
/// SQLite says "unable to open database file" of all of it.
struct CatalogPath {
  let path: String

  /// Why there can be no catalogue at the path; nil when there may be one.
  var problem: CatalogError? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      return [ENOENT, ENOTDIR].contains(errno) ? .notFound(path: path) : unreachable
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      return .notACatalog(path: path, reason: "it is a directory")
    }
    return access(path, R_OK) == 0 ? nil : unreachable
  }

  private var unreachable: CatalogError {
    let reason = String(cString: strerror(errno))
    return .unreachable(path: path, reason: reason.prefix(1).lowercased() + reason.dropFirst())
  }
}
