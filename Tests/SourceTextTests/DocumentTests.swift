import SourceText
import Testing

@Suite struct DocumentTests {
  private struct Doubled: TextEncoding {
    func encode(_ text: [UInt8]) -> [UInt8]? {
      text.contains(UInt8(ascii: "!"))
        ? nil : text.flatMap { $0 == UInt8(ascii: "'") ? [$0, $0] : [$0] }
    }
  }

  /// `x = 'it''s' + 'new'` read as one text of two runs.
  private func spliced() -> (Document, RegionID) {
    var document = Document(path: "a", bytes: Array("x = 'it''s' 'new'\n".utf8))
    var builder = RegionBuilder(in: .file, of: document)
    builder.beginRun(Doubled(), at: 5)
    builder.append(verbatim: 5..<7)
    builder.append([UInt8(ascii: "'")], for: 7..<9)
    builder.append(verbatim: 9..<10)
    builder.beginRun(Doubled(), at: 13)
    builder.append(verbatim: 13..<16)
    let region = document.add(builder.region())
    return (document, region)
  }

  @Test func decodesAndCarriesEditsOutward() throws {
    let (document, region) = spliced()
    #expect(document[region].text == "it'snew")
    let edit = try document.edit(Span(region, 0..<4), to: "that's")
    #expect(edit == Edit(range: 5..<10, replacement: Array("that''s".utf8)))
    #expect(document.position(of: Span(region, 4..<7)) == Position(line: 1, column: 14))
    #expect(document.fileRange(of: Span(region, 2..<3)) == 7..<9)
  }

  @Test func refusesWhatStandsInSeveralPartsOrCannotBeSpelled() {
    let (document, region) = spliced()
    #expect(throws: EditError.spansParts) { try document.edit(Span(region, 2..<6), to: "x") }
    #expect(throws: EditError.notExpressible("a!")) {
      try document.edit(Span(region, 4..<7), to: "a!")
    }
  }

  @Test func appliesEditsInAnyOrderAndRefusesOverlaps() {
    let bytes = Array("abcdef".utf8)
    let edits = [
      Edit(range: 4..<5, replacement: Array("EE".utf8)), Edit(range: 0..<1, replacement: []),
    ]
    #expect(edits.applied(to: bytes).map { String(decoding: $0, as: UTF8.self) } == "bcdEEf")
    #expect((edits + [Edit(range: 4..<6, replacement: [])]).applied(to: bytes) == nil)
    #expect([Edit(range: 5..<7, replacement: [])].applied(to: bytes) == nil)
  }
}
