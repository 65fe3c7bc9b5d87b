/// Notices that a stream stands still through no fault of this side.
///
/// libcurl's own watch counts the time too in which a transfer is paused because nobody reads.
struct StallWatch {
  private let window: Duration
  /// How many bytes must move in the window.
  private let minimum: Int
  private var start: Duration
  private var bytes = 0

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - timeouts: What counts as stalled.
  ///   - now: The time by a clock that only goes forward.
  init(_ timeouts: HTTPTimeouts, now: Duration) {
    window = timeouts.stalled
    let seconds = max(1, Int(timeouts.stalled / .seconds(1)))
    minimum = max(1, timeouts.minimumRateInBytesPerSecond * seconds)
    start = now
  }

  /// Notes bytes that have moved in either direction.
  mutating func note(_ count: Int) { bytes += count }

  /// Whether too few bytes have moved for too long.
  ///
  /// - Parameters:
  ///   - now: The time by the same clock.
  ///   - isWaitingForUs: Whether it is this side that takes or gives no bytes at the moment.
  /// - Returns: Whether to give up.
  mutating func isStalled(now: Duration, isWaitingForUs: Bool) -> Bool {
    guard !isWaitingForUs, bytes < minimum else {
      start = now
      bytes = 0
      return false
    }
    return now - start >= window
  }
}
