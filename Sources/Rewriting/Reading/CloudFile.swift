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

  init(_ roots: [EmbeddedJSON.Found], in document: Document, _ knowledge: Knowledge) {
    var entries: [Entry] = []
    for root in roots {
      Walk { node, context in
        guard case .mapping(let members, _) = node, context.path == ["clouds"],
          case .member("clouds", _)? = context.step
        else { return }
        for member in members {
          guard let name = member.name else { continue }
          let inside = EmbeddedJSON.Found(nodes: [member.value], context: Context())
          let sites = Evidence([inside], in: document, knowledge).named
          entries.append(Entry(name: name, site: sites.count == 1 ? sites.first : nil))
        }
      }.run(root.nodes, in: root.context)
    }
    self.entries = entries
  }
}
