extension ShellReader {
  /// Words that a shell reads as commands later: of `alias`, `eval` and `trap`, and what `echo` adds
  /// to a file of settings.
  mutating func scripts(
    of command: SimpleCommand, pipedInto next: SimpleCommand?
  ) -> [Syntax] {
    guard let first = command.words.first else { return [] }
    switch first.text {
    case "alias": return command.words.dropFirst().compactMap { aliasedCommand($0) }
    case "eval", "trap":
      guard command.words.count > 1, command.words[1].isQuoted,
        first.text == "trap" || command.words.count == 2
      else { return [] }
      return [embed(command.words[1], as: .shell)]
    case "echo", "printf":
      return command.words.dropFirst().filter {
        $0.isQuoted && isWrittenToSettings($0, command, pipedInto: next)
      }.map { embed($0, as: .shell) }
    default: return []
    }
  }

  /// What `NAME='command'` stands for; nil for anything else.
  private mutating func aliasedCommand(_ word: Literal) -> Syntax? {
    let bytes = store.document[word.region].bytes
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")),
      bytes[equals...].contains(UInt8(ascii: " "))
    else { return nil }
    let span = Span(word.region, equals + 1..<bytes.count)
    let holes = word.holes.filter { $0.offset > equals }.map {
      Literal.Hole(offset: $0.offset - equals - 1, name: $0.name, contents: $0.contents)
    }
    let region = store.document.addVerbatim(span)
    return embed(
      Literal(region: region, in: store.document, holes: holes, span: span, isQuoted: true),
      as: .shell)
  }

  /// Whether a word that sets variables goes into a file.
  private func isWrittenToSettings(
    _ word: Literal, _ command: SimpleCommand, pipedInto next: SimpleCommand?
  ) -> Bool {
    let isPiped = next.map { $0.words.contains { Self.baseName($0.text) == "tee" } } ?? false
    guard isPiped || !command.redirections.files.isEmpty else { return false }
    return Language.ofSettings(text: store.document[word.region].bytes[...]) != nil
  }
}
