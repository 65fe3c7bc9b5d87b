import Hardware
import SourceText
import Testbed

/// What belongs to one project at one site and cannot be carried over: key pairs, security groups,
/// projects' ids, application credentials, containers.
struct ProjectRule: Rule {
  private static let roles: Set<Role> = [
    .keyPair, .securityGroup, .projectID, .credential, .device, .container,
  ]

  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.role.map(ProjectRule.roles.contains) == true, !use.text.isEmpty, use.isPlain,
      job.reasonToKeep(use) == nil,
      !ProjectRule.isPlaceholder(use.text)
    else { return [] }
    switch use.role {
    case .keyPair:
      guard ProjectRule.isWord(use.text) else { return [] }
      let reason = "key pairs are per site: upload it to \(job.targetName)"
      return [.init(.keyPair, use.span, use.text, .portable, reason)]
    case .securityGroup:
      guard ProjectRule.isWord(use.text), UUIDText.range(in: use.text) == nil else { return [] }
      return [.init(.securityGroup, use.span, use.text, .portable, group(use.text, job))]
    case .container: return container(use, in: job)
    case .projectID:
      guard use.text.utf8.count == 32, use.text.utf8.allSatisfy(UUIDText.isHex) else { return [] }
      return [
        .init(
          .projectID, use.span, use.text, .unresolved,
          "a project has another id at each site: leave it out and name the project (OS_PROJECT_NAME)"
        )
      ]
    case .credential:
      return [
        .init(
          .applicationCredential, use.span, ProjectRule.name(of: use), .unresolved,
          "issued by \(job.sourceName): create one at \(job.targetName)")
      ]
    case .device:
      guard job.source.text == "edge" else { return [] }
      return [
        .init(
          .device, use.span, use.text, .unresolved,
          "a device of CHI@Edge; \(job.targetName) has none")
      ]
    default: return []
    }
  }

  private func container(_ use: Use, in job: Job) -> [Proposal] {
    guard ProjectRule.isWord(use.text) else { return [] }
    guard use.context.command.map(Operand.makesContainer) == true else {
      return [.init(.container, use.span, use.text, .portable, container(job))]
    }
    return [.made(.container, by: use)]
  }

  /// What a secret is called, without the place where it is kept.
  private static func name(of use: Use) -> String {
    let last = use.key?.split(separator: ".").last
    return last.map(String.init) ?? "application credential"
  }

  private func group(_ name: String, _ job: Job) -> String {
    if name == "default" { return "every project has it" }
    let reason = "security groups are per project and site: create it at \(job.targetName)"
    switch job.facts.site(job.target)?.siteClass {
    case "kvm": return reason + ", which closes all ports that none opens"
    case "baremetal": return reason + ", where they mean nothing to bare metal"
    default: return reason
    }
  }

  private func container(_ job: Job) -> String {
    guard let store = job.facts.objectStore(of: job.target) else {
      return "\(job.targetName) has no object store: it stays where it is"
    }
    return store == job.facts.objectStore(of: job.source)
      ? "both sites use one object store"
      : "containers are per site: copy it to \(job.targetName)"
  }

  static func isPlaceholder(_ text: String) -> Bool {
    text.hasPrefix("<") || text.hasPrefix("$") || text.hasPrefix("{")
      || text.lowercased().hasPrefix("your")
      || text.uppercased().contains("XXX") || text == "..."
      || text.lowercased().hasPrefix("my_")
        && text.lowercased().hasSuffix("_here")
  }

  private static func isWord(_ text: String) -> Bool {
    !text.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "=" || $0 == "(" })
      && text.utf8.count < 80
  }
}

/// Shares by the path that they are mounted from, wherever it stands.
struct ShareRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.text.utf8.contains(UInt8(ascii: ":")), use.text.utf8.contains(UInt8(ascii: "/")),
      use.isPlain, ShareRule.isPath(use.text) || use.role == .share && use.text.contains(":/"),
      job.reasonToKeep(use) == nil, !ProjectRule.isPlaceholder(use.text)
    else { return [] }
    return [
      .init(
        .share, use.span, use.text, .unresolved,
        "a share of \(job.sourceName): its data has to be copied")
    ]
  }

  /// Whether it is the path of a share as CephFS exports them: `10.0.0.1:/volumes/_nogroup/…`.
  private static func isPath(_ text: String) -> Bool {
    Array(text.utf8).firstRange(of: Array(":/volumes/".utf8)) != nil
  }
}

/// Addresses of the sites' floating IPs.
///
/// Source: 192.5.86.0/23 is CHI@UC's, 129.114.0.0/16 holds CHI@TACC's and KVM@TACC's, as seen in 62
/// public files.
struct FloatingIPRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.text.utf8.contains(UInt8(ascii: ".")) else { return [] }
    let bytes = job.document[use.span.region].bytes
    return FloatingIPRule.addresses(in: bytes, use.span.range).compactMap { range in
      let span = Span(use.span.region, range)
      return proposal(job.document.text(of: span), span, use, job)
    }
  }

  private func proposal(_ address: String, _ span: Span, _ use: Use, _ job: Job) -> Proposal? {
    let isSource =
      switch job.source.text {
      case "uc": FloatingIPRule.isOfUC(address)
      case "tacc", "kvm": !FloatingIPRule.isOfUC(address)
      default: false
      }
    guard isSource else { return nil }
    if let reason = job.reasonToKeep(use) {
      return .init(.floatingIP, span, address, .kept, reason)
    }
    return .init(
      .floatingIP, span, address, .unresolved,
      "a floating IP of \(job.sourceName): take one of \(job.targetName)")
  }

  /// Whether one of the addresses found is CHI@UC's; otherwise it is one of CHI@TACC or KVM@TACC.
  static func isOfUC(_ address: String) -> Bool { address.hasPrefix("192.5.") }

  /// The addresses of the sites' ranges in a stretch of text.
  static func addresses(in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = range.lowerBound
    while index < range.upperBound {
      guard isPart(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < range.upperBound, isPart(bytes[index]) { index += 1 }
      var end = index
      while end > start, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
      let stands = start == range.lowerBound || !UUIDText.isWord(bytes[start - 1])
      if stands, end == range.upperBound || !UUIDText.isWord(bytes[end]),
        isAddress(bytes[start..<end])
      {
        found.append(start..<end)
      }
    }
    return found
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4, parts.allSatisfy({ (1...3).contains($0.count) }) else { return false }
    return ["192.5.86.", "192.5.87.", "129.114."].contains { bytes.starts(with: $0.utf8) }
  }
}

/// Fixed dates of leases that are past.
struct DateRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.role == .date, use.isPlain, DateRule.isDate(use.text),
      use.text.prefix(10) < job.options.today
    else { return [] }
    return [.init(.date, use.span, use.text, .choice, "past, so that no lease can begin then")]
  }

  private static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(10))
    guard bytes.count == 10 else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : byte >= 48 && byte <= 57
    }
  }
}

/// Commands that are gone.
struct RetiredCommandRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard case .word(0, let command)? = use.context.step, use.text == "climate",
      command.words.count > 1, command.words[1].text.contains("-")
    else { return [] }
    return [
      .init(
        .retired, use.span, use.text, .unresolved, "a client of long ago",
        options: ["openstack reservation"])
    ]
  }
}

/// Remotes of rclone whose name says the site: an identifier of several files.
struct RcloneRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard let command = use.context.command, command.starts(with: ["rclone"]),
      let colon = use.text.firstIndex(of: ":"), !use.text.hasPrefix("-"),
      job.knowledge.site(alias: String(use.text[..<colon])) == job.source
    else { return [] }
    return [
      .init(
        .rcloneRemote, use.span, use.text, .choice,
        "the remote's name is that of a section of rclone.conf, and its data is at \(job.sourceName): copy it first"
      )
    ]
  }
}
