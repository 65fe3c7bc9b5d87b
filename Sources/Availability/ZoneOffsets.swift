/// How far the clocks of a time zone are from UTC, from one change to the next.
package struct ZoneOffsets: Sendable, Hashable {
  /// From this time on clocks are so many minutes east of UTC.
  package struct Change: Sendable, Hashable {
    package let at: Minute
    package let offset: Int

    package init(at: Minute, offset: Int) {
      self.at = at
      self.offset = offset
    }
  }

  /// Minutes east of UTC before the first change.
  private let first: Int
  private let changes: [Change]

  package static let utc = ZoneOffsets(0)

  /// - Parameters:
  ///   - first: Minutes east of UTC before the first change.
  ///   - changes: By time.
  package init(_ first: Int, changes: [Change] = []) {
    self.first = first
    self.changes = changes
  }

  /// Minutes east of UTC, then.
  package func offset(at minute: Minute) -> Int {
    changes.last { $0.at <= minute }?.offset ?? first
  }

  /// As clocks show a time: `2026-11-22 10:00`.
  package func text(_ minute: Minute) -> String { minute.text(offset: offset(at: minute)) }

  /// The parts of a slot in which clocks are not changed, in order.
  func stretches(of slot: TimeSlot) -> [(start: Minute, end: Minute, offset: Int)] {
    let inside = changes.map(\.at).filter { slot.start < $0 && $0 < slot.end }
    return zip([slot.start] + inside, inside + [slot.end]).map { start, end in
      (start, end, offset(at: start))
    }
  }
}
