import ArgumentParser
import OpenStack
import Transfer

/// What the commands that copy objects have in common.
enum CopyCommandRun {
  /// Prepares a copy and carries it out; Ctrl-C ends it, and the next run goes on.
  ///
  /// - Parameters:
  ///   - options: How.
  ///   - prepare: Finds out what there is to do.
  /// - Throws: The exit code.
  static func run(
    _ options: TransferOptions, _ prepare: @escaping @Sendable (CopyJob) async throws -> CopyWork
  ) async throws {
    let job = CopyJob(options: options, session: Session())
    try await run(job.session) { try await job.run(try await prepare(job)) }
  }

  /// Does one copy; Ctrl-C ends it, and failures are told.
  ///
  /// - Parameters:
  ///   - session: Where they are told.
  ///   - body: The copy.
  /// - Throws: The exit code.
  static func run(
    _ session: Session, _ body: @escaping @Sendable () async throws -> ExitStatus
  ) async throws {
    var wasInterrupted = false
    try await session.run { () async throws -> ExitStatus in
      do {
        return try await Interruption.cancelling(body)
      } catch is CancellationError {
        wasInterrupted = true
        session.warn("error", "interrupted; the same command goes on from here")
        return .done
      } catch let error as OpenStackError {
        throw CommandFailure(error.description, hint: error.hint)
      } catch let error as ObjectCopyError {
        throw CommandFailure(error.description, hint: error.hint)
      } catch let error as ImageCopyError {
        throw CommandFailure(error.description, hint: error.hint)
      }
    }
    if wasInterrupted { throw ExitCode(Interruption.exitCode) }
  }

  /// Takes a failure of what the user wrote for a mistake of the command line.
  static func usage<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw CommandFailure("\(error)", code: .usage) }
  }
}
