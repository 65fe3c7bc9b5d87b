import Availability
import Calendars
import Hardware
import Planning
import Rewriting
import Testbed

/// Looks up when what a port writes is free at the target.
struct PlanSlots {
  let reader: CalendarReader
  let outages: OutageCalendar
  let query: CandidateQuery
  let question: SlotQuestion

  /// What is known of each hardware, in the order of the findings; it never fails.
  func knowledge(_ findings: [Finding], _ session: Session) async -> SlotKnowledge {
    let named = query.candidates(written: findings)
    guard !named.isEmpty else { return .unknown("no hardware of the target is decided") }
    let service = AvailabilityService(reader: reader, outages: outages, question: question)
    do {
      let result = try await service.answers(named.map(\.candidate))
      for problem in result.reading.problems {
        session.warn("warning", problem.description, hint: problem.hint)
      }
      try reader.save(result.reading.calendars.values.sorted { $0.site < $1.site })
      guard result.answers.contains(where: { $0.total != nil }) else {
        return .unknown(result.reading.failures.values.sorted().first ?? "no calendar tells")
      }
      return .known(zip(named, result.answers).map { slot($0.text, $1) })
    } catch let failure as CommandFailure {
      return .unknown(failure.message)
    } catch {
      return .unknown("\(error)")
    }
  }

  private func slot(_ text: String, _ answer: SlotAnswer) -> PlanSlot {
    let slot = answer.found?.slot
    // A lease that is longer than the limit is refused as a whole.
    let limit = LeaseLimit.minutes(for: answer.kind)
    let end = slot.map { $0.start.advanced(by: min($0.length, limit)) }
    return PlanSlot(
      name: text.hasPrefix("[") ? text : answer.candidate.name,
      resource: resource(answer.candidate),
      total: answer.total, freeNow: answer.freeNow, start: slot?.start.text(), end: end?.text(),
      isNow: slot?.start == question.now)
  }

  private func resource(_ candidate: SlotCandidate) -> PlanLease.Resource? {
    switch candidate.resource {
    case .hosts(let selector): selector.map { .hosts(selector: $0) }
    case .flavor(let id, _): .flavor(id: id)
    }
  }
}
