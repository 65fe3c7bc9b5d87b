/// Why an edit cannot be carried outward to the file.
package enum EditError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text is put together from several quoted parts, or holds what only runtime knows.
  case spansParts
  /// The quoting around it cannot express the new text.
  case notExpressible(String)

  /// Half a sentence for the report.
  package var description: String {
    switch self {
    case .spansParts: "it is put together from several parts"
    case .notExpressible(let text): "'\(text)' cannot be written in the quoting around it"
    }
  }
}

/// A file's bytes and the regions that were found in it.
package struct Document: Sendable {
  /// As the caller names it; for messages only.
  package let path: String
  package private(set) var regions: [Region]
  private let lines: LineIndex

  /// A document of which only the whole file is known.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    regions = [
      Region(
        parent: nil, bytes: bytes, cell: nil,
        pieces: [], runs: [.init(encoding: Verbatim(), outerStart: 0)])
    ]
    lines = LineIndex(bytes)
  }

  /// The bytes of the file.
  package var bytes: [UInt8] { regions[0].bytes }

  package subscript(id: RegionID) -> Region { regions[id.index] }

  package mutating func add(_ region: Region) -> RegionID {
    regions.append(region)
    return RegionID(regions.count - 1)
  }

  /// The decoded bytes of a span.
  package func bytes(of span: Span) -> ArraySlice<UInt8> { self[span.region].bytes[span.range] }

  /// The decoded text of a span.
  package func text(of span: Span) -> String { String(decoding: bytes(of: span), as: UTF8.self) }

  /// A region that is a stretch of another one as it stands.
  ///
  /// - Parameters:
  ///   - span: The stretch.
  ///   - encoding: How text may be written into it.
  /// - Returns: The number of the new region.
  package mutating func addVerbatim(
    _ span: Span, encoding: any TextEncoding = Verbatim()
  ) -> RegionID {
    var builder = RegionBuilder(in: span.region, of: self)
    builder.beginRun(encoding, at: span.range.lowerBound)
    builder.append(verbatim: span.range)
    return add(builder.region())
  }

  /// Where a span stands in the region around its own; the span itself in the whole file.
  package func outer(_ span: Span) -> Span {
    guard let parent = self[span.region].parent else { return span }
    return Span(parent, outerRange(of: span))
  }

  /// Where a span stands in the file.
  ///
  /// A span that touches an escape takes all of it.
  package func fileRange(of span: Span) -> Range<Int> {
    var span = span
    while let parent = self[span.region].parent {
      span = Span(parent, outerRange(of: span))
    }
    return span.range
  }

  /// Line and column of a span's first byte.
  package func position(of span: Span) -> Position {
    lines.position(of: fileRange(of: span).lowerBound)
  }

  /// Line and column of an offset in the file.
  package func position(ofOffset offset: Int) -> Position { lines.position(of: offset) }

  /// The number of the notebook's cell that a span stands in; nil outside of cells.
  package func cell(of span: Span) -> Int? {
    var id: RegionID? = span.region
    while let current = id {
      if let cell = self[current].cell { return cell }
      id = self[current].parent
    }
    return nil
  }

  /// The edit of the file that replaces the decoded text of `span`.
  ///
  /// Every layer spells the new text in its own quoting.
  ///
  /// - Parameters:
  ///   - span: What is replaced.
  ///   - text: What it decodes to afterwards.
  /// - Returns: The edit.
  /// - Throws: `EditError` when the text stands in several parts, or a layer cannot express it.
  package func edit(_ span: Span, to text: String) throws(EditError) -> Edit {
    var span = span
    var replacement = Array(text.utf8)
    while let parent = self[span.region].parent {
      let region = self[span.region]
      guard let run = run(of: span) else { throw .spansParts }
      guard let encoded = region.runs[run].encoding.encode(replacement) else {
        throw .notExpressible(text)
      }
      span = Span(parent, outerRange(of: span))
      replacement = encoded
    }
    return Edit(range: span.range, replacement: replacement)
  }

  /// The one run that a span stands in; nil when it stands in several, or cuts an escape.
  private func run(of span: Span) -> Int? {
    let region = self[span.region]
    guard !span.range.isEmpty else {
      if region.pieces.isEmpty { return region.runs.count == 1 ? 0 : nil }
      return region.piece(at: max(0, span.range.lowerBound - 1)).map { region.pieces[$0].run }
    }
    guard let first = region.piece(at: span.range.lowerBound),
      let last = region.piece(at: span.range.upperBound - 1),
      region.pieces[first].run == region.pieces[last].run,
      region.pieces[first].isVerbatim || region.pieces[first].start == span.range.lowerBound,
      region.pieces[last].isVerbatim || region.pieces[last].end == span.range.upperBound
    else { return nil }
    return region.pieces[first].run
  }

  private func outerRange(of span: Span) -> Range<Int> {
    let region = self[span.region]
    guard !span.range.isEmpty else {
      let offset = outerOffset(ofEmptySpanAt: span.range.lowerBound, in: region)
      return offset..<offset
    }
    let first = region.piece(at: span.range.lowerBound).map { region.pieces[$0] }
    let last = region.piece(at: span.range.upperBound - 1).map { region.pieces[$0] }
    guard let first, let last else { return 0..<0 }
    let start =
      first.isVerbatim
      ? first.outerStart + span.range.lowerBound - first.start : first.outerStart
    let end =
      last.isVerbatim ? last.outerStart + span.range.upperBound - last.start : last.outerEnd
    return start..<end
  }

  private func outerOffset(ofEmptySpanAt offset: Int, in region: Region) -> Int {
    if offset > 0, let index = region.piece(at: offset - 1) {
      let piece = region.pieces[index]
      return piece.isVerbatim ? piece.outerStart + offset - piece.start : piece.outerEnd
    }
    return region.pieces.first?.outerStart ?? region.runs.first?.outerStart ?? 0
  }
}
