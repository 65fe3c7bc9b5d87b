import SourceText
import Testbed

/// A host of Chameleon without a scheme: `chi.uc.chameleoncloud.org`, perhaps with a port or a path.
struct BareHost {
  private let name: String
  private let span: Span

  /// The host in a text that begins with one; nil for any other text.
  init?(_ use: Use) {
    let name = use.text.prefix { $0 != ":" && $0 != "/" }
    guard name.contains("."), !use.text.contains("://"), name.utf8.count < 80 else { return nil }
    self.name = name.lowercased()
    let start = use.span.range.lowerBound
    span = Span(use.span.region, start..<start + name.utf8.count)
  }

  func proposals(_ use: Use, in job: Job) -> [Proposal] {
    if BareHost.isMachine(name) { return [BareHost.machine(use.span, use.text)] }
    guard job.knowledge.hosts[name] == job.source else { return [] }
    if let reason = job.reasonToKeep(use) { return [.init(.authURL, span, name, .kept, reason)] }
    guard let host = job.knowledge.host(of: job.target) else { return [] }
    return [.rewrite(.authURL, span, name, to: host, "the host of \(job.targetName)")]
  }

  /// Whether it is the name of a floating IP, as in `kvm-dyn-129-114-25-246.tacc.chameleoncloud.org`.
  static func isMachine(_ host: String) -> Bool {
    host.hasSuffix(".chameleoncloud.org") && host.contains("dyn-")
  }

  static func machine(_ span: Span, _ text: String) -> Proposal {
    .init(.floatingIP, span, text, .unresolved, "a machine of one project, not a service")
  }
}

/// A path of the Reference API without its host, as in `BASE + "/sites/uc/clusters/chameleon/nodes"`.
struct DiscoveryPathRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    let hole = "\u{FFFC}"
    let path = use.text.hasPrefix(hole) ? String(use.text.unicodeScalars.dropFirst()) : use.text
    let prefix = path.hasPrefix("/sites/") ? "/sites/" : "sites/"
    guard path.hasPrefix(prefix), path.contains("/clusters/") else { return [] }
    let name = path.dropFirst(prefix.count).prefix { $0 != "/" }
    guard SiteID(String(name)) == job.source else { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.discoveryURL, use.span, path, .kept, reason)]
    }
    guard UUIDText.range(in: path) == nil else {
      return [
        .init(
          .discoveryURL, use.span, path, .unresolved,
          "the address of one node of \(job.sourceName)")
      ]
    }
    let skipped = use.text.utf8.count - path.utf8.count + prefix.utf8.count
    let start = use.span.range.lowerBound + skipped
    let span = Span(use.span.region, start..<start + name.utf8.count)
    return [
      .rewrite(
        .discoveryURL, span, String(name), to: job.target.text,
        "the target's part of the Reference API")
    ]
  }
}
