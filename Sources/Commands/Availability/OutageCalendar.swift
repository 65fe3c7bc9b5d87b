import Availability
import Calendars
import Hardware
import Harvest
import Testbed

/// Announced outages as times in which nothing is free, by site.
struct OutageCalendar: Sendable {
  /// An announcement that has to do with a site that is asked about, or may have.
  struct Notice: Sendable {
    let outage: Outage
    /// None when the announcement names no site.
    let sites: [SiteID]
    /// Nil when it does not tell both of its times; then it is shown but blocks nothing.
    let slot: TimeSlot?
  }

  let notices: [Notice]
  /// Why nobody knows of outages; nil when they are known.
  let unknown: String?

  static let none = OutageCalendar(notices: [], unknown: nil)

  private init(notices: [Notice], unknown: String?) {
    self.notices = notices
    self.unknown = unknown
  }

  init(_ announcement: OutageOptions.Announcement, at sites: [SiteID], facts: Facts) {
    guard case .announced(let outages) = announcement else {
      if case .unknown(let reason) = announcement {
        self.init(notices: [], unknown: reason)
      } else {
        self.init(notices: [], unknown: nil)
      }
      return
    }
    let notices = outages.compactMap { outage -> Notice? in
      let named = OutageCalendar.sites(named: "\(outage.title) \(outage.summary)", facts)
      let meant = named.filter { sites.contains($0) }
      guard named.isEmpty || !meant.isEmpty else { return nil }
      let start = outage.startsAt.flatMap { Minute(text: $0) }
      let end = outage.endsAt.flatMap { Minute(text: $0, rounding: .up) }
      return Notice(
        outage: outage, sites: meant,
        slot: start.flatMap { start in end.flatMap { TimeSlot(start: start, end: $0) } })
    }
    self.init(notices: notices, unknown: nil)
  }

  /// A line for each announcement, or one that says why none is known.
  func texts(_ zone: ShownZone, siteName: (SiteID) -> String) -> [String] {
    if let unknown { return ["Announced outages: unknown: \(unknown)."] }
    return notices.map { notice in
      let place = notice.sites.map(siteName).joined(separator: ", ")
      let times =
        notice.slot.map { " (\(zone.text($0.start)) to \(zone.text($0.end)))" }
        ?? " (its times are not told, so it blocks nothing)"
      return "Outage\(place.isEmpty ? "" : " of \(place)"): \(notice.outage.title)\(times)."
    }
  }

  /// What blocks each site.
  var slots: [SiteID: [TimeSlot]] {
    var slots: [SiteID: [TimeSlot]] = [:]
    for notice in notices {
      guard let slot = notice.slot else { continue }
      for site in notice.sites { slots[site, default: []].append(slot) }
    }
    return slots
  }

  /// The sites whose names stand in an announcement as words of their own.
  private static func sites(named text: String, _ facts: Facts) -> [SiteID] {
    let separators: Set<Character> = [" ", ",", ";", ":", "(", ")", "/", ".", "!", "\"", "'"]
    let words = Set(text.lowercased().split { separators.contains($0) }.map(String.init))
    return facts.sites.compactMap { fact in
      let names = [fact.uid, fact.name, fact.regionName] + fact.aliases
      guard names.contains(where: { words.contains($0.lowercased()) }) else { return nil }
      return SiteID(fact.uid)
    }
  }
}

extension OutageOptions {
  /// What is announced for some sites; beside a saved calendar only when a feed is named, since
  /// that answers without a network.
  func calendar(
    at sites: [SiteID], beside saved: SavedCalendar?, facts: Facts, now: Minute, _ session: Session
  ) async -> OutageCalendar {
    guard !noOutages, saved == nil || isNamed else { return .none }
    let announcement = await announcement(session, now: now.isoText)
    return OutageCalendar(announcement, at: sites, facts: facts)
  }
}
