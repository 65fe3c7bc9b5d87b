/// Keeps all transfers of a process together to a rate.
package actor TransferPace {
  private let bytesPerSecond: Int?
  private let now: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void
  /// When the bytes that were let pass are through.
  private var busyUntil: Duration = .zero

  /// Makes a pace.
  ///
  /// - Parameters:
  ///   - bytesPerSecond: The rate, 1 or more; nil for no bound.
  ///   - now: A clock that only goes forward.
  ///   - sleep: Waits; it throws when the task is cancelled.
  package init(
    bytesPerSecond: Int?, now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.bytesPerSecond = bytesPerSecond.map { max($0, 1) }
    self.now = now
    self.sleep = sleep
  }

  /// Waits until `count` bytes may pass.
  ///
  /// - Throws: `CancellationError`.
  package func pass(_ count: Int) async throws {
    guard let bytesPerSecond else { return }
    let time = now()
    let start = max(time, busyUntil)
    busyUntil = start + .seconds(Double(count) / Double(bytesPerSecond))
    if start > time { try await sleep(start - time) }
  }
}
