import Availability
import JSON

/// The times in a service's answer.
enum Reservations {
  /// Reads reservations; those that take no time are left out.
  ///
  /// - Parameters:
  ///   - value: An array of objects.
  ///   - start: The name of the member that says when one begins.
  ///   - end: The name of the member that says when it ends.
  /// - Returns: The reservations in their order, to whole minutes: none becomes shorter.
  /// - Throws: `UnreadableCalendar`: whoever cannot read a reservation does not know when it ends.
  static func slots(
    _ value: JSONValue?, start: String, end: String
  ) throws(UnreadableCalendar) -> [TimeSlot] {
    guard let items = value?.array else {
      throw UnreadableCalendar("it has no list of reservations")
    }
    var slots: [TimeSlot] = []
    slots.reserveCapacity(items.count)
    for item in items {
      let (first, last) = (try time(item, start, .down), try time(item, end, .up))
      guard first <= last else { throw UnreadableCalendar("a reservation ends before it begins") }
      if let slot = TimeSlot(start: first, end: last) { slots.append(slot) }
    }
    return slots
  }

  /// The time in a member of an object.
  static func time(
    _ item: JSONValue, _ name: String, _ rounding: Minute.Rounding
  ) throws(UnreadableCalendar) -> Minute {
    guard let text = item[name]?.string, let time = Minute(text: text, rounding: rounding) else {
      let found = item[name].map { String($0.compact.prefix(40)) } ?? "nothing"
      throw UnreadableCalendar("'\(name)' is no time: \(found)")
    }
    return time
  }
}

/// Why an answer says nothing for certain, in a few words.
struct UnreadableCalendar: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
