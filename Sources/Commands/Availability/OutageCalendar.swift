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
    /// What it blocks: from its start to its end, or without one for good; nil when it tells no start.
    let slot: TimeSlot?

    /// Nil when none is told.
    var end: Minute? { slot.flatMap { $0.end < .never ? $0.end : nil } }
  }

  let notices: [Notice]
  /// Why nobody knows of outages; nil when they are known, or nobody asked.
  let unknown: String?
  /// Whether they were asked for and are known.
  let isKnown: Bool

  /// When nobody asked for them.
  static let none = OutageCalendar(notices: [], unknown: nil, isKnown: false)

  private init(notices: [Notice], unknown: String?, isKnown: Bool) {
    self.notices = notices
    self.unknown = unknown
    self.isKnown = isKnown
  }

  init(_ announcement: OutageOptions.Announcement, at sites: [SiteID], facts: Facts) {
    let outages: [Outage]
    switch announcement {
    case .announced(let announced): outages = announced
    case .unknown(let reason):
      self.init(notices: [], unknown: reason, isKnown: false)
      return
    }
    let notices = outages.compactMap { outage -> Notice? in
      let named = OutageCalendar.sites(named: "\(outage.title) \(outage.summary)", facts)
      let meant = named.filter { sites.contains($0) }
      guard named.isEmpty || !meant.isEmpty else { return nil }
      let start = outage.startsAt.flatMap { Minute(text: $0) }
      let end = outage.endsAt.flatMap { Minute(text: $0, rounding: .up) } ?? .never
      return Notice(
        outage: outage, sites: meant, slot: start.flatMap { TimeSlot(start: $0, end: end) })
    }
    self.init(notices: notices, unknown: nil, isKnown: true)
  }

  /// A line for each announcement, or one that says why none is known.
  func texts(_ zone: ShownZone, siteName: (SiteID) -> String) -> [String] {
    if let unknown { return ["Announced outages: unknown: \(unknown)."] }
    return notices.map { notice in
      let place = notice.sites.map(siteName).joined(separator: ", ")
      return "Outage\(place.isEmpty ? "" : " of \(place)"): \(notice.outage.title) "
        + "(\(times(of: notice, zone)))."
    }
  }

  private func times(of notice: Notice, _ zone: ShownZone) -> String {
    guard let slot = notice.slot else {
      return notice.outage.startsAt == nil
        ? "its start is not told, so it blocks nothing"
        : "it is said to end before it starts, so it blocks nothing"
    }
    let end = notice.end.map { "to \(zone.text($0))" } ?? "until further notice"
    return "\(zone.text(slot.start)) \(end)"
      + (notice.sites.isEmpty ? "; it names no site, so it blocks none" : "")
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
  ///
  /// CHI@TACC and KVM@TACC are one place: what is said of TACC alone is said of both.
  private static func sites(named text: String, _ facts: Facts) -> [SiteID] {
    let separators: Set<Character> = [" ", ",", ";", ":", "(", ")", "/", ".", "!", "\"", "'"]
    let words = Set(text.lowercased().split { separators.contains($0) }.map(String.init))
    func place(_ fact: SiteFact) -> String? {
      fact.name.split(separator: "@").last.map { $0.lowercased() }
    }
    let named = facts.sites.filter { fact in
      ([fact.uid, fact.name, fact.regionName] + fact.aliases).contains { name in
        name.lowercased() != place(fact) && words.contains(name.lowercased())
      }
    }
    let places = Set(named.compactMap(place))
    let meant = facts.sites.filter { fact in
      guard let place = place(fact), words.contains(place) else { return false }
      return !places.contains(place)
    }
    return (named + meant).compactMap { SiteID($0.uid) }
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
