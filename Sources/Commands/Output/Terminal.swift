import Glibc
import Synchronization

/// Standard output and standard error: what they are, and the only place that writes to them.
struct Terminal: Sendable {
  /// Columns of a line.
  let width: Int
  let style: Style
  let isErrorTerminal: Bool
  /// Whether somebody can be asked.
  let isInputTerminal: Bool
  private let isOutputTerminal: Bool
  private let failure = OutputFailure()

  /// - Parameter environment: The variables `COLUMNS`, `NO_COLOR` (https://no-color.org) and `TERM`.
  init(environment: [String: String]) {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    isOutputTerminal = isTerminal
    isErrorTerminal = isatty(STDERR_FILENO) == 1
    isInputTerminal = isatty(STDIN_FILENO) == 1
    let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    style = Style(isOn: isTerminal && !plain && environment["TERM"] != "dumb")
    width = Terminal.width(environment, isTerminal: isTerminal)
    failure.isClosed = Terminal.isOutputClosed
  }

  /// Whether the program was started without a standard output.
  ///
  /// What is opened next gets its number: often an event queue of the runtime, which has no file type,
  /// before any of our code runs.
  private static var isOutputClosed: Bool {
    var status = stat()
    return fstat(STDOUT_FILENO, &status) != 0 || status.st_mode & S_IFMT == 0
  }

  private static func width(_ environment: [String: String], isTerminal: Bool) -> Int {
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 {
      return min(max(columns, 40), 400)
    }
    var size = winsize()
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return max(Int(size.ws_col), 40)
  }

  /// Writes to standard output; `outputFailure` tells when that failed, and then nothing more is
  /// written.
  func print(_ text: String) { write(ContiguousArray(text.utf8)) }

  /// Writes bytes of a user's file to standard output, as `print(_:)` does: to a terminal without what
  /// could move its cursor, to anything else as they are.
  func print(bytes: [UInt8]) {
    guard isOutputTerminal else { return write(ContiguousArray(bytes)) }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    print(
      lines.map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false)
          .map { Sanitised(String($0)).text }.joined(separator: "\t")
      }.joined(separator: "\n"))
  }

  private func write(_ bytes: ContiguousArray<UInt8>) {
    guard failure.code == nil, !bytes.isEmpty else { return }
    failure.code = failure.isClosed ? EBADF : Terminal.write(bytes, to: STDOUT_FILENO)
  }

  /// Why standard output is not complete, as the system says it; nil when it is.
  ///
  /// A reader that went, as in `chiport list | head`, has what it wanted: that is no failure.
  var outputFailure: String? {
    guard let code = failure.code, code != EPIPE else { return nil }
    return String(cString: strerror(code))
  }

  /// Writes to standard error; when that fails, there is nobody left to tell.
  func printError(_ text: String) {
    _ = Terminal.write(ContiguousArray(text.utf8), to: STDERR_FILENO)
  }

  /// Writes all bytes.
  ///
  /// - Returns: The code of what went wrong; nil when nothing did.
  private static func write(_ bytes: ContiguousArray<UInt8>, to descriptor: Int32) -> Int32? {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : EIO }
      bytes = bytes.dropFirst(count)
    }
    return nil
  }
}

/// What became of standard output: shared by all copies of a terminal.
private final class OutputFailure: Sendable {
  private let state = Mutex<(code: Int32?, isClosed: Bool)>((nil, false))

  /// The first error of writing.
  var code: Int32? {
    get { state.withLock { $0.code } }
    set { state.withLock { $0.code = newValue } }
  }

  /// Whether it was closed before the program began.
  var isClosed: Bool {
    get { state.withLock { $0.isClosed } }
    set { state.withLock { $0.isClosed = newValue } }
  }
}

/// Emphasis on terminals that want it; readable without.
struct Style: Sendable {
  let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
