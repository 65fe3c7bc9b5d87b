/// What a picture of calendars shows; `text(width:isColoured:)`, `svg()` and `page()` draw it.
package struct Timeline: Sendable, Hashable {
  /// One line of the picture.
  package struct Row: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
      /// When a node is taken: in any order, they may overlap and reach outside the picture.
      case busy([TimeSlot])
      /// How many nodes or instances are free; what no segment covers is unknown.
      case counts([FlavorCalendar.Segment])
      /// Nothing is known, or nothing can be reserved; why, in a few words.
      case unavailable(String)
    }

    /// A node's or configuration's name.
    package let name: String
    /// The heading that it stands under, such as site and configuration; rows of one group follow
    /// each other.
    package let group: String
    package let content: Content
    /// Whether the found slot is on this row.
    package let isChosen: Bool
    /// Announced for its site.
    package let outages: [TimeSlot]

    package init(
      name: String, group: String, content: Content, isChosen: Bool = false,
      outages: [TimeSlot] = []
    ) {
      self.name = name
      self.group = group
      self.content = content
      self.isChosen = isChosen
      self.outages = outages
    }
  }

  /// Texts under headings, for the page.
  package struct Table: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
      /// As many as columns; the first names the row.
      package let cells: [String]
      /// What reserves it.
      package let command: String?

      package init(cells: [String], command: String?) {
        self.cells = cells
        self.command = command
      }
    }

    package let columns: [String]
    package let rows: [Row]

    package init(columns: [String], rows: [Row]) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// One line that says what was asked.
  package let title: String
  /// What is shown.
  package let window: TimeSlot
  package let rows: [Row]
  /// The slot that answers the question.
  package let found: TimeSlot?
  /// Sentences for the page: when the calendars were read, what was left out.
  package let notes: [String]
  /// What is free in the found slot, for the page: how many of what, and where.
  package let subject: String?
  /// What reserves the found slot, for the page; it may have several lines.
  package let command: String?
  /// An answer for each configuration, for the page.
  package let answers: Table?
  /// What else can be had, best first, for the page.
  package let others: [String]
  /// In which times are shown.
  package let offsets: ZoneOffsets
  /// The name of the zone that has them.
  package let zone: String

  package init(
    title: String, window: TimeSlot, rows: [Row], found: TimeSlot? = nil,
    notes: [String] = [], subject: String? = nil, command: String? = nil, answers: Table? = nil,
    others: [String] = [], offsets: ZoneOffsets = .utc, zone: String = "UTC"
  ) {
    self.title = title
    self.window = window
    self.rows = rows
    self.found = found
    self.notes = notes
    self.subject = subject
    self.command = command
    self.answers = answers
    self.others = others
    self.offsets = offsets
    self.zone = zone
  }
}

extension Timeline {
  /// A time on the axis.
  struct Tick {
    let minute: Int
    let label: String
    /// Whether it is a midnight, whose label is a date.
    let isDate: Bool
  }

  /// At most so many times inside the window, at round hours or midnights of the zone.
  func ticks(atMost limit: Int) -> [Tick] {
    let intervals = [10, 30, 60, 180, 360, 720] + [1, 2, 7, 14, 28, 56].map { $0 * 1_440 }
    let interval =
      intervals.first { (window.length - 1) / $0 < max(1, limit) }
      ?? (window.length / max(1, limit) / 1_440 + 1) * 1_440
    // A weekday and a day say little where months pass.
    let isLong = window.length > 300 * 1_440
    return offsets.stretches(of: window).flatMap { start, end, offset in
      let first = CalendarDate.floorDivide(start.value + offset - 1, interval) + 1
      return stride(from: first * interval, to: end.value + offset, by: interval).map { tick in
        let minute = Minute(tick - offset)
        let isMidnight = tick - CalendarDate.floorDivide(tick, 1_440) * 1_440 == 0
        let date = minute.date(offset: offset)
        let label =
          isMidnight
          ? isLong ? date.text : "\(date.weekday) \(date.text.suffix(5))"
          : minute.timeOfDay(offset: offset)
        return Tick(minute: minute.value, label: label, isDate: isMidnight)
      }
    }
  }

  /// The part of a slot that the window shows.
  func visible(_ slot: TimeSlot) -> TimeSlot? {
    TimeSlot(start: max(slot.start, window.start), end: min(slot.end, window.end))
  }

  /// As in `2026-11-22 10:00 to 2026-11-24 10:00`.
  func text(_ slot: TimeSlot) -> String {
    "\(offsets.text(slot.start)) "
      + (slot.end < .never ? "to \(offsets.text(slot.end))" : "until further notice")
  }

  /// Reservations by time, joined where they touch or overlap.
  static func joined(_ slots: [TimeSlot]) -> [TimeSlot] {
    var joined: [TimeSlot] = []
    for slot in slots.sorted(by: { $0.start < $1.start }) {
      if let last = joined.last, slot.start <= last.end {
        joined.removeLast()
        joined += [TimeSlot(start: last.start, end: max(last.end, slot.end)) ?? last]
      } else {
        joined.append(slot)
      }
    }
    return joined
  }
}
