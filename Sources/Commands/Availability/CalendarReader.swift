import Availability
import Calendars
import Catalog
import Files
import FoundationEssentials
import HTTP
import Hardware
import OpenStack
import Testbed

/// Reads the calendars of several sites, from wherever they are to come.
struct CalendarReader {
  var options: CalendarOptions
  let facts: Facts
  private let session: Session
  /// Where calendars are kept between runs; nil when nowhere.
  let storePath: String?
  let saved: SavedCalendar?

  init(_ options: CalendarOptions, facts: Facts, catalog: CatalogOptions, _ session: Session) throws
  {
    self.options = options
    self.facts = facts
    self.session = session
    saved = try options.savedCalendar()
    storePath =
      saved == nil ? try? catalog.namedPath(session) ?? session.userCatalogPath() : nil
  }

  /// What is known, by site.
  struct Reading: Sendable {
    var calendars: [SiteID: SiteCalendar] = [:]
    /// For standard error.
    var problems: [CalendarProblem] = []
    /// Sites of which nothing is known, and why.
    var failures: [SiteID: String] = [:]

    mutating func fail(_ site: SiteID, _ problem: CalendarProblem) {
      problems.append(problem)
      failures[site] = problem.reason
    }

    mutating func merge(_ other: Reading) {
      calendars.merge(other.calendars) { $0.adding($1) }
      problems += other.problems
      failures.merge(other.failures) { $1 }
    }
  }

  /// Reads a calendar for each request; a site that fails spoils no other.
  ///
  /// - Throws: `CancellationError`, and `CommandFailure` when there are no logins to ask with, or when all are refused.
  func read(_ requests: [CalendarRequest], now: Minute) async throws -> Reading {
    var reading = Reading()
    var missing: [CalendarRequest] = []
    for request in requests {
      if let kept = kept(request, now: now) {
        reading.calendars[request.site] = kept
      } else {
        missing.append(request)
      }
    }
    guard !missing.isEmpty else { return reading }
    let source = try source(for: missing)
    var refusals: [CommandFailure] = []
    // One site after the other: together they would ask one API for more than is polite.
    for request in missing {
      do {
        let result = try await source(request.site).read(request)
        reading.calendars[request.site] = result.calendar
        reading.problems += result.problems
        if let problem = store(result.calendar) { reading.problems.append(problem) }
      } catch let problem as CalendarProblem {
        reading.fail(request.site, problem)
      } catch let error as OpenStackError {
        reading.fail(
          request.site, CalendarProblem(place: error.place, reason: error.reason, hint: error.hint))
        if [401, 403].contains(error.status?.rawValue) {
          refusals.append(CommandFailure(error.description, hint: error.hint))
        }
      } catch let failure as CommandFailure {
        reading.fail(
          request.site,
          CalendarProblem(
            place: request.site.text, reason: failure.message, hint: failure.hints.first))
        refusals.append(failure)
      }
    }
    // Asking again would not help.
    if reading.calendars.isEmpty, refusals.count == requests.count { throw refusals[0] }
    return reading
  }

  /// A calendar of this site that was read a moment ago and has all that is asked.
  private func kept(_ request: CalendarRequest, now: Minute) -> SiteCalendar? {
    guard saved == nil, let storePath, FileManager.default.fileExists(atPath: storePath),
      let stored = try? Catalog.open(storePath, exists: true).calendar(of: request.site),
      let file = try? SavedCalendar(stored.bytes, location: storePath),
      let calendar = file.calendars.first, SavedCalendar.covers(calendar, request),
      (0...options.maxAge).contains(now.value - calendar.readAt.value), options.maxAge > 0,
      isFromSource(calendar)
    else { return nil }
    let answer = SavedCalendar.answer(calendar, to: request)
    // Segments of flavors were read for another time, unless they span this one.
    let end = request.window.end.advanced(by: -options.maxAge)
    let reaches = answer.flavors.allSatisfy { flavor in
      guard let first = flavor.segments.first?.slot, let last = flavor.segments.last?.slot else {
        return false
      }
      return first.start <= request.window.start && last.end >= end
    }
    return reaches ? answer : nil
  }

  /// Whether a calendar comes from where this reader would ask.
  ///
  /// Where a site's Blazar is, only a login tells, so one that was asked with any counts.
  private func isFromSource(_ calendar: SiteCalendar) -> Bool {
    guard !options.blazar else { return calendar.source == BlazarCalendarSource.name }
    let api = try? APICalendarSource(url: options.apiURL, client: options.client())
    return calendar.source == APICalendarSource.name && api?.location == calendar.location
  }

  private func source(
    for requests: [CalendarRequest]
  ) throws -> (SiteID) async throws -> any CalendarSource {
    if let saved { return { _ in saved } }
    do {
      let api = try APICalendarSource(url: options.apiURL, client: options.client())
      guard options.blazar else { return { _ in api } }
      let cloud = try cloud(among: requests.map(\.site))
      return { site in
        guard let cloud = try cloud(site) else { return api }
        return try await BlazarCalendarSource(session: cloud)
      }
    } catch let problem as CalendarProblem {
      throw CommandFailure(problem.description, hint: problem.hint)
    } catch let error as OpenStackError {
      throw CommandFailure(error.description, hint: error.hint)
    }
  }

  /// Where one logs in for a site, nil where there is no login for it; a login of no site that is known
  /// is taken for that of the only one.
  private func cloud(among sites: [SiteID]) throws -> (SiteID) throws -> CloudSession? {
    let logins = try SiteLogins(session, facts: facts)
    let known = Set(logins.entries.compactMap(\.site))
    if let site = sites.first, known.isDisjoint(with: sites) {
      guard sites.count == 1, logins.entries.count == 1, logins.entries[0].site == nil else {
        throw logins.nothing(for: site, option: "OS_CLOUD")
      }
      return { _ in logins.session(try logins.entries[0].login.get()) }
    }
    return { known.contains($0) ? logins.session(try logins.login(for: $0)) : nil }
  }

  /// Keeps a calendar for the next run.
  ///
  /// - Returns: Why that failed: the answer does not depend on it.
  private func store(_ calendar: SiteCalendar) -> CalendarProblem? {
    guard saved == nil, let storePath else { return nil }
    do {
      if let slash = storePath.lastIndex(of: "/"), slash != storePath.startIndex {
        try FileManager.default.createDirectory(
          atPath: String(storePath[..<slash]), withIntermediateDirectories: true)
      }
      try Catalog.seed(storePath)
      let writer = try CatalogWriter(path: storePath, facts: facts)
      // What was read a moment ago of other nodes stays good for as long.
      let former = options.maxAge > 0 ? try fresh(writer, calendar) : nil
      let merged = former.map { calendar.adding($0) } ?? calendar
      try writer.storeCalendar(
        SavedCalendar.bytes([merged]), of: merged.site, readAt: merged.readAt.isoText)
      return nil
    } catch {
      return CalendarProblem(
        place: storePath,
        reason: "the calendar of '\(calendar.site)' cannot be kept there: \(error)")
    }
  }

  private func fresh(_ writer: CatalogWriter, _ calendar: SiteCalendar) throws -> SiteCalendar? {
    guard let stored = try writer.reader.calendar(of: calendar.site),
      let former = try? SavedCalendar(stored.bytes, location: "").calendars.first,
      former.source == calendar.source, former.location == calendar.location,
      (0...options.maxAge).contains(calendar.readAt.value - former.readAt.value)
    else { return nil }
    return former
  }

  /// Writes the file that `--save` names, if it does; what comes from a file keeps its first source.
  func save(_ calendars: [SiteCalendar]) throws {
    guard let path = options.save else { return }
    let calendars = calendars.map { calendar in
      saved?.calendars.first { $0.site == calendar.site }.map(calendar.from) ?? calendar
    }
    try CalendarReader.write(SavedCalendar.bytes(calendars), to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try AtomicFile.create(
        FilePath(path), bytes, permissions: AtomicFile.defaultPermissions, overwrites: true)
    } catch { throw CommandFailure(error.description, hint: error.hint) }
  }
}

extension SiteCalendar {
  /// This calendar with the source of another.
  func from(_ other: SiteCalendar) -> SiteCalendar {
    SiteCalendar(
      site: site, readAt: readAt, syncedAt: syncedAt, source: other.source,
      location: other.location, nodes: nodes, flavors: flavors)
  }

  /// This calendar with the nodes and flavors that only another one of the site has; as old as the
  /// older of them.
  func adding(_ other: SiteCalendar) -> SiteCalendar {
    let nodes = Set(self.nodes.map(\.uid))
    let flavors = Set(self.flavors.map(\.flavor))
    return SiteCalendar(
      site: site, readAt: min(readAt, other.readAt),
      syncedAt: [syncedAt, other.syncedAt].compactMap { $0 }.min(), source: source,
      location: location,
      nodes: self.nodes + other.nodes.filter { !nodes.contains($0.uid) },
      flavors: self.flavors + other.flavors.filter { !flavors.contains($0.flavor) })
  }
}
