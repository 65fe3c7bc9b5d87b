import Availability
import FoundationEssentials
import Glibc

/// The time zone in which times are read and shown.
///
/// Foundation's essentials know UTC only, so the C library is asked.
struct ShownZone: Sendable {
  private static let folder = "/usr/share/zoneinfo/"

  /// As it is shown beside times.
  let name: String
  private let isUTC: Bool

  /// - Parameter name: A name of the IANA's database, or `local`; nil for UTC.
  /// - Throws: `CommandFailure` for a zone that this machine does not know.
  init(named name: String?) throws {
    isUTC = name.map { ["utc", "z"].contains($0.lowercased()) } ?? true
    guard !isUTC, let name else {
      self.name = "UTC"
      return
    }
    if name.lowercased() == "local" {
      self.name = "local time"
    } else {
      // Beside the zones there are folders and lists. Source of the mark: RFC 9636, section 3.1.
      guard !name.hasPrefix("/"), !name.contains(".."), !name.isEmpty,
        FileManager.default.contents(atPath: ShownZone.folder + name)?.starts(with: "TZif".utf8)
          == true
      else {
        throw CommandFailure(
          "--tz: no time zone '\(name)' on this machine",
          hint: "for example: Europe/Berlin, America/Chicago, local, UTC", code: .usage)
      }
      self.name = name
      setenv("TZ", name, 1)
    }
    tzset()
  }

  /// Minutes east of UTC, then.
  func offset(at minute: Minute) -> Int {
    guard !isUTC else { return 0 }
    var seconds = time_t(minute.value * 60)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff / 60
  }

  /// All offsets of a stretch of time.
  ///
  /// - Complexity: O(*d*) for *d* days: clocks are changed once a day at most.
  func offsets(in slot: TimeSlot) -> ZoneOffsets {
    guard !isUTC else { return .utc }
    let first = offset(at: slot.start)
    var changes: [ZoneOffsets.Change] = []
    var known = (minute: slot.start, offset: first)
    while known.minute < slot.end {
      let next = known.minute.advanced(by: 1_440)
      let offset = offset(at: next)
      if offset != known.offset {
        changes.append(.init(at: change(from: known.minute, to: next), offset: offset))
      }
      known = (next, offset)
    }
    return ZoneOffsets(first, changes: changes)
  }

  /// The first minute of a day's change, which lies after `start`.
  private func change(from start: Minute, to end: Minute) -> Minute {
    let former = offset(at: start)
    var (before, after) = (start.value, end.value)
    while after - before > 1 {
      let middle = (before + after) / 2
      if offset(at: Minute(middle)) == former { before = middle } else { after = middle }
    }
    return Minute(after)
  }

  /// The moment at which clocks show a time: where they are put back, the first of the two; nil for a
  /// time that they skip.
  func minute(atLocal time: Minute) -> Minute? {
    // Offsets are less than a day, and change once within two days at most.
    [-1_440, 1_440].map { time.advanced(by: -offset(at: time.advanced(by: $0))) }
      .filter { $0.advanced(by: offset(at: $0)) == time }.min()
  }

  /// As in `2026-11-22 10:00`.
  func text(_ minute: Minute) -> String { minute.text(offset: offset(at: minute)) }
}
