import ArgumentParser
import Availability
import Calendars
import Dispatch
import Equivalence
import Hardware
import Synchronization
import Testbed

/// `find-equivalent --available`: when results are free.
struct AvailableOptions: ParsableArguments {
  @Flag(help: "Also say when --nodes of each result are free for --hours (or --days, --until).")
  var available = false

  @Option(help: "Order the results by grade and score, or by when they are free: rank, earliest.")
  var sort: SortChoice?

  @OptionGroup var slot: SlotOptions
  @OptionGroup var calendars: CalendarOptions
  @OptionGroup var outages: OutageOptions

  enum SortChoice: String, OptionWord {
    case rank, earliest
  }

  func validate() throws {
    guard !available else { return }
    if sort == .earliest { throw ValidationError("--sort earliest: only with --available") }
    for (isGiven, names) in [
      (slot.isGiven, SlotOptions.names), (calendars.isGiven, CalendarOptions.names),
      (outages.isGiven, OutageOptions.names),
    ] where isGiven {
      throw ValidationError("\(names): only with --available")
    }
  }
}

/// When the results of `find-equivalent` are free.
struct AvailableResults: Sendable {
  let question: SlotQuestion
  /// By the qualified name of the configuration.
  private let answers: [String: SlotAnswer]

  /// Looks up what is shown; nothing else is asked for.
  init(
    _ candidates: [Candidate], _ options: AvailableOptions, count: Int, open: OpenCatalog,
    facts: Facts, catalog: CatalogOptions, _ session: Session
  ) throws {
    let question = try options.slot.question(count: count, session)
    let query = CandidateQuery(open: open, facts: facts, sites: nil, from: nil)
    let wanted = try candidates.map(\.configuration).filter { $0.kind != .hypervisor }
      .map { try query.candidate($0) }
    let reader = try CalendarReader(
      options.calendars, facts: facts, catalog: catalog, session)
    let found = try AvailabilityService.answers(
      wanted, question, reader, options.outages, facts, session)
    self.question = question
    answers = Dictionary(found.map { ($0.candidate.qualifiedName, $0) }) { a, _ in a }
  }

  /// What the column says, in one line.
  var caption: String {
    "Earliest: \(question.count) of them together for "
      + "\(DurationText.text(minutes: question.minutes)); times are in \(question.zone.name)."
  }

  /// The earliest start; nil where it is unknown or never.
  func earliest(_ candidate: Candidate) -> Minute? {
    answers[candidate.configuration.qualifiedName]?.found?.slot.start
  }

  /// For people: a time, `now`, or why there is none.
  func text(_ candidate: Candidate) -> String {
    guard let answer = answers[candidate.configuration.qualifiedName], let total = answer.total
    else { return "unknown" }
    if let start = answer.found?.slot.start {
      return start == question.now ? "now" : question.zone.text(start)
    }
    if total < question.count { return "only \(total)" }
    if let end = answer.knownUntil {
      return end > question.start ? "unknown after \(question.zone.text(end))" : "unknown"
    }
    return question.before == nil ? "never" : "not in time"
  }

  /// Earlier ones first, those that are never free last; otherwise in the order given.
  func sorted(_ candidates: [Candidate]) -> [Candidate] {
    candidates.enumerated().sorted { a, b in
      let (left, right) = (earliest(a.element), earliest(b.element))
      if left == right { return a.offset < b.offset }
      guard let left, let right else { return left != nil }
      return left < right
    }.map(\.element)
  }
}

/// Waits in a command that is not asynchronous, so that its start costs nothing when it need not.
enum Waiting {
  /// - Throws: What `body` throws.
  static func value<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let outcome = Outcome<Value>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        let value = try await body()
        outcome.result.withLock { $0 = .success(value) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    guard let result = outcome.result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }

  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }
}
