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
  let hint: String?
  let code: ExitStatus

  init(_ message: String, hint: String? = nil, code: ExitStatus = .failed) {
    self.message = message
    self.hint = hint
    self.code = code
  }
}
