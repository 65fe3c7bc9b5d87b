/// The number of a region in its document; 0 is the whole file.
package struct RegionID: Sendable, Hashable {
  package let index: Int

  init(_ index: Int) { self.index = index }

  package static let file = RegionID(0)
}

/// A stretch of a region's text.
package struct Span: Sendable, Hashable {
  package let region: RegionID
  /// Offsets into the region's (decoded) bytes.
  package let range: Range<Int>

  package init(_ region: RegionID, _ range: Range<Int>) {
    self.region = region
    self.range = range
  }
}

/// Text of one language inside another, decoded, with the place of every byte in the text around it.
///
/// For example the value of a JSON string, a shell word without its quotes, a cell of a notebook.
package struct Region: Sendable {
  /// What stands in the decoded text for what only the running program knows.
  ///
  /// A variable, the output of a command: U+FFFC, the object replacement character, in UTF-8.
  package static let hole: [UInt8] = [0xEF, 0xBF, 0xBC]

  /// Neighbouring decoded bytes and where they stand.
  struct Piece: Sendable {
    let start: Int
    let count: Int
    let outerStart: Int
    let outerCount: Int
    /// Index of the run.
    let run: Int
    /// Whether the decoded bytes are the outer bytes; otherwise they belong together, as an escape
    /// does.
    let isVerbatim: Bool

    var end: Int { start + count }
    var outerEnd: Int { outerStart + outerCount }
  }

  /// What is spelled in one manner, such as one of several quoted strings that make one word.
  struct Run: Sendable {
    let encoding: any TextEncoding
    /// Where text of this run may start in the outer text, for a run without pieces.
    let outerStart: Int
  }

  /// The text around it; nil for the whole file.
  package let parent: RegionID?
  /// Decoded.
  package let bytes: [UInt8]
  /// The number of the notebook's cell, from 1 over all cells; nil in anything but a cell.
  package let cell: Int?
  let pieces: [Piece]
  let runs: [Run]

  init(parent: RegionID?, bytes: [UInt8], cell: Int?, pieces: [Piece], runs: [Run]) {
    self.parent = parent
    self.bytes = bytes
    self.cell = cell
    self.pieces = pieces
    self.runs = runs
  }

  /// The decoded text; bytes that are no UTF-8 are replaced.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The index of the piece that holds the byte at `offset`.
  func piece(at offset: Int) -> Int? {
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low < pieces.count && pieces[low].start <= offset ? low : nil
  }
}

/// Puts a region together from left to right.
package struct RegionBuilder: Sendable {
  private let parent: RegionID
  private let outer: [UInt8]
  private let cell: Int?
  private var bytes: [UInt8] = []
  private var pieces: [Region.Piece] = []
  private var runs: [Region.Run] = []

  /// - Parameters:
  ///   - parent: The region that the new one stands in.
  ///   - document: The document with `parent`.
  ///   - cell: The number of the notebook's cell, when the region is one.
  package init(in parent: RegionID, of document: Document, cell: Int? = nil) {
    self.parent = parent
    outer = document[parent].bytes
    self.cell = cell
  }

  /// How many bytes have been decoded: the offset of what is appended next.
  package var count: Int { bytes.count }

  /// Starts a stretch that is spelled in one manner; must be called before anything is appended.
  ///
  /// - Parameters:
  ///   - encoding: How text is spelled here.
  ///   - outerStart: The offset in the parent where text of this stretch may begin, after the quote.
  package mutating func beginRun(_ encoding: any TextEncoding, at outerStart: Int) {
    runs.append(.init(encoding: encoding, outerStart: outerStart))
  }

  /// Appends bytes that stand for themselves.
  package mutating func append(verbatim range: Range<Int>) {
    guard !range.isEmpty else { return }
    if let last = pieces.last, last.isVerbatim, last.outerEnd == range.lowerBound,
      last.run == runs.count - 1
    {
      pieces[pieces.count - 1] = .init(
        start: last.start, count: last.count + range.count, outerStart: last.outerStart,
        outerCount: last.outerCount + range.count, run: last.run, isVerbatim: true)
    } else {
      pieces.append(
        .init(
          start: bytes.count, count: range.count, outerStart: range.lowerBound,
          outerCount: range.count, run: runs.count - 1, isVerbatim: true))
    }
    bytes += outer[range]
  }

  /// Appends what `range` of the parent is decoded to, such as an escape; it may decode to nothing.
  package mutating func append(_ decoded: [UInt8], for range: Range<Int>) {
    guard !decoded.isEmpty else { return }
    pieces.append(
      .init(
        start: bytes.count, count: decoded.count, outerStart: range.lowerBound,
        outerCount: range.count, run: runs.count - 1, isVerbatim: false))
    bytes += decoded
  }

  /// Appends a hole for `range` of the parent.
  ///
  /// - Returns: Its offset in the decoded text.
  @discardableResult
  package mutating func appendHole(for range: Range<Int>) -> Int {
    let offset = bytes.count
    append(Region.hole, for: range)
    return offset
  }

  /// The region.
  package func region() -> Region {
    Region(parent: parent, bytes: bytes, cell: cell, pieces: pieces, runs: runs)
  }
}
