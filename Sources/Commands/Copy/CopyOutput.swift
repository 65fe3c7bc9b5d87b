import JSON
import Transfer

/// Tells how far a copy is: on a terminal for people, and each second for scripts.
struct CopyOutput: Sendable {
  let session: Session
  let format: CopyFormat

  /// Prints a line of JSON, if that is what is wanted.
  func emit(_ event: JSONValue) {
    guard format == .json else { return }
    session.terminal.print(event.compact + "\n")
  }

  /// Lets `body` copy while what it tells the observer is counted, shown and slowed down.
  ///
  /// - Parameters:
  ///   - meter: Counts the bytes.
  ///   - bytesPerSecond: The most that is sent in a second; nil for as much as goes.
  ///   - body: Copies; the line shows how far it is.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  func watching<Result>(
    _ meter: CopyMeter, bytesPerSecond: Int?,
    _ body: (CopyObserver, ProgressLine) async throws -> Result
  ) async throws -> Result {
    let pace = TransferPace(bytesPerSecond: bytesPerSecond, now: CopyJob.clock)
    let line = ProgressLine(terminal: session.terminal)
    let observer = CopyObserver(
      sending: { count in
        try await pace.pass(count)
        meter.send(count)
        line.show(meter.text)
      },
      passing: { count in
        meter.pass(count)
        line.show(meter.text)
      })
    let ticker = Task {
      while true {
        try await Task.sleep(for: .seconds(1))
        emit(meter.event)
        line.show(meter.text)
      }
    }
    defer {
      ticker.cancel()
      line.clear()
    }
    return try await body(observer, line)
  }
}
