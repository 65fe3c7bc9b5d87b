import Hardware
import SourceText
import Testbed

/// Names of sites and regions: `use_site("CHI@UC")`, `OS_REGION_NAME`, `--os-region-name`.
struct SiteRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    let isNamed = use.role == .site
    guard
      let site = job.knowledge.site(named: use.text)
        ?? (isNamed || SiteRule.isLookup(use) ? job.knowledge.site(alias: use.text) : nil)
    else { return [] }
    func kept(_ reason: String) -> [Proposal] { [.init(.site, use.span, use.text, .kept, reason)] }
    guard site == job.source else {
      return site == job.target ? [] : kept("another site than \(job.sourceName)")
    }
    if SiteRule.isLookup(use) {
      return [
        .init(
          .site, use.span, use.text, .choice,
          "it looks up what is \(job.sourceName)'s: take the entry of \(job.targetName)")
      ]
    }
    if let reason = job.reasonToKeep(use) { return kept(reason) }
    if use.role == .name { return kept("a name") }
    if SiteRule.mayBeOtherTestbed(use.text) {
      return [
        .init(
          .site, use.span, use.text, .choice,
          "\(job.sourceName), or a site of another testbed that is called so")
      ]
    }
    if isNamedFor(job.source, use, job) {
      return [
        .init(
          .site, use.span, use.text, .choice,
          "'\(use.key ?? "")' says \(job.sourceName) by its name: perhaps one of several settings")
      ]
    }
    if isOneOfSeveral(use, job) { return kept("one of a list of sites") }
    guard let text = job.knowledge.spelling(like: use.text, of: site, for: job.target) else {
      return [
        .init(
          .site, use.span, use.text, .unresolved, "no such spelling is known for \(job.targetName)")
      ]
    }
    return [.rewrite(.site, use.span, use.text, to: text, "the target's name")]
  }

  /// Whether something that depends on the site is looked up by it: `auth_url = URLS["uc"]`.
  private static func isLookup(_ use: Use) -> Bool {
    use.context.isLookup && use.role != nil && use.role != .name
  }

  /// Whether it is a short name in capitals, such as `TACC`, which FABRIC's sites have too.
  static func mayBeOtherTestbed(_ text: String) -> Bool {
    text.allSatisfy { $0.isUppercase }
  }

  /// Whether the name of the setting says which site it is for, as in `UC_REGION`.
  private func isNamedFor(_ site: SiteID, _ use: Use, _ job: Job) -> Bool {
    guard let key = use.key else { return false }
    let words = key.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.count > 1 && words.contains { job.knowledge.site(alias: String($0)) == site }
  }

  /// Whether it stands in a list with other sites, which is the program's table of sites.
  private func isOneOfSeveral(_ use: Use, _ job: Job) -> Bool {
    use.context.isOneOfSeveralSites(job.knowledge)
  }
}

/// The client id of a site's single sign-on: `OS_CLIENT_ID="keystone-uc-prod"`.
///
/// It goes together with the auth URL and is easily forgotten.
struct ClientIDRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard let site = job.knowledge.clientIDs[use.text] else { return [] }
    if site == job.target { return [] }
    guard site == job.source, job.reasonToKeep(use) == nil else {
      return [.init(.clientID, use.span, use.text, .kept, job.reasonToKeep(use) ?? "another site")]
    }
    guard let id = job.facts.site(job.target)?.clientID else {
      return [
        .init(
          .clientID, use.span, use.text, .unresolved,
          "the client id of \(job.targetName) is not published; use an application credential")
      ]
    }
    return [.rewrite(.clientID, use.span, use.text, to: id, "goes with the auth URL")]
  }
}
