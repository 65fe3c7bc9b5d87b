extension Document {
  /// Reads a region as Python 3 or 2, a script or a cell of a notebook.
  ///
  /// - Throws: `ReadingError` when a string or a bracket does not end.
  mutating func readPython(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    let bytes = self[region].bytes
    var start = 0
    if let magic = PythonCellMagic(bytes) {
      guard magic.isPython else { return readCell(magic, in: region) }
      start = magic.body
    }
    var lexer = PythonLexer(bytes, in: region, range: start..<bytes.count)
    try lexer.run()
    var reader = PythonReader(region: region, lexer: lexer)
    // Exchanged, as a second reference would have every region copied when one is added.
    swap(&self, &reader.document)
    let result = reader.readFile()
    swap(&self, &reader.document)
    return result
  }

  private mutating func readCell(_ magic: PythonCellMagic, in region: RegionID) -> [Syntax] {
    let rest = Span(region, magic.body..<self[region].bytes.count)
    guard let language = magic.language else {
      return rest.range.isEmpty ? [] : [.unread(rest, reason: "its language is not read")]
    }
    guard canEmbed(in: region) else { return [] }
    return [embed(addVerbatim(rest), as: language)]
  }

  /// Whether there are few enough texts around the region to read one more inside it.
  func canEmbed(in region: RegionID) -> Bool {
    var (depth, outer) = (0, self[region].parent)
    while let parent = outer {
      (depth, outer) = (depth + 1, self[parent].parent)
    }
    return depth < 16
  }
}
