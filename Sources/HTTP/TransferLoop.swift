/// What the transfer thread does: moves all transfers on, starts new ones within the limit.
///
/// One thread and one multi handle, so that all transfers share connections, and HTTP/2 ones even
/// a single connection.
final class TransferLoop {
  private let queue: TransferQueue
  private let multi: MultiHandle
  private let options: TransferOptions
  private let limit: Int
  /// What libcurl works on, and may call back, by the identifier of the easy handle.
  private var active: [UInt: Transfer] = [:]
  private var waiting: [TransferJob] = []
  private let start = ContinuousClock.now

  init(
    _ queue: TransferQueue, options: TransferOptions, limit: Int
  ) throws(CurlError.Cause) {
    self.queue = queue
    self.options = options
    self.limit = limit
    multi = try MultiHandle(connections: limit)
  }

  /// Works until the queue is closed and everything in it is answered.
  ///
  /// - Throws: `CurlError.Cause.library`, in practice when memory runs out. Every job taken from the
  ///   queue has then been answered with it.
  func run() throws(CurlError.Cause) {
    while true {
      let news = queue.take()
      for command in news.commands { follow(command) }
      startWaiting()
      if news.isClosed, active.isEmpty { return }
      do {
        try multi.perform()
        finish()
        attendStreams()
        if waiting.isEmpty || free == 0 { try multi.wait(queue.waker, limit: patience) }
      } catch {
        failAll(error)
        throw error
      }
    }
  }

  private var now: Duration { start.duration(to: .now) }

  /// How many transfers may be started that bring their whole answer in memory.
  private var free: Int { max(0, limit - active.values.count { !$0.job.isStreamed }) }

  /// How long to sleep at most: streams are looked after every second, and otherwise it is a bound
  /// against lost events.
  private var patience: Duration {
    active.values.filter(\.job.isStreamed).map { min(.seconds(1), $0.job.request.timeouts.stalled) }
      .min() ?? .seconds(60)
  }

  private func follow(_ command: TransferQueue.Command) {
    switch command {
    // A copy would wait for ever if its source had the last place that its destination needs.
    case .start(let job) where job.isStreamed: begin(job)
    case .start(let job): waiting.append(job)
    case .end(let id, let error):
      if let index = waiting.firstIndex(where: { $0.id == id }) {
        waiting.remove(at: index).continuation.resume(throwing: error)
      } else if let transfer = transfer(id) {
        end(transfer, error)
      }
    case .resume(let id):
      if let transfer = transfer(id) { resume(transfer) }
    }
  }

  private func resume(_ transfer: Transfer) {
    do { try transfer.resume() } catch { end(transfer, error) }
  }

  private func transfer(_ id: TransferJob.ID) -> Transfer? {
    active.values.first { $0.job.id == id }
  }

  private func startWaiting() {
    let jobs = waiting.prefix(free)
    waiting.removeFirst(jobs.count)
    for job in jobs { begin(job) }
  }

  private func begin(_ job: TransferJob) {
    do {
      if let failure = job.upload?.failure { throw failure }
      let transfer = try Transfer(job, options: options, now: now)
      try multi.add(transfer.easy)
      active[transfer.easy.id] = transfer
    } catch {
      job.continuation.resume(throwing: error)
    }
  }

  private func finish() {
    while let (id, code) = multi.nextFinished() {
      guard let transfer = active[id] else { continue }
      remove(transfer)
      transfer.end(code)
    }
  }

  /// Hands over what has come of streams, and ends those that stand still.
  private func attendStreams() {
    let now = now
    for transfer in active.values where transfer.job.isStreamed {
      transfer.flush()
      if transfer.isPausedInVain { resume(transfer) }
      if transfer.isStalled(now: now) {
        let rate = transfer.job.request.timeouts.minimumRateInBytesPerSecond
        let message = "the transfer is slower than \(rate) bytes/s"
        end(transfer, CurlError.Cause.transfer(.timedOut, message: message))
      }
    }
  }

  private func failAll(_ cause: CurlError.Cause) {
    for job in waiting { job.continuation.resume(throwing: cause) }
    waiting = []
    for transfer in active.values { end(transfer, cause) }
  }

  private func end(_ transfer: Transfer, _ error: any Error) {
    remove(transfer)
    transfer.end(error)
  }

  private func remove(_ transfer: Transfer) {
    active[transfer.easy.id] = nil
    // libcurl refuses only handles that are not in, and that is what is wanted.
    try? multi.remove(transfer.easy)
  }
}
