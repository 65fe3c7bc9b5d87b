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
