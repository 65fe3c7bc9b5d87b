import SourceText
import Testbed

/// Sections of one file that lead to different sites, such as the providers of Terraform and the
/// remotes of rclone: whoever uses one chooses it by its name.
struct SectionTable: Sendable {
  /// Names of sections that belong to such a table; a provider's is its alias.
  private let names: Set<String>
  private static let remotes: Set = ["swift", "s3"]

  init(_ roots: [EmbeddedJSON.Found], in document: Document, _ knowledge: Knowledge) {
    var sites: [String: [String: Set<SiteID>]] = [:]
    for root in roots {
      Walk { node, context in
        guard case .section(let section) = node, let kind = SectionTable.kind(of: section) else {
          return
        }
        let body = EmbeddedJSON.Found(nodes: section.body, context: context)
        let name = SectionTable.name(of: section)
        sites[kind, default: [:]][name, default: []].formUnion(
          Evidence([body], in: document, knowledge).named)
      }.run(root.nodes, in: root.context)
    }
    names = Set(
      sites.values.filter { Set($0.values.flatMap { $0 }).count > 1 && $0.count > 1 }
        .flatMap(\.keys))
  }

  /// Why a text stays that stands in a section of a table; nil when it stands in none.
  func reasonToKeep(_ context: Context) -> String? {
    for case .section(let section) in context.outward {
      guard SectionTable.kind(of: section) != nil else { continue }
      if names.contains(SectionTable.name(of: section)) {
        return "one of several sites' sections: use that of the target by its name"
      }
      if SectionTable.isRemote(section) {
        return "what is stored there stays there: add a remote for the target"
      }
    }
    return nil
  }

  /// What sections of a table have in common; nil for sections that form none.
  private static func kind(of section: Section) -> String? {
    if section.type == "provider" { return "provider \(section.labels.first?.text ?? "")" }
    return section.labels.count == 1 && section.labels[0].text == section.type ? "section" : nil
  }

  private static func name(of section: Section) -> String {
    guard section.type == "provider" else { return section.type }
    return value(of: "alias", in: section) ?? section.type
  }

  /// Whether it is a remote of rclone that keeps objects.
  private static func isRemote(_ section: Section) -> Bool {
    value(of: "type", in: section).map { remotes.contains($0) } ?? false
  }

  private static func value(of key: String, in section: Section) -> String? {
    for case .mapping(let members, _) in section.body {
      for member in members where member.name == key {
        if case .text(let literal) = member.value { return literal.text }
      }
    }
    return nil
  }
}
