import FoundationEssentials
import Glibc

/// Standard output and standard error: what they are, and the only place that writes to them.
struct Terminal: Sendable {
  /// Columns of a line.
  let width: Int
  let style: Style
  let isErrorTerminal: Bool

  /// - Parameter environment: The variables `COLUMNS`, `NO_COLOR` (https://no-color.org) and `TERM`.
  init(environment: [String: String]) {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    isErrorTerminal = isatty(STDERR_FILENO) == 1
    let plain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    style = Style(isOn: isTerminal && !plain && environment["TERM"] != "dumb")
    width = Terminal.width(environment, isTerminal: isTerminal)
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

  /// Writes to standard output.
  func print(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes to standard error.
  func printError(_ text: String) { write(text, to: STDERR_FILENO) }

  private func write(_ text: String, to descriptor: Int32) {
    var bytes = ContiguousArray(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // A closed pipe, as in `chiport list | head`: there is nobody left to tell.
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}

/// Emphasis on terminals that want it; readable without.
struct Style: Sendable {
  let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }
  func green(_ text: String) -> String { wrap(text, "32") }
  func yellow(_ text: String) -> String { wrap(text, "33") }
  func red(_ text: String) -> String { wrap(text, "31") }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
