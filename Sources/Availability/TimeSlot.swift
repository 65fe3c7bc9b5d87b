/// A point in time to the minute, as Blazar has them: minutes since 1970-01-01T00:00 UTC.
package struct Minute: Sendable, Hashable, Comparable {
  package let value: Int

  package init(_ value: Int) { self.value = value }

  /// Later than any time that is meant: the end of what has none.
  package static let never = Minute(Bound.forever)

  package static func < (a: Minute, b: Minute) -> Bool { a.value < b.value }

  /// The minute that begins `minutes` later.
  package func advanced(by minutes: Int) -> Minute { Minute(value + minutes) }
}

/// A stretch of time: `start` belongs to it, `end` does not, so one may begin where another ends.
package struct TimeSlot: Sendable, Hashable {
  package let start: Minute
  package let end: Minute

  /// A slot of at least one minute; nil when `end` is not after `start`.
  package init?(start: Minute, end: Minute) {
    guard start < end else { return nil }
    self.start = start
    self.end = end
  }

  /// In minutes; at least 1.
  package var length: Int { end.value - start.value }
}
