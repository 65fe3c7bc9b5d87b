import Availability
import Testbed

/// Something that can be had when what was asked cannot, or only late.
struct SlotAlternative: Sendable {
  enum Kind: String, Sendable {
    /// Everything, of something else or elsewhere.
    case elsewhere
    /// Everything, of several configurations of one site.
    case mix
    /// Fewer nodes, at the wanted start, for the whole duration.
    case mostNow = "most_now"
    /// All nodes, at the wanted start, for a shorter time.
    case longestNow = "longest_now"
    /// Fewer nodes for the whole duration, before all of them are free.
    case fewer
  }

  let kind: Kind
  /// How many of what, the nearest to what was asked first.
  let parts: [(candidate: SlotCandidate, count: Int)]
  let slot: TimeSlot
  /// By `uid`; none for flavors.
  let nodes: [String]
  let lease: LeaseRequest?
  /// Whether it ends because nobody knows what follows, where something might be taken.
  var isLastKnown = false

  var site: SiteID? { parts.first?.candidate.site }
  var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// Whether it is so many nodes for so long as was asked.
  var isWhole: Bool { kind == .elsewhere || kind == .mix }

  /// How much of what was asked this is, in node-minutes.
  private var amount: Int { count * slot.length }

  /// What is all that was asked comes first, then the earliest; of those that start together the one
  /// with most of what was asked, then the nearest to it.
  static func precedes(_ a: SlotAlternative, _ b: SlotAlternative) -> Bool {
    if a.isWhole != b.isWhole { return a.isWhole }
    if a.slot.start != b.slot.start { return a.slot.start < b.slot.start }
    if a.amount != b.amount { return a.amount > b.amount }
    return a.parts.count < b.parts.count
  }
}

/// Looks for alternatives among the answers of candidates.
struct AlternativeSearch {
  /// In the order of their grades.
  let answers: [SlotAnswer]
  let calendars: [SiteID: SiteCalendar]
  let outages: [SiteID: [TimeSlot]]
  let question: SlotQuestion

  /// How many of one kind are shown.
  private static let limit = 2

  /// What can be had, best first; nothing when what was asked can be had at once.
  func alternatives() -> [SlotAlternative] {
    let named = answers.filter(\.candidate.isOriginal)
    // Where one is to look there may be none; then what can stand in for it is what is asked for.
    let originals = named.isEmpty ? answers : named
    guard question.count > 0, !originals.contains(where: { question.isMet(by: $0.found) }) else {
      return []
    }
    let wanted = originals.compactMap(\.found?.slot.start).min()
    var found: [SlotAlternative] = []
    found += best(elsewhere(before: wanted))
    let own = mixes(of: originals, before: wanted)
    let other = mixes(of: answers, before: answers.compactMap(\.found?.slot.start).min())
    found += best(own + other.filter { one in !own.contains { $0.nodes == one.nodes } })
    found += best(answers.compactMap(mostNow))
    found += best(answers.compactMap(longestNow))
    found += soonestAndMost(answers.flatMap { fewer($0, before: wanted) })
    return found.sorted(by: SlotAlternative.precedes)
  }

  /// Whether several that all are what was asked for are free together as it was asked.
  var isMixOfOriginalsYes: Bool {
    mixes(of: answers.filter(\.candidate.isOriginal), before: nil).contains { mix in
      question.before != nil || mix.slot.start == question.start
    }
  }

  /// The earliest, and the one with most nodes if that is another.
  private func soonestAndMost(_ found: [SlotAlternative]) -> [SlotAlternative] {
    guard let soonest = found.min(by: SlotAlternative.precedes) else { return [] }
    let most = found.filter { $0.count > soonest.count }.min { a, b in
      a.count != b.count ? a.count > b.count : SlotAlternative.precedes(a, b)
    }
    return [soonest] + [most].compactMap { $0 }
  }

  private func best(_ found: [SlotAlternative]) -> [SlotAlternative] {
    Array(found.sorted(by: SlotAlternative.precedes).prefix(Self.limit))
  }

  private func elsewhere(before wanted: Minute?) -> [SlotAlternative] {
    answers.compactMap { answer in
      guard !answer.candidate.isOriginal, let found = answer.found,
        wanted.map({ found.slot.start < $0 }) ?? true
      else { return nil }
      return SlotAlternative(
        kind: .elsewhere, parts: [(answer.candidate, question.count)], slot: found.slot,
        nodes: found.nodes, lease: answer.lease(found.slot, count: question.count, question))
    }
  }

  private func mostNow(_ answer: SlotAnswer) -> SlotAlternative? {
    let count = min(answer.alternatives.mostNow, question.count - 1)
    guard count > 0, !question.isMet(by: answer.found) else { return nil }
    return alternative(.mostNow, answer, count: count, from: question.start, question.minutes)
  }

  private func longestNow(_ answer: SlotAnswer) -> SlotAlternative? {
    let free: Int
    let isLastKnown: Bool
    switch answer.alternatives.longestNow {
    case .minutes(let minutes): (free, isLastKnown) = (minutes, false)
    case .known(let minutes): (free, isLastKnown) = (minutes, true)
    case .unlimited, nil: return nil
    }
    guard free < question.minutes else { return nil }
    let limit = LeaseLimit.minutes(for: answer.kind)
    var found = alternative(
      .longestNow, answer, count: question.count, from: question.start, min(free, limit))
    found?.isLastKnown = isLastKnown && free <= limit
    return found
  }

  /// The first step after the wanted start, and the last before all are free.
  private func fewer(_ answer: SlotAnswer, before wanted: Minute?) -> [SlotAlternative] {
    let all = [wanted, answer.found?.slot.start].compactMap { $0 }.min()
    let steps = answer.alternatives.fewer.filter { step in
      step.start > question.start && (all.map { step.start < $0 } ?? true)
    }
    // A site has thousands of steps, and each would name its nodes.
    let ends = steps.count > 1 ? [steps.first, steps.last] : [steps.first]
    return ends.compactMap { $0 }.compactMap { step in
      alternative(.fewer, answer, count: step.count, from: step.start, question.minutes)
    }
  }

  private func alternative(
    _ kind: SlotAlternative.Kind, _ answer: SlotAnswer, count: Int, from start: Minute,
    _ minutes: Int
  ) -> SlotAlternative? {
    guard let slot = TimeSlot(start: start, end: start.advanced(by: minutes)) else { return nil }
    return SlotAlternative(
      kind: kind, parts: [(answer.candidate, count)], slot: slot,
      nodes: answer.finder.choose(count, for: slot).nodes,
      lease: answer.lease(slot, count: count, question))
  }
}

extension AlternativeSearch {
  /// One for each site whose nodes together are free earlier than those of any candidate alone.
  private func mixes(
    of answers: [SlotAnswer], before single: Minute?
  ) -> [SlotAlternative] {
    let hosts = answers.filter { $0.kind == .bareMetal && $0.total ?? 0 > 0 }
    let sites = Set(hosts.map(\.candidate.site)).sorted()
    return sites.compactMap { site in
      mix(at: site, of: hosts.filter { $0.candidate.site == site }, before: single)
    }
  }

  private func mix(
    at site: SiteID, of answers: [SlotAnswer], before single: Minute?
  ) -> SlotAlternative? {
    guard answers.count > 1, let calendar = calendars[site] else { return nil }
    let wanted = Set(answers.flatMap { $0.candidate.nodes.map(\.uid) })
    let together = FreeSlots(
      calendar.nodes.filter { wanted.contains($0.uid) },
      window: question.window(outages: outages[site] ?? []))
    guard let slot = together.earliest(question.request)?.slot,
      single.map({ slot.start < $0 }) ?? true
    else { return nil }
    var left = question.count
    var parts: [(candidate: SlotCandidate, count: Int)] = []
    var nodes: [String] = []
    // A node that is in two candidates counts once: one reservation each takes it.
    for answer in answers where left > 0 {
      let free = answer.finder.choose(.max, for: slot).nodes.filter { !nodes.contains($0) }
      guard !free.isEmpty else { continue }
      let taken = Array(free.prefix(left))
      parts.append((answer.candidate, taken.count))
      nodes += taken
      left -= taken.count
    }
    guard left == 0, parts.count > 1 else { return nil }
    return SlotAlternative(
      kind: .mix, parts: parts, slot: slot, nodes: nodes,
      lease: LeaseRequest(parts, slot, kind: .bareMetal, question))
  }
}
