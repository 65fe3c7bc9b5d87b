internal import CCurl

/// The bound on what a server may send beside the body, interim answers and trailer included.
private let maximumHeaderInBytes = 256 << 10

/// One request on its way: its easy handle, and what has arrived.
///
/// Belongs to the transfer thread. What streams to a file instead of memory would differ from this in `append(body:)` only.
final class Transfer {
  let job: TransferJob
  let easy: EasyHandle
  private var headers = HTTPHeaders()
  private var headerBytes = 0
  private var body: [UInt8] = []
  /// Why this side ended the transfer; libcurl knows it only as a failed write.
  private var failure: CurlError.Cause?

  init(_ job: TransferJob, options: TransferOptions) throws(CurlError.Cause) {
    self.job = job
    easy = try EasyHandle()
    try options.apply(to: easy, for: job.request)
    try easy.deliver(to: self)
  }

  /// Takes bytes of the decompressed body; false when there are more than wanted.
  func append(body bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= job.request.maximumBodyInBytes - body.count else {
      failure = .bodyTooLarge(limitInBytes: job.request.maximumBodyInBytes)
      return false
    }
    unsafe body.append(contentsOf: bytes)
    return true
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
    } else if body.isEmpty, let colon = line.firstIndex(of: ":") {
      headers.append(String(line[..<colon]), trimmed(line[line.index(after: colon)...]))
    }
    return true
  }

  /// What came of the transfer, once libcurl has ended it with `code`.
  func outcome(_ code: CurlCode) -> Result<TransferAnswer, CurlError.Cause> {
    if let failure { return .failure(failure) }
    if code == .bodyTooLarge {
      return .failure(.bodyTooLarge(limitInBytes: job.request.maximumBodyInBytes))
    }
    guard code == .ok else { return .failure(easy.failure(code)) }
    let response = HTTPResponse(
      status: HTTPStatus(rawValue: easy.status), headers: headers, body: body,
      url: job.request.url)
    return .success(
      TransferAnswer(
        response: response, redirect: easy.redirectURL, duration: easy.duration))
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
  let response: HTTPResponse
  /// An absolute URL; nil when the answer is no redirect.
  let redirect: String?
  /// The time since the transfer left the queue.
  let duration: Duration
}
