import Synchronization

/// One line on standard error that is written again and again; nothing where that is no terminal.
final class ProgressLine: Sendable {
  private static let interval = Duration.milliseconds(100)

  private let terminal: Terminal
  private let shown = Mutex<ContinuousClock.Instant?>(nil)

  init(terminal: Terminal) { self.terminal = terminal }

  /// Replaces the line, unless it was replaced a moment ago.
  func show(_ text: @autoclosure () -> String) {
    guard terminal.isErrorTerminal else { return }
    let now = ContinuousClock.now
    let isDue = shown.withLock { last in
      if let last, now - last < ProgressLine.interval { return false }
      last = now
      return true
    }
    guard isDue else { return }
    terminal.printError("\r\u{1B}[K" + String(text().prefix(terminal.width - 1)))
  }

  /// Takes the line away.
  func clear() {
    guard terminal.isErrorTerminal, shown.withLock({ $0 != nil }) else { return }
    terminal.printError("\r\u{1B}[K")
  }
}
