import SourceText
import Testbed

/// The entries of a `clouds.yaml`.
struct CloudFile {
  /// An entry's name, and the site that it leads to; nil for another cloud.
  struct Entry: Sendable {
    let name: String
    let site: SiteID?
  }

  let entries: [Entry]

  /// Whether it holds several clouds, so that programs choose one by its name.
  var isShared: Bool { entries.count > 1 }

  init(_ file: ReadFile, _ knowledge: Knowledge) {
    var entries: [Entry] = []
    guard [.yaml, .json].contains(file.language) else {
      self.entries = []
      return
    }
    file.forEach { node, context in
      guard case .mapping(let members, _) = node, context.path == ["clouds"],
        case .member("clouds", _)? = context.step
      else { return }
      for member in members {
        guard let name = member.name else { continue }
        let sites = Evidence([member.value], in: file.document, knowledge).named
        entries.append(Entry(name: name, site: sites.count == 1 ? sites.first : nil))
      }
    }
    self.entries = entries
  }
}
