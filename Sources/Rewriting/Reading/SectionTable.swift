import SourceText
import Testbed

/// Sections of one file that lead to different sites, such as the providers of Terraform and the
/// remotes of rclone: whoever uses one chooses it by its name.
struct SectionTable: Sendable {
  /// The site of each section that belongs to such a table, by its name; a provider's is its alias.
  let sites: [String: SiteID]
  private static let remotes: Set = ["swift", "s3"]

  init(_ file: ReadFile, _ knowledge: Knowledge) {
    var found: [String: [String: Set<SiteID>]] = [:]
    file.forEach { node, context in
      guard case .section(let section) = node, let kind = SectionTable.kind(of: section) else {
        return
      }
      let name = SectionTable.name(of: section)
      let evidence = Evidence(section.body, within: context, in: file.document, knowledge)
      found[kind, default: [:]][name, default: []].formUnion(evidence.named)
    }
    var sites: [String: SiteID] = [:]
    for table in found.values where Set(table.values.flatMap { $0 }).count > 1 {
      for (name, named) in table where table.count > 1 && named.count == 1 {
        sites[name] = named.first
      }
    }
    self.sites = sites
  }

  /// Why a text stays that stands in a section of a table; nil when it stands in none.
  func reasonToKeep(_ context: Context) -> String? {
    for case .section(let section) in context.outward {
      guard SectionTable.kind(of: section) != nil else { continue }
      if sites[SectionTable.name(of: section)] != nil {
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
