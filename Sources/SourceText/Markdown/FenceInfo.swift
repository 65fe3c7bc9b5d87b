/// What stands after the opening fence of a block of code.
struct FenceInfo {
  let language: CodeBlockLanguage
  /// Whether MyST reads options such as `:tags: [hide]` from the first lines.
  let hasOptions: Bool

  /// Reads `bash`, `bash title="x"`, `{.python .cell}`, `{code-cell} ipython3`, `{python}`.
  ///
  /// Sources: CommonMark 0.31, section 4.5; Pandoc's `fenced_code_attributes`; MyST's directives.
  init(_ text: String) {
    let words = text.split { " \t,;".contains($0) }
    guard let first = words.first, first.hasPrefix("{") else {
      language = CodeBlockLanguage(name: words.first.map(FenceInfo.name) ?? "")
      hasOptions = false
      return
    }
    let parts = text.dropFirst().split(
      separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
    let attributes = parts[0].split { " \t,".contains($0) }.map(String.init)
    let rest = (parts.count > 1 ? parts[1] : "").split(separator: " ")
    let directives = ["code-cell", "code-block", "code", "sourcecode"]
    hasOptions = attributes.first.map(directives.contains) ?? false
    if hasOptions {
      language = CodeBlockLanguage(name: rest.first.map(String.init) ?? "")
    } else {
      let languages = attributes.map { CodeBlockLanguage(name: FenceInfo.name($0[...])) }
      language = languages.first { $0 != .other } ?? .other
    }
  }

  /// A language without the dot of a class and what some tools write behind it: `bash{1,3}`.
  private static func name(_ word: Substring) -> String {
    String(word.drop { $0 == "." }.prefix { !"{:".contains($0) })
  }
}
