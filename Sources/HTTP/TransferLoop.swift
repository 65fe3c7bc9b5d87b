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
        if waiting.isEmpty || active.count >= limit { try multi.wait(queue.waker) }
      } catch {
        failAll(error)
        throw error
      }
    }
  }

  private func follow(_ command: TransferQueue.Command) {
    switch command {
    case .start(let job): waiting.append(job)
    case .cancel(let id):
      if let index = waiting.firstIndex(where: { $0.id == id }) {
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
      } else if let transfer = active.values.first(where: { $0.job.id == id }) {
        remove(transfer)
        transfer.job.continuation.resume(throwing: CancellationError())
      }
    }
  }

  private func startWaiting() {
    let free = limit - active.count
    for job in waiting.prefix(free) {
      do {
        let transfer = try Transfer(job, options: options)
        try multi.add(transfer.easy)
        active[transfer.easy.id] = transfer
      } catch {
        job.continuation.resume(throwing: error)
      }
    }
    waiting.removeFirst(min(free, waiting.count))
  }

  private func finish() {
    while let (id, code) = multi.nextFinished() {
      guard let transfer = active[id] else { continue }
      let outcome = transfer.outcome(code)
      remove(transfer)
      transfer.job.continuation.resume(with: outcome)
    }
  }

  private func failAll(_ cause: CurlError.Cause) {
    for job in waiting { job.continuation.resume(throwing: cause) }
    waiting = []
    for transfer in active.values {
      remove(transfer)
      transfer.job.continuation.resume(throwing: cause)
    }
  }

  private func remove(_ transfer: Transfer) {
    active[transfer.easy.id] = nil
    // libcurl refuses only handles that are not in, and that is what is wanted.
    try? multi.remove(transfer.easy)
  }
}
