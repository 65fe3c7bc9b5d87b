import Availability
import Calendars
import Hardware
import Testbed

/// Reads calendars for candidates and answers with them: what every command shares that looks for
/// slots.
struct AvailabilityService {
  let reader: CalendarReader
  let outages: OutageCalendar
  let question: SlotQuestion

  /// What is known of some candidates.
  struct Result: Sendable {
    var answers: [SlotAnswer]
    var reading: CalendarReader.Reading
    /// How long the search took, without reading.
    var searchTime: Duration
  }

  /// Answers in the order of the candidates.
  ///
  /// - Throws: `CancellationError`, `CommandFailure`.
  func answers(_ candidates: [SlotCandidate]) async throws -> Result {
    let reading = try await reader.read(requests(candidates), now: question.now)
    let clock = ContinuousClock()
    let start = clock.now
    let slots = outages.slots
    let answers = candidates.map { candidate in
      SlotAnswer(
        candidate, in: reading.calendars[candidate.site], failure: reading.failures[candidate.site],
        outages: slots[candidate.site] ?? [], question)
    }
    return Result(answers: answers, reading: reading, searchTime: clock.now - start)
  }

  /// One request for each site, in the order of its first candidate.
  private func requests(_ candidates: [SlotCandidate]) -> [CalendarRequest] {
    var order: [SiteID] = []
    var nodes: [SiteID: [String]] = [:]
    var flavors: [SiteID: [String]] = [:]
    for candidate in candidates {
      if !order.contains(candidate.site) { order.append(candidate.site) }
      nodes[candidate.site, default: []] += candidate.nodes.map(\.uid)
      if let flavor = candidate.flavor { flavors[candidate.site, default: []].append(flavor) }
    }
    guard let window = question.horizon else { return [] }
    return order.map { site in
      CalendarRequest(
        site: site, nodes: unique(nodes[site] ?? []).map { CalendarRequest.Node(uid: $0) },
        flavors: unique(flavors[site] ?? []), window: window)
    }
  }

  private func unique(_ items: [String]) -> [String] {
    var seen = Set<String>(minimumCapacity: items.count)
    return items.filter { seen.insert($0).inserted }
  }
}

extension AvailabilityService {
  /// Answers for a command that does not wait otherwise, and to whose answer calendars only add.
  ///
  /// Standard error has the announced outages and what could not be read; calendars are saved as
  /// the options say.
  ///
  /// - Returns: One for each candidate, in their order.
  /// - Throws: `CancellationError`, `CommandFailure`.
  static func answers(
    _ candidates: [SlotCandidate], _ question: SlotQuestion, _ reader: CalendarReader,
    _ options: OutageOptions, _ facts: Facts, _ session: Session
  ) throws -> [SlotAnswer] {
    let (outages, result) = try Waiting.value {
      let outages = await options.calendar(
        at: candidates.map(\.site), beside: reader.saved, facts: facts, now: question.now, session)
      let service = AvailabilityService(reader: reader, outages: outages, question: question)
      return (outages, try await service.answers(candidates))
    }
    for text in outages.texts(question.zone, siteName: { facts.site($0)?.name ?? $0.text }) {
      session.warn("note", text)
    }
    for problem in result.reading.problems {
      session.warn("warning", problem.description, hint: problem.hint)
    }
    try reader.save(result.reading.calendars.values.sorted { $0.site < $1.site })
    return result.answers
  }
}
