internal import CCurl

/// The bound on what a server may send beside the body, interim answers and trailer included.
private let maximumHeaderInBytes = 256 << 10

/// The bound on the content of an answer that only redirects, when a stream was asked for.
private let maximumRedirectBodyInBytes = 1 << 20

/// One request on its way: its easy handle, and what has arrived.
///
/// Belongs to the transfer thread.
final class Transfer {
  /// What becomes of bytes that libcurl brings.
  enum Acceptance {
    case taken
    /// libcurl keeps them until the transfer is resumed.
    case later
    case refused
  }

  let job: TransferJob
  let easy: EasyHandle
  private var headers = HTTPHeaders()
  private var headerBytes = 0
  /// The body so far, or what of a stream has not been handed over.
  private var body: [UInt8] = []
  private var bodyBytes = 0
  /// Why this side ended the transfer; libcurl knows it only as a failed write.
  private var failure: CurlError.Cause?
  /// Where the body goes once the header has been answered with; nil before that.
  private var stream: DownloadPipe?
  private var stallWatch: StallWatch?
  private var isPaused = false
  /// Whether the header of the last answer is there.
  private var isAnswered = false

  /// Sets up a transfer.
  ///
  /// - Parameters:
  ///   - job: What is asked.
  ///   - options: What all transfers have in common.
  ///   - now: The time by a clock that only goes forward.
  /// - Throws: What libcurl does not take.
  init(
    _ job: TransferJob, options: TransferOptions, now: Duration
  ) throws(CurlError.Cause) {
    self.job = job
    easy = try EasyHandle()
    if job.isStreamed { stallWatch = StallWatch(job.request.timeouts, now: now) }
    try options.apply(to: easy, for: job.request, isStreamed: job.isStreamed)
    try easy.deliver(to: self)
    if let upload = job.upload { try easy.setReader(self, lengthInBytes: upload.lengthInBytes) }
  }

  private var maximumBodyInBytes: Int {
    let maximum = job.request.maximumBodyInBytes
    return job.download == nil || stream != nil ? maximum : min(maximum, maximumRedirectBodyInBytes)
  }

  /// Takes bytes of the body, unless there are more than wanted, or the reader of the stream is busy.
  func append(body bytes: UnsafeRawBufferPointer) -> Acceptance {
    if let stream, body.isEmpty, !stream.hasRoom() {
      isPaused = true
      return .later
    }
    guard bytes.count <= maximumBodyInBytes - bodyBytes else {
      failure = .bodyTooLarge(limitInBytes: maximumBodyInBytes)
      return .refused
    }
    bodyBytes += bytes.count
    stallWatch?.note(bytes.count)
    if stream != nil, body.isEmpty { body.reserveCapacity(DownloadPipe.chunkInBytes + bytes.count) }
    unsafe body.append(contentsOf: bytes)
    if body.count >= DownloadPipe.chunkInBytes { flush() }
    return .taken
  }

  /// Hands over what has been gathered of a stream.
  func flush() {
    guard let stream, !body.isEmpty else { return }
    stream.put(body)
    body = []
  }

  /// Takes one line of the header, or of the trailer; false when there are more than wanted.
  func append(header bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= maximumHeaderInBytes else {
      failure = .headersTooLarge(limitInBytes: maximumHeaderInBytes)
      return false
    }
    let line = unsafe String(decoding: bytes, as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // A status line begins a header; those of 1xx answers before it do not count.
      headers = HTTPHeaders()
    } else if bodyBytes == 0, stream == nil {
      if let colon = line.firstIndex(of: ":") {
        headers.append(String(line[..<colon]), trimmed(line[line.index(after: colon)...]))
      } else if trimmed(line[...]).isEmpty, easy.status >= 200 {
        isAnswered = true
        if !isRedirect { answerWithStream() }
      }
    }
    return true
  }

  private var isRedirect: Bool {
    (300..<400).contains(easy.status) && headers["Location"] != nil
  }

  /// Gives the bytes to send next.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) -> UploadPipe.Supply {
    guard let upload = job.upload else { return .end }
    let supply = unsafe upload.take(into: buffer)
    switch supply {
    case .bytes(let count): stallWatch?.note(count)
    case .later: isPaused = true
    case .end: break
    }
    return supply
  }

  /// Goes on after a pause.
  func resume() throws(CurlError.Cause) {
    isPaused = false
    try easy.resume()
  }

  /// Whether an upload waits for bytes that the server has already refused.
  ///
  /// libcurl sends no more after such an answer, but does not end a transfer that is paused.
  var isPausedInVain: Bool { isPaused && isAnswered && job.upload != nil && easy.status >= 300 }

  /// Whether too few bytes of a stream have moved, although this side was ready.
  func isStalled(now: Duration) -> Bool {
    stallWatch?.isStalled(now: now, isWaitingForUs: isPaused) ?? false
  }

  /// Answers, once libcurl has ended the transfer with `code`.
  func end(_ code: CurlCode) {
    do throws(CurlError.Cause) {
      let answer = try outcome(code)
      if stream == nil, answer.redirect == nil { answerWithStream() }
      if let stream {
        flush()
        stream.finish(.success(()))
      } else {
        job.continuation.resume(returning: answer)
      }
    } catch {
      end(error)
    }
  }

  /// Answers with a failure; the handle must have left its multi handle.
  func end(_ error: any Error) {
    guard let stream else { return job.continuation.resume(throwing: error) }
    flush()
    stream.finish(.failure(error))
  }

  /// Gives who waits the header, if it is a stream that is wanted.
  private func answerWithStream() {
    guard let download = job.download else { return }
    stream = download
    let response = HTTPResponse(
      status: HTTPStatus(rawValue: easy.status), headers: headers, body: [], url: job.request.url)
    job.continuation.resume(
      returning: TransferAnswer(response: response, redirect: nil, duration: .zero))
  }

  private func outcome(_ code: CurlCode) throws(CurlError.Cause) -> TransferAnswer {
    if let failure { throw failure }
    if code == .bodyTooLarge { throw .bodyTooLarge(limitInBytes: maximumBodyInBytes) }
    guard code == .ok else { throw easy.failure(code) }
    let response = HTTPResponse(
      status: HTTPStatus(rawValue: easy.status), headers: headers, body: body,
      url: job.request.url)
    return TransferAnswer(
      response: response, redirect: easy.redirectURL, duration: easy.duration)
  }

  private func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
    guard let first = text.firstIndex(where: { !isBlank($0) }),
      let last = text.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[first...last])
  }
}

/// An answer, and where it redirects to.
struct TransferAnswer: Sendable {
  /// Without its content when that is a stream.
  let response: HTTPResponse
  /// An absolute URL; nil when the answer is no redirect.
  let redirect: String?
  /// The time since the transfer left the queue.
  let duration: Duration
}
