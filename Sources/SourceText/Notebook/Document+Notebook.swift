extension Document {
  /// Reads a region as a Jupyter notebook, nbformat 3 or 4: its cells, and nothing else.
  ///
  /// Cells in languages that have no reader are left unread.
  mutating func readNotebook(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var scanner = NotebookScanner(region, of: self)
    let outline = try scanner.scan()
    let language = outline.language
    var result: [Syntax] = []
    for (index, cell) in outline.cells.enumerated() where !cell.source.isEmpty {
      let use: CellUse =
        switch cell.type {
        case "code": .code(cell.language.map { Language(name: $0) } ?? language)
        case "markdown", "heading": .code(.markdown)
        case "raw", "html": .prose
        default: .code(nil)
        }
      guard let syntax = read(cell, number: index + 1, in: region, as: use) else { continue }
      result.append(syntax)
    }
    return result
  }

  private enum CellUse {
    case code(Language?)
    case prose
  }

  private mutating func read(
    _ cell: NotebookCell, number: Int, in region: RegionID, as use: CellUse
  ) -> Syntax? {
    guard let first = cell.source.first, let last = cell.source.last else { return nil }
    var builder = RegionBuilder(in: region, of: self, cell: number)
    var holes: [Literal.Hole] = []
    let bytes = self[region].bytes
    do {
      for string in cell.source { holes += try builder.append(string, of: bytes) }
    } catch {
      return .unread(
        Span(region, error.offset..<error.offset + 1),
        reason: "found an escape that JSON does not know")
    }
    let source = add(builder.region())
    switch use {
    case .code(let language?):
      return embed(source, as: language)
    case .code(nil):
      return .unread(
        Span(source, 0..<self[source].bytes.count), reason: "its language is not read")
    case .prose:
      return .prose(
        Literal(
          region: source, in: self, holes: holes,
          span: Span(region, first.range.lowerBound..<last.range.upperBound), isQuoted: true))
    }
  }
}

extension NotebookOutline {
  /// The language of the code cells; nil when it is one without a reader.
  ///
  /// What the kernel says counts first: a notebook that was moved to another kernel may keep the
  /// description of the former language. A notebook that says nothing is Python.
  fileprivate var language: Language? {
    if let kernelLanguage, !kernelLanguage.isEmpty { return Language(name: kernelLanguage) }
    if let kernelName {
      if let language = Language(kernel: kernelName) { return language }
      if Language.otherKernels.contains(where: kernelName.hasPrefix) { return nil }
    }
    if let languageName, !languageName.isEmpty { return Language(name: languageName) }
    return .python
  }
}

extension Language {
  /// Names of kernels that give no language themselves and have no reader here.
  fileprivate static let otherKernels = [
    "ir", "julia", "sos", "javascript", "scala", "octave", "matlab", "xcpp", "gophernotes", "rust",
    "deno", "java", ".net", "sql",
  ]

  /// The language of a kernel's name, such as `python3` or `calysto_bash`.
  fileprivate init?(kernel name: String) {
    if name.hasPrefix("python") || name.hasPrefix("ipython") || name == "xpython" {
      self = .python
    } else if name.hasSuffix("bash") || name.hasSuffix("zsh") || name == "sh" {
      self = .shell
    } else {
      return nil
    }
  }
}
