/// The exit codes of every command.
enum ExitStatus: Int32 {
  case done = 0
  /// Done, with findings, or the answer is no.
  case findings = 1
  case failed = 2
  /// The command line could not be understood (`EX_USAGE`, as ArgumentParser has it).
  case usage = 64
}

/// Why a command stops, in words for its user.
struct CommandFailure: Error {
  let message: String
  /// What to do next, one line each.
  let hints: [String]
  let code: ExitStatus

  init(_ message: String, hint: String? = nil, code: ExitStatus = .failed) {
    self.init(message, hints: hint.map { [$0] } ?? [], code: code)
  }

  init(_ message: String, hints: [String], code: ExitStatus = .failed) {
    self.message = message
    self.hints = hints
    self.code = code
  }
}
