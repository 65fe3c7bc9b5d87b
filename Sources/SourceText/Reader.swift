/// Why a text cannot be read.
package struct ReadingError: Error, Sendable, Hashable {
  /// Where, in the text that was read.
  package let span: Span
  /// What was found and what was expected, in half a sentence.
  package let reason: String

  package init(_ span: Span, _ reason: String) {
    self.span = span
    self.reason = reason
  }
}

extension Document {
  /// Reads a region.
  ///
  /// - Parameters:
  ///   - region: The region; regions inside it are added to the document.
  ///   - language: What it is written in.
  /// - Returns: What was understood, in the order of the text.
  /// - Throws: `ReadingError` when the text as a whole cannot be read.
  /// - Complexity: O(*n*) in the number of bytes.
  package mutating func read(
    _ region: RegionID, as language: Language
  ) throws(ReadingError) -> [Syntax] {
    switch language {
    case .shell: try readShell(region)
    case .python: try readPython(region)
    case .notebook: try readNotebook(region)
    case .json: try readJSON(region)
    case .yaml: try readYAML(region)
    case .hcl: try readHCL(region)
    case .ini: try readINI(region)
    case .markdown: try readMarkdown(region)
    case .restructuredText: try readRestructuredText(region)
    }
  }

  /// Reads text inside another text; what cannot be read becomes `unread`, so that the rest still
  /// counts.
  package mutating func embed(_ region: RegionID, as language: Language) -> Syntax {
    do {
      return .code(Code(language: language, region: region, body: try read(region, as: language)))
    } catch {
      return unread(error, in: region)
    }
  }

  /// A region that could not be read; what is nested in it is told of with its place in the region.
  func unread(_ error: ReadingError, in region: RegionID) -> Syntax {
    var span = error.span
    while span.region != region, self[span.region].parent != nil { span = outer(span) }
    return .unread(span, reason: error.reason)
  }
}
