import Availability
import Harvest
import JSON
import Testbed

/// The JSON of `chiport availability`; documented in README.md and kept stable: members are added
/// within a version, whatever else changes makes a new one.
extension AvailabilityAnswer {
  static let documentVersion = 1

  var document: JSONValue {
    .object([
      "version": JSONValue(AvailabilityAnswer.documentVersion),
      "asked": asked,
      "read_at": JSONValue(calendars.map(\.readAt).min()?.isoText),
      "calendars": .array(
        calendars.map { calendar in
          .object([
            "site": .string(calendar.site.text), "source": .string(calendar.source),
            "read_at": .string(calendar.readAt.isoText),
            "synced_at": JSONValue(calendar.syncedAt?.isoText),
            "age_minutes": JSONValue(max(0, question.now.value - calendar.readAt.value)),
          ])
        }),
      "candidates": .array(answers.map(candidate)),
      "alternatives": .array(alternatives.map(alternative)),
      "not_counted": AvailabilityAnswer.document(notCounted),
      "outages": outages.isKnown ? .array(outages.notices.map(notice)) : .null,
      "warnings": .array(warnings.map { .string($0) }),
    ])
  }

  private var asked: JSONValue {
    .object([
      "what": .string(subject), "nodes": JSONValue(question.count),
      "minutes": JSONValue(question.minutes), "now": .string(question.now.isoText),
      "start": .string(question.start.isoText), "before": JSONValue(question.before?.isoText),
      "gap_minutes": JSONValue(question.gap),
    ])
  }

  private func candidate(_ one: SlotAnswer) -> JSONValue {
    let lease = one.found.flatMap { one.lease($0.slot, count: question.count, question) }
    return .object([
      "site": .string(one.candidate.site.text), "node_type": JSONValue(one.candidate.nodeType),
      "configuration": .string(one.candidate.name), "grade": .string(one.candidate.gradeText),
      "nodes": one.total.map { JSONValue($0) } ?? .null,
      "free_now": one.freeNow.map { JSONValue($0) } ?? .null,
      "free_now_throughout": one.freeNow == nil ? .null : JSONValue(one.alternatives.mostNow),
      "earliest": one.found.map { earliest($0, one) } ?? .null,
      "free_until": JSONValue(one.found?.freeUntil?.isoText),
      "known_until": JSONValue(one.knownUntil?.isoText),
      "selector": AvailabilityAnswer.selector(one.candidate),
      "losses": .array(one.candidate.losses.map { .string($0) }),
      "not_counted": AvailabilityAnswer.document(one.notCounted),
      "command": JSONValue(lease?.command), "lease_end": JSONValue(lease?.end.isoText),
      "python": JSONValue(lease.map { $0.python(siteName: siteName($0.site)) }),
    ])
  }

  private func earliest(_ found: FoundSlot, _ one: SlotAnswer) -> JSONValue {
    .object([
      "start": .string(found.slot.start.isoText), "end": .string(found.slot.end.isoText),
      "nodes": .array(found.nodes.map { .string($0) }),
      "node_names": .array(one.names(of: found.nodes).map { .string($0) }),
    ])
  }

  private static func selector(_ candidate: SlotCandidate) -> JSONValue {
    if case .hosts(let selector) = candidate.resource { JSONValue(selector) } else { .null }
  }

  private func alternative(_ one: SlotAlternative) -> JSONValue {
    .object([
      "kind": .string(one.kind.rawValue), "site": JSONValue(one.site?.text),
      "nodes": JSONValue(one.count), "start": .string(one.slot.start.isoText),
      "end": .string(one.slot.end.isoText), "minutes": JSONValue(one.slot.length),
      "known_until": one.isLastKnown ? .string(one.slot.end.isoText) : .null,
      "parts": .array(
        one.parts.map { part in
          .object([
            "node_type": JSONValue(part.candidate.nodeType),
            "configuration": .string(part.candidate.name),
            "grade": .string(part.candidate.gradeText), "nodes": JSONValue(part.count),
          ])
        }),
      "node_uids": .array(one.nodes.map { .string($0) }),
      "command": JSONValue(one.lease?.command),
      "lease_end": JSONValue(one.lease?.end.isoText),
    ])
  }

  private static func document(_ notCounted: NotCounted) -> JSONValue {
    .object([
      "maintenance": JSONValue(notCounted.maintenance), "disabled": JSONValue(notCounted.disabled),
      "unknown": .object(
        notCounted.unknown.sorted { $0.key < $1.key }.map { .init($0.key, JSONValue($0.value)) }),
    ])
  }

  private func notice(_ notice: OutageCalendar.Notice) -> JSONValue {
    .object([
      "title": .string(notice.outage.title),
      "sites": .array(notice.sites.map { .string($0.text) }),
      "start": JSONValue(notice.slot?.start.isoText), "end": JSONValue(notice.end?.isoText),
      "link": JSONValue(notice.outage.link),
    ])
  }
}
