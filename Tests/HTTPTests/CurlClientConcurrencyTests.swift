import Dispatch
import HTTP
import Synchronization
import Testing
import TestSupport

@Suite struct CurlClientConcurrencyTests {
  @Test func sendsAsManyAtOnceAsTheLimitAllows() async throws {
    let limit = 8
    let gate = Gate(width: limit)
    let server = try LoopbackServer { request in
      gate.pass()
      return .text(request.target)
    }
    let client = makeClient(limit: limit)
    let targets = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<40 {
        let url = "\(server.url)/\(index)"
        group.addTask {
          String(decoding: try await client.send(HTTPRequest(url)).body, as: UTF8.self)
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(targets == Set((0..<40).map { "/\($0)" }))
    #expect(gate.mostAtOnce == limit)
    #expect(Set(server.requests.map(\.connection)).count == limit)
  }

  @Test func cancellationEndsTheTransfer() async throws {
    let (asked, closed) = (Event(), Event())
    let server = try LoopbackServer { _ in
      asked.happen()
      return .silence(onClose: { closed.happen() })
    }
    let client = makeClient()
    let task = Task { try await client.send(HTTPRequest(server.url)) }
    await asked.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    await closed.wait()
  }

  @Test func cancellationReachesTheQueue() async throws {
    let asked = Event()
    let server = try LoopbackServer { _ in
      asked.happen()
      return .silence(onClose: {})
    }
    let client = makeClient(limit: 1)
    let first = Task { try await client.send(HTTPRequest("\(server.url)/first")) }
    await asked.wait()
    let second = Task { try await client.send(HTTPRequest("\(server.url)/second")) }
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(server.requests.map(\.target) == ["/first"])
  }

  @Test func aCancelledTaskSendsNothing() async throws {
    let server = try LoopbackServer { _ in .text("") }
    let client = makeClient()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await client.send(HTTPRequest(server.url))
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(server.requests.isEmpty)
  }
}

/// Lets requests pass only `width` at a time, so that fewer at once would never get through.
private final class Gate: Sendable {
  private struct State: Sendable {
    var arrivals = 0
    var inside = 0
    var mostAtOnce = 0
  }

  private let width: Int
  private let state = Mutex(State())
  private let opened = DispatchSemaphore(value: 0)

  init(width: Int) { self.width = width }

  var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

  func pass() {
    let isLast = state.withLock { state in
      state.arrivals += 1
      state.inside += 1
      state.mostAtOnce = max(state.mostAtOnce, state.inside)
      return state.arrivals.isMultiple(of: width)
    }
    if isLast { for _ in 1..<width { opened.signal() } } else { opened.wait() }
    state.withLock { $0.inside -= 1 }
  }
}
