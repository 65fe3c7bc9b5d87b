import Synchronization
import Transfer

/// Counts what a copy has done, and tells how long the rest will take.
final class CopyMeter: Sendable {
  private struct State {
    var sent = 0
    var passed = 0
    var done = 0
  }

  private let totals: CopyTotals
  private let clock: @Sendable () -> Duration
  private let start: Duration
  private let state = Mutex(State())

  /// - Parameters:
  ///   - totals: What there is to do.
  ///   - clock: Goes only forward.
  init(_ totals: CopyTotals, clock: @escaping @Sendable () -> Duration) {
    self.totals = totals
    self.clock = clock
    start = clock()
  }

  func send(_ count: Int) { state.withLock { $0.sent += count } }
  func pass(_ count: Int) {
    // What was sent in vain is sent again, and not what passes for done.
    state.withLock { if count < 0 { $0.sent += count } else { $0.passed += count } }
  }
  func finishOne() { state.withLock { $0.done += 1 } }

  /// Since the copy began.
  var seconds: Double { (clock() - start) / .seconds(1) }
  var sentBytes: Int { state.withLock { $0.sent } }

  /// In bytes per second since the copy began; nil in its first moments.
  var rate: Double? {
    let seconds = seconds
    return seconds > 0.2 ? Double(sentBytes) / seconds : nil
  }

  /// One line.
  var text: String {
    let (state, rate) = (state.withLock { $0 }, rate)
    let bytes = "\(ByteAmount.text(state.sent + state.passed)) of \(ByteAmount.text(totals.bytes))"
    var text = "\(state.done) of \(totals.count) \(totals.noun), \(bytes)"
    guard let rate, rate >= 1 else { return text }
    text += ", \(ByteAmount.text(Int(rate)))/s"
    if let left = secondsLeft { text += ", \(CopyMeter.duration(left)) left" }
    return text
  }

  /// By the bytes, or by the number where there are none; nil when nobody can tell.
  var secondsLeft: Double? {
    let state = state.withLock { $0 }
    let bytesLeft = totals.bytes - state.sent - state.passed
    if totals.bytes > 0, let rate, rate >= 1 { return Double(max(bytesLeft, 0)) / rate }
    guard state.done > 0 else { return nil }
    return seconds / Double(state.done) * Double(max(totals.count - state.done, 0))
  }

  /// A time as people say it.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    switch whole {
    case ..<90: return "\(whole) s"
    case ..<5400: return "\((whole + 30) / 60) min"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }
}
