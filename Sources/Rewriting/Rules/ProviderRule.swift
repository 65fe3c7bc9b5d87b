import SourceText
import Testbed

/// Providers of Terraform that are chosen by their alias: `provider = openstack.uc`.
struct ProviderRule {
  /// What is to be decided about each choice of a provider, where a file has several for sites.
  func proposals(in file: ReadFile, _ job: Job) -> [Proposal] {
    guard !job.tables.sites.isEmpty else { return [] }
    var found: [Proposal] = []
    file.forEach { node, context in
      guard case .name(let name) = node, context.key == "provider",
        let dot = name.text.lastIndex(of: "."),
        job.tables.sites[String(name.text[name.text.index(after: dot)...])] == job.source
      else { return }
      let others = job.tables.sites.filter { $0.value == job.target }.keys.sorted()
      found.append(
        Proposal(
          .cloud, name.span, name.text, .choice,
          others.isEmpty
            ? "no provider is for \(job.targetName): add one, and name it here"
            : "the provider of \(job.sourceName); that of \(job.targetName) is beside it",
          options: others.map { name.text[...dot] + $0 }))
    }
    return found
  }
}
