import Files
import OpenStack

/// Where a tree of files is: in a folder here, or in a container at a site.
enum TreePlace: Sendable {
  case folder(FilePath)
  case container(site: String, ContainerName, prefix: String)

  /// Reads `PATH` or `SITE:CONTAINER/PREFIX`; a path with a colon before its first slash is written with
  /// `./` before it.
  ///
  /// - Throws: `ObjectNameError` for a name that no container can have.
  init(parsing text: String) throws(ObjectNameError) {
    let head = text.prefix { $0 != "/" }
    guard let colon = head.firstIndex(of: ":") else {
      self = .folder(FilePath(text))
      return
    }
    let place = text[text.index(after: colon)...]
    let name = place.prefix { $0 != "/" }
    let prefix = place.dropFirst(name.count).drop { $0 == "/" }
    self = .container(
      site: String(text[..<colon]), try ContainerName(String(name)), prefix: String(prefix))
  }
}
