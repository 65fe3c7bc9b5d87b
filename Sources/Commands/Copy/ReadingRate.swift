import HTTP
import OpenStack
import Transfer

/// How fast a store is, to say how long a copy would take.
struct ReadingRate: Sendable {
  let bytesPerSecond: Double
  /// What one request takes beside its bytes.
  let secondsPerRequest: Double
  /// Whether it was tried rather than taken for granted.
  let isMeasured: Bool

  /// What sites far from each other may come to, where nothing can be read: 50 MiB/s, 50 ms.
  static let assumed = ReadingRate(
    bytesPerSecond: Double(50 << 20), secondsPerRequest: 0.05, isMeasured: false)

  private static let enoughBytes = 16 << 20
  private static let enoughTime = Duration.seconds(3)

  /// Reads the beginning of an object.
  ///
  /// - Parameters:
  ///   - store: Where it is.
  ///   - object: A large one, if there is any.
  ///   - clock: Goes only forward.
  /// - Returns: The rates; nil when there was too little to tell, or it cannot be read.
  /// - Throws: `CancellationError`.
  static func measure(
    _ store: any ObjectSource, _ object: ObjectPath, clock: @Sendable () -> Duration
  ) async throws -> ReadingRate? {
    let start = clock()
    let opened = try? await store.open(
      object, range: nil, etag: nil, ownContent: false, expecting: nil)
    try Task.checkCancellation()
    guard let body = opened?.body else { return nil }
    let first = clock()
    var count = 0
    while count < enoughBytes, clock() - first < enoughTime, let bytes = try? await body.next() {
      count += bytes.count
    }
    let seconds = (clock() - first) / .seconds(1)
    guard count > 0, seconds > 0 else { return nil }
    return ReadingRate(
      bytesPerSecond: Double(count) / seconds, secondsPerRequest: (first - start) / .seconds(1),
      isMeasured: true)
  }

  /// How long a copy takes at these rates: each thing is a request at both ends.
  ///
  /// - Parameters:
  ///   - totals: What there is to copy.
  ///   - transfers: How many run at once.
  ///   - limit: The most bytes in a second; nil for no bound.
  /// - Returns: Seconds, 0 or more.
  func seconds(for totals: CopyTotals, transfers: Int, limit: Int?) -> Double {
    let rate = min(bytesPerSecond, limit.map(Double.init) ?? .infinity)
    return Double(totals.bytes) / max(rate, 1)
      + Double(totals.count) * 2 * secondsPerRequest / Double(transfers)
  }
}
