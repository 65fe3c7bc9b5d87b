import FoundationEssentials
import Glibc

extension Catalog {
  /// Makes the file at `path` a copy of the bundled catalogue, unless there is one already.
  ///
  /// A catalogue of one's own begins with every site, so that harvesting one of them hides no other,
  /// and the first harvest already tells what changed. Of several processes that try at once, one
  /// makes the file; it appears whole or not at all.
  ///
  /// - Parameter path: The file; its folder must be there.
  /// - Throws: `CatalogError` when it cannot be written.
  package static func seed(_ path: String) throws(CatalogError) {
    let image = BundledData.bytes(of: "catalog.sqlite")
    guard image.count > 0, access(path, F_OK) != 0 else { return }
    let partial = "\(path).\(getpid()).partial"
    defer { unlink(partial) }
    do {
      try Data(image).write(to: URL(filePath: partial))
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
    // A link is made only where there is no file yet, which a rename would replace.
    if link(partial, path) == 0 || errno == EEXIST { return }
    // Some file systems have no links.
    guard [EPERM, EOPNOTSUPP, ENOSYS].contains(errno), rename(partial, path) == 0 else {
      throw .unwritable(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
