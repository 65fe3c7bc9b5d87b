import Availability

/// Asks again until the answer is yes, as long as there is time for it.
struct Watch {
  let interval: Duration
  let timeout: Duration
  private let say: (String) -> Void
  private let passed: () -> Duration
  private let sleep: (Duration) async throws -> Void

  /// - Parameters:
  ///   - interval: From an answer to the next question.
  ///   - timeout: No question is asked later than this after the first.
  ///   - passed: The time since some moment.
  ///   - sleep: Waits for so long.
  ///   - say: Takes a line for each wait, and one when there is no time left.
  init(
    every interval: Duration, timeout: Duration, passed: (() -> Duration)? = nil,
    sleep: @escaping (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    say: @escaping (String) -> Void
  ) {
    self.interval = interval
    self.timeout = timeout
    self.say = say
    let start = ContinuousClock.now
    self.passed = passed ?? { ContinuousClock.now - start }
    self.sleep = sleep
  }

  /// Asks until the answer is yes or the time is over.
  ///
  /// - Parameters:
  ///   - question: As it is asked first.
  ///   - ask: Answers a question.
  /// - Returns: The last answer.
  /// - Throws: What `ask` and `sleep` throw.
  func answer(
    to question: SlotQuestion, ask: (SlotQuestion) async throws -> AvailabilityAnswer
  ) async throws -> AvailabilityAnswer {
    let start = passed()
    func later(by time: Duration) -> SlotQuestion? {
      question.asked(at: question.now.advanced(by: Int(time.components.seconds / 60)))
    }
    var asked = question
    while true {
      let answer = try await ask(asked)
      let next = passed() - start + interval
      guard !answer.isYes, next <= timeout else { return answer }
      guard later(by: next) != nil else {
        say("there is no time left for \(DurationText.text(minutes: asked.minutes))")
        return answer
      }
      let state = answer.unknown.map { "nobody knows whether they are free (\($0))" }
      say("\(state ?? "not free yet"); asked again in \(interval.components.seconds) s")
      try await sleep(interval)
      // A machine may have slept for longer.
      guard let question = later(by: passed() - start) else { return answer }
      asked = question
    }
  }
}
