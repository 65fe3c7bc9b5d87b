import Transfer

/// One copy of many things, of whatever kind.
struct CopyWork: Sendable {
  /// What became of one of them.
  enum Outcome: Sendable {
    case done(CopiedObject)
    case failed(any Error)
  }

  let totals: CopyTotals
  /// Tells the name and the size in bytes of each that is to be copied, for those who want the list.
  let list: @Sendable (_ tell: (String, Int) -> Void) -> Void
  /// Reads a little from the source, to see how fast it is; nil where nothing can be read yet.
  let sample: (@Sendable () async throws -> ReadingRate?)?
  /// Carries it out; tells of each when it is done, one at a time, and returns how many were left.
  let run:
    @Sendable (CopyObserver, @escaping @Sendable (String, Outcome) -> Void) async throws -> Int
  /// Done last, when all is there.
  var finish: (@Sendable () throws -> Void)?
}
