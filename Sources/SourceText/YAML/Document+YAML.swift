extension Document {
  /// Reads a region as YAML, with or without templates in it.
  ///
  /// Comments and what was left out follow the documents that they stand in.
  mutating func readYAML(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var parser = YAMLParser(self[region].bytes)
    let roots = parser.parse()
    var lowering = YAMLLowering(region: region, bytes: parser.bytes)
    var result: [Syntax] = []
    for root in roots {
      lowering.isHeat = lowering.has(root, key: "heat_template_version")
      if case .unread = root { continue }
      result.append(lowering.syntax(root, isRoot: true, in: &self))
    }
    for comment in parser.comments {
      let span = Span(region, comment)
      result.append(
        .comment(
          Literal(region: addVerbatim(span), in: self, span: span, isQuoted: false)))
    }
    for part in parser.unread {
      result.append(.unread(Span(region, part.range), reason: part.reason))
    }
    return result
  }
}
