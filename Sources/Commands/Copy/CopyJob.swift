import JSON
import Transfer

/// Says what a copy comes to, carries it out, and says what became of it.
struct CopyJob: Sendable {
  let options: TransferOptions
  let session: Session

  private var output: CopyOutput { CopyOutput(session: session, format: options.copy.format) }

  /// Time that only goes forward, from some beginning.
  static let clock: @Sendable () -> Duration = {
    let start = ContinuousClock.Instant.now
    return { ContinuousClock.Instant.now - start }
  }()

  /// Does all of it.
  ///
  /// - Parameter work: What is to be done.
  /// - Returns: `findings` when something was left as it was, `failed` when something failed.
  /// - Throws: What ends the copy as a whole; `CancellationError`.
  func run(_ work: CopyWork) async throws -> ExitStatus {
    let estimate = options.copy.dryRun ? try await estimate(work) : nil
    tellTotals(work, estimate)
    let isClean = work.totals.conflicts.isEmpty && work.totals.refused.isEmpty
    guard !options.copy.dryRun else { return isClean ? .done : .findings }
    if work.totals.count > 0 {
      let tally = CopyTally()
      let meter = CopyMeter(work.totals, clock: CopyJob.clock)
      let left = try await carryOut(work, meter, tally)
      tellSummary(tally.counts, left: left, meter)
      if tally.counts.failed + left > 0 { return .failed }
      guard tally.counts.conflicts == 0 else { return .findings }
    }
    guard isClean else { return .findings }
    try work.finish?()
    return .done
  }

  private func carryOut(
    _ work: CopyWork, _ meter: CopyMeter, _ tally: CopyTally
  ) async throws -> Int {
    try await output.watching(meter, bytesPerSecond: options.copy.limitRate?.bytes) {
      observer, line in
      try await work.run(observer) { name, outcome in
        meter.finishOne()
        let told = tally.take(name, outcome)
        output.emit(told.event)
        guard let problem = told.problem else { return line.show(meter.text) }
        line.clear()
        session.warn("error", problem.text, hint: problem.hint)
      }
    }
  }

  /// How long all of it would take, measured where something can be read.
  private func estimate(_ work: CopyWork) async throws -> (seconds: Double, isMeasured: Bool)? {
    guard work.totals.count > 0 else { return nil }
    let rate = try await work.sample?() ?? .assumed
    let seconds = rate.seconds(
      for: work.totals, transfers: options.transfers, limit: options.copy.limitRate?.bytes)
    return (seconds, rate.isMeasured)
  }

  private func tellTotals(
    _ work: CopyWork, _ estimate: (seconds: Double, isMeasured: Bool)?
  ) {
    let totals = work.totals
    for remark in totals.conflicts {
      tell("conflict", remark, "differs", hint: "--overwrite replaces it")
    }
    for remark in totals.refused { tell("refused", remark, "is left out", hint: nil) }
    for note in totals.notes where options.copy.format == .text { session.warn("note", note) }
    output.emit(totals.event(dryRun: options.copy.dryRun, seconds: estimate?.seconds))
    guard options.copy.format == .text else {
      if options.copy.dryRun {
        work.list { name, bytes in
          output.emit(["event": "would_copy", "name": .string(name), "bytes": JSONValue(bytes)])
        }
      }
      return
    }
    var text = totals.sentence
    if let estimate {
      text += "; about \(CopyMeter.duration(estimate.seconds)), "
      text += estimate.isMeasured ? "as fast as the source was just now" : "at 50 MiB/s"
    }
    session.terminal.print(Sanitised(text).text + ".\n")
  }

  private func tell(_ event: String, _ remark: CopyTotals.Remark, _ verb: String, hint: String?) {
    output.emit([
      "event": .string(event), "name": .string(remark.name), "reason": .string(remark.reason),
    ])
    guard options.copy.format == .text else { return }
    session.warn("warning", "'\(remark.name)' \(verb): \(remark.reason)", hint: hint)
  }

  private func tellSummary(_ counts: CopyTally.Counts, left: Int, _ meter: CopyMeter) {
    output.emit([
      "event": "summary", "copied": JSONValue(counts.copied), "failed": JSONValue(counts.failed),
      "conflicts": JSONValue(counts.conflicts), "left": JSONValue(left),
      "unverified": JSONValue(counts.unverified), "sent_bytes": JSONValue(meter.sentBytes),
      "seconds": JSONValue(meter.seconds, digits: 3),
    ])
    guard options.copy.format == .text else { return }
    var text = "\(counts.copied) copied, \(ByteAmount.text(meter.sentBytes)) sent in "
    text += CopyMeter.duration(meter.seconds)
    if let rate = meter.rate, rate >= 1 { text += ", \(ByteAmount.text(Int(rate)))/s" }
    if counts.failed > 0 { text += "; \(counts.failed) failed" }
    if left > 0 { text += "; \(left) were left, as too many failed one after the other" }
    if counts.unverified > 0 {
      text += "; of \(counts.unverified) the source says no MD5 to compare with"
    }
    session.terminal.print(text + ".\n")
  }
}

extension CopyMeter {
  /// The event `progress`.
  var event: JSONValue {
    [
      "event": "progress", "seconds": JSONValue(seconds, digits: 1),
      "sent_bytes": JSONValue(sentBytes), "bytes_per_second": JSONValue(rate, digits: 0),
      "seconds_left": JSONValue(secondsLeft, digits: 0),
    ]
  }
}
