/// Writes sections of `key: value` lines, aligned and wrapped.
struct BlockWriter {
  /// Columns of the terminal.
  let width: Int
  let style: Style

  /// The sections with a blank line between two.
  ///
  /// The values of all begin in one column, except those of verbatim sections, which have their own. A
  /// label of more than half a line stands alone on one.
  func text(_ sections: [ShownSection]) -> String {
    let shared = indent(sections.filter { !$0.isVerbatim })
    return sections.map { section in
      let indent = section.isVerbatim ? indent([section]) : shared
      let title = Wrapping.lines(Sanitised(section.title).text, width: width)
      return title.map { style.bold($0) + "\n" }.joined()
        + section.fields.map {
          lines($0.text, label: BlockWriter.label($0, section), indent: indent)
        }.joined()
    }.joined(separator: "\n")
  }

  private func indent(_ sections: [ShownSection]) -> Int {
    let lengths = sections.flatMap { section in
      section.fields.map { BlockWriter.label($0, section).count }
    }
    return (lengths.filter { $0 <= width / 2 }.max() ?? 2) + 2
  }

  private func lines(_ text: String, label: String, indent: Int) -> String {
    let parts = Wrapping.lines(Sanitised(text).text, width: max(20, width - indent - 2))
    let isAlone = label.count + 2 > indent
    let heading = isAlone ? "  " + label.cut(to: width - 2) + "\n" : ""
    let label = isAlone ? "" : label
    return heading
      + parts.enumerated().map { index, part in
        let head = index == 0 ? label : ""
        let padding = String(repeating: " ", count: indent - head.count)
        return "  " + head + padding + part + "\n"
      }.joined()
  }

  private static func label(_ field: ShownField, _ section: ShownSection) -> String {
    guard !field.name.isEmpty else { return "" }
    let name = section.isVerbatim ? field.name : String(field.name.map { $0 == "_" ? " " : $0 })
    return Sanitised(name).text + ":"
  }
}
