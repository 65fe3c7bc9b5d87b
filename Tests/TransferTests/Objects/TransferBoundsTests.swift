import Synchronization
import Testing

@testable import Transfer

@Suite struct TransferBoundsTests {
  @Test func paceWaitsForWhatWasLetPass() async throws {
    let time = Mutex(Duration.zero)
    let waits = Mutex<[Duration]>([])
    let pace = TransferPace(
      bytesPerSecond: 100, now: { time.withLock { $0 } },
      sleep: { wait in
        waits.withLock { $0.append(wait) }
        time.withLock { $0 += wait }
      })
    for count in [50, 100, 10] { try await pace.pass(count) }
    #expect(waits.withLock { $0 } == [.milliseconds(500), .seconds(1)])
    time.withLock { $0 += .seconds(60) }
    try await pace.pass(1000)
    // What was not used is no credit, and the first after a rest does not wait.
    try await pace.pass(1)
    #expect(waits.withLock { $0.last } == .seconds(10))
  }

  @Test func noRateNoWaiting() async throws {
    let pace = TransferPace(bytesPerSecond: nil, now: { .zero }) { _ in
      Issue.record("it waited")
    }
    for _ in 0..<10 { try await pace.pass(1 << 30) }
  }

  @Test func slotsBoundWhatRunsAtOnce() async throws {
    let slots = TransferSlots(3)
    let running = Running()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await slots.run {
            running.begin()
            await Task.yield()
            running.end()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(running.most <= 3 && running.now == 0)
  }

  @Test func whoIsCancelledGivesUpItsPlace() async throws {
    let slots = TransferSlots(1)
    try await slots.run {
      let waiting = Task { try await slots.run {} }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
    }
    try await slots.run {}
  }

  /// What a run that is ended has to send again.
  @Test(arguments: [1, 3]) func noMorePiecesAreOnTheirWayThanWanted(_ width: Int) async throws {
    let running = Running()
    _ = try await PieceGroup.run(Array(0..<50), atOnce: width) { _ in
      running.begin()
      await Task.yield()
      running.end()
    }
    #expect((1...width).contains(running.most) && running.now == 0)
  }

  @Test func piecesKeepTheirOrderAndFinishBesideAFailure() async throws {
    struct Failure: Error {}
    #expect(
      try await PieceGroup.run(Array(0..<200), atOnce: 64) { $0 * 2 } == (0..<200).map { $0 * 2 })
    let done = Mutex(0)
    await #expect(throws: Failure.self) {
      try await PieceGroup.run(Array(0..<10), atOnce: 64) { number in
        if number == 0 { throw Failure() }
        done.withLock { $0 += 1 }
      }
    }
    #expect(done.withLock { $0 } == 9)
    await #expect(throws: Failure.self) {
      try await PieceGroup.run(Array(0..<10_000), atOnce: 64) { _ in
        done.withLock { $0 += 1 }
        throw Failure()
      }
    }
    #expect(done.withLock { $0 } < 200)
  }
}

/// How many run now, and how many ran at once at most.
private final class Running: Sendable {
  private let state = Mutex((now: 0, most: 0))

  var now: Int { state.withLock { $0.now } }
  var most: Int { state.withLock { $0.most } }

  func begin() {
    state.withLock {
      $0.now += 1
      $0.most = max($0.most, $0.now)
    }
  }

  func end() { state.withLock { $0.now -= 1 } }
}
