import Hardware
import SourceText
import Testbed

/// What belongs to one project at one site and cannot be carried over: key pairs, security groups,
/// projects' ids, application credentials, shares.
struct ProjectRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard !use.text.isEmpty, use.isPlain, job.reasonToKeep(use) == nil,
      !ProjectRule.isPlaceholder(use.text)
    else { return [] }
    switch use.role {
    case .keyPair:
      guard ProjectRule.isWord(use.text) else { return [] }
      return [
        .init(
          .keyPair, use.span, use.text, .portable,
          "key pairs are per site: upload it to \(job.targetName)")
      ]
    case .securityGroup:
      guard ProjectRule.isWord(use.text), UUIDText.range(in: use.text) == nil else { return [] }
      return [
        .init(
          .securityGroup, use.span, use.text, .portable,
          "security groups are per project and site: create it at \(job.targetName)")
      ]
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
          .applicationCredential, use.span, use.key ?? "application credential", .unresolved,
          "issued by \(job.sourceName): create one at \(job.targetName)")
      ]
    case .share where use.text.contains(":/"):
      return [
        .init(
          .share, use.span, use.text, .unresolved,
          "a share of \(job.sourceName): its data has to be copied")
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

/// Addresses of the sites' floating IPs.
///
/// Source: 192.5.86.0/23 is CHI@UC's, 129.114.0.0/16 holds CHI@TACC's and KVM@TACC's, as seen in 62
/// public files.
struct FloatingIPRule: Rule {
  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.isPlain, use.text.utf8.contains(UInt8(ascii: ".")),
      let address = FloatingIPRule.address(in: use.text)
    else { return [] }
    let isSource =
      switch job.source.text {
      case "uc": address.hasPrefix("192.5.8")
      case "tacc", "kvm": address.hasPrefix("129.114.")
      default: false
      }
    guard isSource else { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.floatingIP, use.span, address, .kept, reason)]
    }
    return [
      .init(
        .floatingIP, use.span, address, .unresolved,
        "a floating IP of \(job.sourceName): take one of \(job.targetName)")
    ]
  }

  /// The first address of a site's range in a text.
  static func address(in text: String) -> String? {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return nil }
    for word in text.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
      let parts = word.split(separator: ".")
      guard parts.count == 4, parts.allSatisfy({ $0.count <= 3 }) else { continue }
      if word.hasPrefix("192.5.86.") || word.hasPrefix("192.5.87.") || word.hasPrefix("129.114.") {
        return String(word)
      }
    }
    return nil
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
