import Hardware
import SourceText
import Testbed

/// Addresses of a site's services, alone or inside a longer text.
struct URLRule: Rule {
  /// An address in a text.
  struct Address {
    /// Offsets in the region of the use.
    let range: Range<Int>
    let host: Range<Int>
    let hostName: String
    /// With the colon; empty where there is none.
    let port: String
    let path: String
  }

  func proposals(for use: Use, in job: Job) -> [Proposal] {
    let bytes = job.document[use.span.region].bytes
    if let found = BareHost(use) { return found.proposals(use, in: job) }
    return URLRule.addresses(in: bytes, use.span.range).flatMap { address in
      proposals(for: address, use, job)
    }
  }

  private func proposals(for address: Address, _ use: Use, _ job: Job) -> [Proposal] {
    let span = Span(use.span.region, address.range)
    let text = job.document.text(of: span)
    if RetiredHosts.names.contains(address.hostName)
      || address.path.hasPrefix("/v2.0") && address.port == ":5000"
    {
      return [
        Proposal(
          .retired, span, text, .unresolved, "a dead endpoint",
          options: job.facts.site(job.target)?.authURL.map { [$0] } ?? [])
      ]
    }
    if address.hostName == "api.chameleoncloud.org" { return discovery(address, use, job) }
    if ["\u{FFFC}", "%", "{"].contains(where: { address.hostName.contains($0) }) {
      return assembled(address, span, text, use, job)
    }
    guard let site = job.knowledge.hosts[address.hostName] else {
      return BareHost.isMachine(address.hostName) ? [BareHost.machine(span, text)] : []
    }
    let kind = URLRule.kind(of: address)
    if site == job.target { return [] }
    if site != job.source {
      return [.init(kind, span, text, .kept, "another site than \(job.sourceName)")]
    }
    if let reason = job.reasonToKeep(use) { return [.init(kind, span, text, .kept, reason)] }
    return moved(address, kind, span, text, job)
  }

  /// An address whose host is only known when the program runs.
  private func assembled(
    _ address: Address, _ span: Span, _ text: String, _ use: Use, _ job: Job
  ) -> [Proposal] {
    guard address.hostName.hasSuffix(".chameleoncloud.org"), job.reasonToKeep(use) == nil,
      let host = job.knowledge.host(of: job.target)
    else { return [] }
    let isOfPattern = host.hasSuffix(".chameleoncloud.org")
    return [
      .init(
        .authURL, span, text, isOfPattern ? .choice : .unresolved,
        "the host is put together when the program runs; that of \(job.targetName) is \(host)",
        options: isOfPattern ? [] : [host])
    ]
  }

  private func moved(
    _ address: Address, _ kind: ReferenceClass, _ span: Span, _ text: String, _ job: Job
  ) -> [Proposal] {
    if kind == .objectStoreURL {
      return [
        .init(
          kind, span, text, .choice,
          "the objects are at \(job.sourceName), where the address still answers; copy them to use them from there"
        )
      ]
    }
    guard let host = job.knowledge.host(of: job.target) else {
      return [.init(kind, span, text, .unresolved, "the address of \(job.targetName) is not known")]
    }
    if kind == .dashboardURL, UUIDText.range(in: address.path) != nil {
      return [.init(kind, span, text, .unresolved, "a link to one object of \(job.sourceName)")]
    }
    var proposal = Proposal(kind, span, text, .rewritten, "the address of \(job.targetName)")
    proposal.replacement = text.replacing(address.hostName, with: host, maxReplacements: 1)
    proposal.changes = [(Span(span.region, address.host), host)]
    return [proposal]
  }

  /// `https://api.chameleoncloud.org/sites/uc/clusters/…`.
  private func discovery(_ address: Address, _ use: Use, _ job: Job) -> [Proposal] {
    let prefix = "/sites/"
    guard address.path.hasPrefix(prefix) else { return [] }
    let name = String(address.path.dropFirst(prefix.count).prefix { $0 != "/" && $0 != "." })
    let span = Span(use.span.region, address.range)
    let text = job.document.text(of: span)
    guard let site = SiteID(name), job.facts.site(site) != nil else { return [] }
    if site == job.target { return [] }
    if site != job.source { return [.init(.discoveryURL, span, text, .kept, "another site")] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.discoveryURL, span, text, .kept, reason)]
    }
    if UUIDText.range(in: address.path) != nil {
      return [
        .init(
          .discoveryURL, span, text, .unresolved, "the address of one node of \(job.sourceName)")
      ]
    }
    let start =
      address.host.upperBound + address.port.utf8.count + prefix.utf8.count
    var proposal = Proposal(
      .discoveryURL, span, text, .rewritten, "the target's part of the Reference API")
    proposal.replacement = text.replacing(
      prefix + name, with: prefix + job.target.text, maxReplacements: 1)
    proposal.changes = [(Span(span.region, start..<start + name.utf8.count), job.target.text)]
    return [proposal]
  }

  private static func kind(of address: Address) -> ReferenceClass {
    if address.port == ":5000" { return .authURL }
    let isObjectStore = address.path.contains("/swift/v1") || address.path.contains("/AUTH_")
    return isObjectStore || address.port == ":7480" ? .objectStoreURL : .dashboardURL
  }

  /// The addresses in a stretch of text, at most one scheme each.
  static func addresses(in bytes: [UInt8], _ range: Range<Int>) -> [Address] {
    var found: [Address] = []
    var index = range.lowerBound
    while let colon = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: ":")) {
      index = colon + 1
      guard bytes[index..<range.upperBound].starts(with: "//".utf8) else { continue }
      index += 2
      var start = colon
      while start > range.lowerBound, isLetter(bytes[start - 1]) { start -= 1 }
      guard bytes[start..<colon].starts(with: "http".utf8) else { continue }
      let hostEnd = end(of: bytes, from: index, to: range.upperBound) { isHost($0) }
      let portEnd =
        hostEnd < range.upperBound && bytes[hostEnd] == UInt8(ascii: ":")
        ? end(of: bytes, from: hostEnd + 1, to: range.upperBound) { isDigit($0) } : hostEnd
      let end = end(of: bytes, from: portEnd, to: range.upperBound) { isPath($0) }
      found.append(
        Address(
          range: start..<end, host: index..<hostEnd,
          hostName: String(decoding: bytes[index..<hostEnd], as: UTF8.self).lowercased(),
          port: String(decoding: bytes[hostEnd..<portEnd], as: UTF8.self),
          path: String(decoding: bytes[portEnd..<end], as: UTF8.self)))
      index = max(index, end)
    }
    return found
  }

  private static func end(
    of bytes: [UInt8], from start: Int, to limit: Int, while holds: (UInt8) -> Bool
  ) -> Int {
    var index = start
    while index < limit, holds(bytes[index]) { index += 1 }
    return index
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 97 && (byte | 0x20) <= 122
  }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  /// Holes count: their bytes are above 0x7F, or they are `%s`, `%(site)s` and `{}`.
  private static func isHost(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == 45 || byte == 46 || byte >= 0x80 || byte == 37
      || byte == 123 || byte == 125
  }
  private static func isPath(_ byte: UInt8) -> Bool {
    byte > 32 && byte != 34 && byte != 39 && byte != 60 && byte != 62 && byte != 41 && byte != 96
      && byte != 93 && byte != 92 && byte != 44 && byte != 124
  }
}
