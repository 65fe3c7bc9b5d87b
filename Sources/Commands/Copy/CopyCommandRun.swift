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
    let session = Session()
    let job = CopyJob(options: options, session: session)
    var wasInterrupted = false
    try await session.run { () async throws -> ExitStatus in
      do {
        return try await Interruption.cancelling { try await job.run(try await prepare(job)) }
      } catch is CancellationError {
        wasInterrupted = true
        session.warn("error", "interrupted; the same command goes on from here")
        return .done
      } catch let error as OpenStackError {
        throw CommandFailure(error.description, hint: error.hint)
      } catch let error as ObjectCopyError {
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
