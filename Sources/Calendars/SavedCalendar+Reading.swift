import Availability
import JSON
import Testbed

extension SavedCalendar {
  /// The calendars in a file, read strictly: what cannot be read must not pass for a free node.
  ///
  /// - Parameters:
  ///   - content: The file, in which numbers may stand for nodes.
  ///   - known: Those nodes.
  /// - Returns: One for each site.
  /// - Throws: `UnreadableCalendar` that names the place.
  static func calendars(
    _ content: JSONValue, _ known: [NodeCalendar]
  ) throws(UnreadableCalendar) -> [SiteCalendar] {
    var calendars: [SiteCalendar] = []
    for (index, item) in try list(content, "calendars", "the file").enumerated() {
      let place = "calendars[\(index)]"
      guard let site = item["site"]?.string.flatMap({ SiteID($0) }) else {
        throw UnreadableCalendar("\(place): 'site' is not the name of a site")
      }
      guard !calendars.contains(where: { $0.site == site }) else {
        throw UnreadableCalendar("\(place): a second calendar of site '\(site)'")
      }
      let nodes = try nodes(item, known, place)
      let flavors = try flavors(item, place)
      let syncedAt = item["synced_at"] ?? .null
      calendars.append(
        SiteCalendar(
          site: site, readAt: try time(item["read_at"], "\(place).read_at"),
          syncedAt: syncedAt.isNull ? nil : try time(syncedAt, "\(place).synced_at"),
          source: item["source"]?.string ?? SavedCalendar.name, location: item["location"]?.string,
          nodes: nodes, flavors: flavors))
    }
    return calendars
  }

  private static func nodes(
    _ item: JSONValue, _ known: [NodeCalendar], _ place: String
  ) throws(UnreadableCalendar) -> [NodeCalendar] {
    let items = try list(item, "nodes", place)
    var nodes: [NodeCalendar] = []
    var seen = Set<String>(minimumCapacity: items.count)
    for (number, item) in items.enumerated() {
      let here = "\(place).nodes[\(number)]"
      let node =
        if let index = item[known: known.indices] { known[index] } else {
          try self.node(item, here)
        }
      guard seen.insert(node.uid).inserted else {
        throw UnreadableCalendar("\(here): a second entry of node '\(node.uid)'")
      }
      nodes.append(node)
    }
    return nodes
  }

  private static func flavors(
    _ item: JSONValue, _ place: String
  ) throws(UnreadableCalendar) -> [FlavorCalendar] {
    var flavors: [FlavorCalendar] = []
    var seen: Set<String> = []
    for (number, item) in try list(item, "flavors", place).enumerated() {
      let here = "\(place).flavors[\(number)]"
      let flavor = try self.flavor(item, here)
      guard seen.insert(flavor.flavor).inserted else {
        throw UnreadableCalendar("\(here): a second entry of flavor '\(flavor.flavor)'")
      }
      flavors.append(flavor)
    }
    return flavors
  }

  /// What stands for an object of the file: for a node its place among `nodes`.
  ///
  /// A node that cannot be read stays as it is, so that its place can be told later.
  static func replaced(_ object: JSONValue, _ nodes: inout [NodeCalendar]) -> JSONValue {
    // No file may claim to be such a place.
    guard object[JSONValue.placeName] == nil else { return .null }
    guard object["reservations"] != nil, let node = try? node(object, "") else { return object }
    nodes.append(node)
    return .object([.init(JSONValue.placeName, JSONValue(nodes.count - 1))])
  }

  private static func node(
    _ item: JSONValue, _ place: String
  ) throws(UnreadableCalendar) -> NodeCalendar {
    guard let uid = item["uid"]?.string else { throw UnreadableCalendar("\(place): no 'uid'") }
    let state: NodeCalendar.State
    switch item["state"]?.string {
    case "known": state = .known
    case "maintenance": state = .maintenance
    case "disabled": state = .disabled
    case "unknown": state = .unknown(item["reason"]?.string ?? "it was not known")
    default: throw UnreadableCalendar("\(place): 'state' is none of the states of a node")
    }
    var slots: [TimeSlot] = []
    for (index, pair) in try list(item, "reservations", place).enumerated() {
      let here = "\(place).reservations[\(index)]"
      guard let times = pair.array, times.count == 2 else {
        throw UnreadableCalendar("\(here): not a pair of times")
      }
      guard let slot = TimeSlot(start: try time(times[0], here), end: try time(times[1], here))
      else { throw UnreadableCalendar("\(here): it does not end after it begins") }
      slots.append(slot)
    }
    return NodeCalendar(uid: uid, state: state, reservations: slots)
  }

  private static func flavor(
    _ item: JSONValue, _ place: String
  ) throws(UnreadableCalendar) -> FlavorCalendar {
    guard let name = item["flavor"]?.string else {
      throw UnreadableCalendar("\(place): no 'flavor'")
    }
    var segments: [FlavorCalendar.Segment] = []
    for (index, segment) in try list(item, "segments", place).enumerated() {
      let here = "\(place).segments[\(index)]"
      let (start, end) = (try time(segment["start"], here), try time(segment["end"], here))
      guard let slot = TimeSlot(start: start, end: end), let total = segment["total"]?.integer,
        let available = segment["available"]?.integer, total >= 0, available >= 0
      else { throw UnreadableCalendar("\(here): not a stretch of time with two numbers") }
      segments.append(.init(slot: slot, available: available, total: total))
    }
    return FlavorCalendar(flavor: name, segments: segments)
  }

  private static func list(
    _ object: JSONValue, _ name: String, _ place: String
  ) throws(UnreadableCalendar) -> [JSONValue] {
    guard let items = object[name]?.array else {
      throw UnreadableCalendar("\(place): '\(name)' is no array")
    }
    return items
  }

  private static func time(
    _ value: JSONValue?, _ place: String
  ) throws(UnreadableCalendar) -> Minute {
    guard let text = value?.string, let time = Minute(text: text),
      time == Minute(text: text, rounding: .up)
    else { throw UnreadableCalendar("\(place): not a time to the minute") }
    return time
  }
}

extension JSONValue {
  /// The member that tells which node an object stands for.
  fileprivate static let placeName = ""

  fileprivate subscript(known indices: Range<Int>) -> Int? {
    self[JSONValue.placeName]?.integer.flatMap { indices.contains($0) ? $0 : nil }
  }
}
