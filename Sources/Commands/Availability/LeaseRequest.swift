import Availability
import Testbed

/// What reserves a slot, for those who type it and for programs.
struct LeaseRequest: Sendable {
  struct Part: Sendable {
    let resource: SlotCandidate.Resource
    /// The flavor's or configuration's.
    let name: String
    let count: Int

    /// Whether the id of the flavor is but its name, as the Reference API has it: Nova's is another.
    var isFlavorByName: Bool {
      if case .flavor(let id, _) = resource { id == name } else { false }
    }
  }

  let site: SiteID
  let name: String
  let parts: [Part]
  /// Nil for now: by the time that the request is sent, the minute may have passed.
  let start: Minute?
  let end: Minute
  /// Whether the slot is longer than a lease may be, so that this reserves its beginning only.
  let isCut: Bool

  /// - Returns: Nil when some part cannot be named exactly.
  init?(
    _ parts: [(candidate: SlotCandidate, count: Int)], _ slot: TimeSlot, kind: LeaseKind,
    _ question: SlotQuestion
  ) {
    guard let first = parts.first?.candidate, parts.allSatisfy({ $0.count > 0 }) else { return nil }
    for part in parts {
      if case .hosts(selector: nil) = part.candidate.resource { return nil }
    }
    site = first.site
    let limit = LeaseLimit.minutes(for: kind)
    isCut = slot.length > limit
    end = slot.start.advanced(by: min(slot.length, limit))
    start = question.startsNow && slot.start == question.now ? nil : slot.start
    self.parts = parts.map {
      Part(resource: $0.candidate.resource, name: $0.candidate.name, count: $0.count)
    }
    let day = slot.start.date().text.split(separator: "-").joined()
    name = "\(first.nodeType ?? first.name)-\(day)"
  }

  /// For `openstack` with the client of Blazar, upstream or Chameleon's: one word of the shell each.
  ///
  /// Where only the flavor's name is known, Nova is asked for its id.
  private var words: [[String]] {
    var words = [["openstack", "reservation", "lease", "create"]]
    for part in parts {
      switch part.resource {
      case .hosts(let selector):
        let option = ReservationOption.hosts(count: part.count, selector: selector ?? "")
        words.append(["--reservation", ShellText.quoted(option)])
      case .flavor(let id, _):
        let look = "$(openstack flavor show -f value -c id \(ShellText.quoted(part.name)))"
        let option = ReservationOption.instances(
          count: part.count, flavor: part.isFlavorByName ? look : id)
        words.append([
          "--reservation", part.isFlavorByName ? "\"\(option)\"" : ShellText.quoted(option),
        ])
      }
    }
    if let start { words.append(["--start-date", ShellText.quoted(start.text())]) }
    words.append(["--end-date", ShellText.quoted(end.text())])
    words.append([ShellText.quoted(name)])
    return words
  }

  /// One line.
  var command: String { words.joined().joined(separator: " ") }

  /// Several lines, which a shell takes as one.
  var commandLines: [String] {
    let lines = words.map { $0.joined(separator: " ") }
    return lines.enumerated().map { index, line in
      (index == 0 ? "" : "  ") + line + (index + 1 < lines.count ? " \\" : "")
    }
  }

  /// For python-chi 1.x.
  ///
  /// Its own ways to add nodes take a node type, or wrap the selector; the list of reservations takes
  /// what Blazar is to get.
  ///
  /// - Parameter siteName: As in `CHI@UC`.
  /// - Returns: Lines, each ended.
  func python(siteName: String) -> String {
    func moment(_ minute: Minute) -> String {
      let date = minute.date()
      let time = minute.timeOfDay().split(separator: ":").map { Int($0) ?? 0 }
      return "datetime(\(date.year), \(date.month), \(date.day), \(time[0]), \(time[1]))"
    }
    var lines = [
      "from datetime import datetime", "from chi import context, lease", "",
      "context.use_site(\(literal(siteName)))", "reserved = lease.Lease(", "    \(literal(name)),",
    ]
    if let start { lines.append("    start_date=\(moment(start)),") }
    lines += ["    end_date=\(moment(end)),", ")"]
    for part in parts {
      switch part.resource {
      case .hosts(let selector):
        lines += [
          "reserved.node_reservations.append({",
          "    \"resource_type\": \"physical:host\", \"hypervisor_properties\": \"\",",
          "    \"resource_properties\": \(literal(selector ?? "")),",
          "    \"min\": \(part.count), \"max\": \(part.count),", "})",
        ]
      case .flavor(let id, _):
        let flavor = part.isFlavorByName ? "name=\(literal(part.name))" : "id=\(literal(id))"
        lines.append("reserved.add_flavor_reservation(\(flavor), amount=\(part.count))")
      }
    }
    lines.append("reserved.submit(wait_for_active=\(start == nil ? "True" : "False"))")
    return lines.joined(separator: "\n") + "\n"
  }

  private func literal(_ text: String) -> String {
    var literal = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'", "\\": literal += "\\\(scalar)"
      case "\n": literal += "\\n"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return "'\(literal)'"
  }
}
