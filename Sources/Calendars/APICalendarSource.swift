import Availability
package import HTTP
import JSON
import Testbed

/// The Reference API of Chameleon, which needs no login.
///
/// A site is asked when it was synchronised, then each node on its own: the search for nodes calls those
/// free that Blazar does not know. A node without an answer of its own is unknown.
///
/// Source: https://github.com/ChameleonCloud/reference_api_v2, `reference_api/main.py` and
/// `reference_api/availability/`.
package struct APICalendarSource: CalendarSource {
  /// What the calendar says of its source.
  package static let name = "reference-api"

  package let location: String
  private let address: APIAddress
  private let exchange: Exchange
  private let limit: Int
  private let timeouts: HTTPTimeouts
  private let now: @Sendable () -> Duration

  /// - Parameters:
  ///   - url: Where the API is: an absolute URL, which may have a path.
  ///   - client: What sends the requests, and sends them again.
  ///   - limit: How many requests are made at once, 1 or more.
  ///   - timeouts: The bounds in time of each request.
  ///   - now: The time since 1970-01-01 00:00:00 UTC.
  /// - Throws: `CalendarProblem` when `url` is no such URL.
  package init(
    url: String, client: any HTTPClient, limit: Int = 8,
    timeouts: HTTPTimeouts = HTTPTimeouts(total: .seconds(30), stalled: .seconds(15)),
    now: @escaping @Sendable () -> Duration = { .sinceEpoch }
  ) throws(CalendarProblem) {
    precondition(limit > 0, "a limit of \(limit) lets nothing through")
    guard let address = APIAddress(url) else {
      throw CalendarProblem(
        place: url, reason: "not the URL of an API",
        hint: "give one such as https://api.chameleoncloud.org, without '?' and '#'")
    }
    self.address = address
    location = address.base
    exchange = Exchange(client: client)
    self.limit = limit
    self.timeouts = timeouts
    self.now = now
  }

  package func read(_ request: CalendarRequest) async throws -> CalendarReading {
    let readAt = now().minute
    let state = try await siteState(request)
    var problems: [CalendarProblem] = []
    if let skew = ClockSkew.problem(state.response, now: now(), place: location) {
      problems.append(skew)
    }
    let nodes = try await nodes(request, state)
    let flavors = try await flavors(request)
    if nodes.isStopped || flavors.isStopped {
      problems.append(
        CalendarProblem(
          place: location, reason: "it failed again and again; the rest was not asked for",
          hint: "try again later"))
    }
    problems += flavors.answers.compactMap(\.problem)
    let calendar = SiteCalendar(
      site: request.site, readAt: readAt,
      syncedAt: ([state.syncedAt] + nodes.answers.map(\.updatedAt)).compactMap { $0 }.min(),
      source: APICalendarSource.name, location: location, nodes: nodes.answers.map(\.node),
      flavors: flavors.answers.map(\.flavor))
    return CalendarReading(calendar: calendar, problems: problems)
  }
}

extension APICalendarSource {
  /// What the API says of a site as a whole.
  private struct SiteState {
    let syncedAt: Minute?
    /// Why nothing is known of its nodes; nil when something is.
    let missing: String?
    let response: HTTPResponse?
  }

  private func siteState(_ request: CalendarRequest) async throws -> SiteState {
    let url = address.url(path: "sites", request.site.text, "availability")
    do {
      let answer = try await exchange.send(HTTPRequest(url, timeouts: timeouts))
      let syncedAt = try Reservations.time(answer.content, "last_synced", .down)
      return SiteState(syncedAt: syncedAt, missing: nil, response: answer.response)
    } catch let failure as Exchange.Failure where failure.status == .notFound {
      return SiteState(
        syncedAt: nil, missing: "the API has not read the site's calendar",
        response: failure.response)
    } catch let failure as Exchange.Failure {
      throw CalendarProblem(
        place: failure.url, reason: failure.reason, hint: "try again later, or ask Blazar itself")
    } catch let error as UnreadableCalendar {
      throw CalendarProblem(place: url, reason: error.reason)
    }
  }

  /// What came of asking for one node.
  private struct NodeAnswer {
    let node: NodeCalendar
    var updatedAt: Minute?

    init(_ node: NodeCalendar, updatedAt: Minute? = nil) {
      self.node = node
      self.updatedAt = updatedAt
    }

    init(_ uid: String, unknown reason: String) {
      self.init(NodeCalendar(uid: uid, state: .unknown(reason), reservations: []))
    }
  }

  private func nodes(
    _ request: CalendarRequest, _ state: SiteState
  ) async throws -> Gathered<NodeAnswer> {
    if let reason = state.missing {
      return Gathered(answers: request.nodes.map { NodeAnswer($0.uid, unknown: reason) })
    }
    return try await Gathered(request.nodes, limit: limit) { node in
      let url = address.url(
        path: "sites", request.site.text, "clusters", node.cluster, "nodes", node.uid,
        "availability")
      do {
        let answer = try await exchange.send(HTTPRequest(url, timeouts: timeouts))
        return .came(try APICalendarSource.node(node.uid, answer.content))
      } catch let failure as Exchange.Failure {
        let answer = NodeAnswer(node.uid, unknown: failure.reason)
        return failure.isAboutServer ? .failed(answer) : .came(answer)
      } catch let error as UnreadableCalendar {
        return .came(NodeAnswer(node.uid, unknown: error.reason))
      }
    } unasked: { node in
      NodeAnswer(node.uid, unknown: "not asked for, as the API failed for others")
    }
  }

  private static func node(
    _ uid: String, _ content: JSONValue
  ) throws(UnreadableCalendar) -> NodeAnswer {
    if let other = content["node_id"], other.string != uid {
      throw UnreadableCalendar("the answer is about another node")
    }
    let isInMaintenance: Bool
    switch content["maintenance"] {
    case nil, .null: isInMaintenance = false
    case .bool(let value): isInMaintenance = value
    default: throw UnreadableCalendar("'maintenance' is neither true nor false")
    }
    let slots = try Reservations.slots(content["reservations"], start: "start", end: "end")
    let updatedAt = content["last_updated"]?.string.flatMap { Minute(text: $0) }
    return NodeAnswer(
      NodeCalendar(uid: uid, state: isInMaintenance ? .maintenance : .known, reservations: slots),
      updatedAt: updatedAt)
  }
}

extension APICalendarSource {
  /// What came of asking for one flavor.
  private struct FlavorAnswer {
    let flavor: FlavorCalendar
    let problem: CalendarProblem?
  }

  private func flavors(_ request: CalendarRequest) async throws -> Gathered<FlavorAnswer> {
    let window = request.window
    let query =
      "?start_date=\(window.start.isoText)&end_date=\(window.end.isoText)"
    @Sendable func nothing(_ flavor: String, _ problem: CalendarProblem?) -> FlavorAnswer {
      FlavorAnswer(flavor: FlavorCalendar(flavor: flavor, segments: []), problem: problem)
    }
    return try await Gathered(request.flavors, limit: limit) { flavor in
      let url = address.url(path: "sites", request.site.text, "flavors", flavor, "availability")
      do {
        let answer = try await exchange.send(HTTPRequest(url + query, timeouts: timeouts))
        let segments = try APICalendarSource.segments(answer.content)
        return .came(
          FlavorAnswer(flavor: FlavorCalendar(flavor: flavor, segments: segments), problem: nil))
      } catch let failure as Exchange.Failure {
        let problem = CalendarProblem(place: failure.url, reason: failure.reason)
        let answer = nothing(flavor, problem)
        return failure.isAboutServer ? .failed(answer) : .came(answer)
      } catch let error as UnreadableCalendar {
        return .came(nothing(flavor, CalendarProblem(place: url, reason: error.reason)))
      }
    } unasked: {
      nothing($0, nil)
    }
  }

  /// The segments in order of time; none becomes longer than it was, as it promises something.
  private static func segments(
    _ content: JSONValue
  ) throws(UnreadableCalendar) -> [FlavorCalendar.Segment] {
    guard let items = content["availability"]?.array else {
      throw UnreadableCalendar("it has no list 'availability'")
    }
    var segments: [FlavorCalendar.Segment] = []
    for item in items {
      let start = try Reservations.time(item, "start", .up)
      let end = try Reservations.time(item, "end", .down)
      guard let available = item["available"]?.integer, let total = item["total"]?.integer else {
        throw UnreadableCalendar("a segment does not say how many instances are available")
      }
      guard let slot = TimeSlot(start: start, end: end) else { continue }
      segments.append(.init(slot: slot, available: max(0, available), total: max(0, total)))
    }
    return segments.sorted { $0.slot.start < $1.slot.start }
  }
}

extension Duration {
  /// The minute that a time since 1970-01-01 00:00:00 UTC lies in.
  var minute: Minute { Minute(Int((components.seconds / 60))) }
}
