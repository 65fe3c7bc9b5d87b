import Dispatch
import Synchronization

/// Lets threads go on when all have arrived, or after a time that only bounds a test that would hang.
final class Barrier: Sendable {
  private let count: Int
  private let arrived = Mutex(0)
  private let gate = DispatchSemaphore(value: 0)

  init(count: Int) { self.count = count }

  /// Waits for the others, once.
  func arrive() {
    let isLast = arrived.withLock { arrived in
      arrived += 1
      return arrived == count
    }
    if isLast { for _ in 1..<count { gate.signal() } } else { _ = gate.wait(timeout: .now() + 5) }
  }
}

/// What happened, in order, from any thread.
final class Log<Entry: Sendable>: Sendable {
  private let state = Mutex<[Entry]>([])

  var entries: [Entry] { state.withLock { $0 } }

  func add(_ entry: Entry) { state.withLock { $0.append(entry) } }
}

/// Something that happens, on any thread, and that a test waits for.
final class Event: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream<Void>.makeStream() }

  func happen() { continuation.yield() }

  func wait() async {
    for await _ in stream { return }
  }
}
