import SourceText
import Testbed

/// The cloud that a program takes from `clouds.yaml` by its name.
struct CloudRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.role == .cloud, use.isPlain, !use.text.isEmpty else { return [] }
    let entries = job.clouds
    guard let entry = entries.first(where: { $0.name == use.text }) else {
      return aliases(use, in: job)
    }
    guard entry.site == job.source else { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.cloud, use.span, use.text, .kept, reason)]
    }
    let words = (use.key ?? "").lowercased().split { !$0.isLetter && !$0.isNumber }
    if words.contains(where: { job.knowledge.site(alias: String($0)) == job.source }) {
      return [
        .init(
          .cloud, use.span, use.text, .choice,
          "'\(use.key ?? "")' says \(job.sourceName) by its name: perhaps one of several settings")
      ]
    }
    let others = entries.filter { $0.site == job.target }.map(\.name)
    if others.count == 1 {
      return [
        .rewrite(
          .cloud, use.span, use.text, to: others[0], "the entry of \(job.targetName) in clouds.yaml"
        )
      ]
    }
    if others.isEmpty, entries.count == 1 {
      return [.init(.cloud, use.span, use.text, .portable, "the entry itself is rewritten")]
    }
    return [
      .init(
        .cloud, use.span, use.text, .unresolved,
        others.isEmpty
          ? "clouds.yaml has no entry for \(job.targetName): add one"
          : "clouds.yaml has several entries for \(job.targetName)", options: others)
    ]
  }

  /// A cloud of a `clouds.yaml` that is not among the files, called like the source.
  private func aliases(_ use: Use, in job: Job) -> [Proposal] {
    guard CloudName.site(of: use, job.knowledge) == job.source else { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.cloud, use.span, use.text, .kept, reason)]
    }
    return [
      .init(
        .cloud, use.span, use.text, .unresolved,
        "a cloud of clouds.yaml that is called like \(job.sourceName): name that of \(job.targetName)"
      )
    ]
  }
}

/// Names of clouds that are those of sites, as `ccauth` and people call their entries of `clouds.yaml`.
enum CloudName {
  /// The site that the name of a cloud is an alias of; nil where no login of OpenStack is meant.
  static func site(of use: Use, _ knowledge: Knowledge) -> SiteID? {
    guard use.role == .cloud, use.isPlain, isLogin(use) else { return nil }
    return knowledge.site(alias: use.text) ?? knowledge.site(named: use.text)
  }

  /// `OS_CLOUD`, `--os-cloud`, and what connections of openstacksdk are made with; `cloud` alone is
  /// everybody's word.
  private static func isLogin(_ use: Use) -> Bool {
    let key = (use.key ?? "").lowercased().filter { $0.isLetter }
    if key.hasSuffix("oscloud") { return true }
    switch use.context.step {
    case .keyword(_, let call), .positional(_, let call):
      return call.callee.contains("openstack") || call.callee.hasSuffix("from_config")
    default: return false
    }
  }
}
