import SourceText
import Testbed

/// The cloud that a program takes from `clouds.yaml` by its name.
struct CloudRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.role == .cloud, use.isPlain, !use.text.isEmpty else { return [] }
    let entries = job.clouds
    guard let entry = entries.first(where: { $0.name == use.text }), entry.site == job.source else {
      return []
    }
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
}
