import SourceText
import Testing

@Suite struct NotebookReaderTests {
  /// A notebook with one cell of each type.
  private static func notebook(metadata: String) -> String {
    """
    {
     "cells": [
      {"cell_type": "markdown", "metadata": {}, "source": ["# Title\\n", "text"]},
      {"cell_type": "code", "execution_count": 1, "metadata": {"tags": ["a"]},
       "outputs": [{"data": {"text/plain": ["gpu_p100 ] } \\" "]}, "output_type": "x"}],
       "source": ["a = 1\\n", "b"]},
      {"cell_type": "raw", "metadata": {}, "source": "raw \\u00e9"},
      {"cell_type": "code", "metadata": {"vscode": {"languageId": "shellscript"}}, "source": "ls"},
      {"cell_type": "code", "metadata": {"vscode": {"languageId": "powershell"}}, "source": "dir"},
      {"cell_type": "code", "metadata": {}, "source": []}
     ],
     "metadata": \(metadata), "nbformat": 4, "nbformat_minor": 5
    }
    """
  }

  private static let title = "markdown'# Title\\ntext'"

  @Test(arguments: [
    ("{}", "python"),
    (#"{"kernelspec": {"display_name": "x", "language": "python", "name": "python3"}}"#, "python"),
    (#"{"kernelspec": {"display_name": "Bash", "language": "bash", "name": "bash"}}"#, "shell"),
    (#"{"kernelspec": {"name": "bash"}, "language_info": {"name": "python"}}"#, "shell"),
    (#"{"kernelspec": {"name": "mine"}, "language_info": {"name": "bash"}}"#, "shell"),
    (#"{"kernelspec": {"name": "mine"}}"#, "python"),
    (#"{"kernelspec": {"name": "calysto_bash"}}"#, "shell"),
    (
      #"{"kernelspec": null, "language_info": {"codemirror_mode": {"name": "r"}, "name": "R"}}"#, ""
    ),
    (#"{"kernelspec": {"name": "ir"}}"#, ""),
    (#"{"kernelspec": {"language": "julia", "name": "python3"}}"#, ""),
  ])
  func takesTheLanguageFromTheKernel(metadata: String, language: String) {
    func unread(_ offset: Int) -> String { "unread@\(offset): its language is not read" }
    let code = language.isEmpty ? unread(266) : "\(language)'a = 1\\nb'"
    #expect(
      Document.rendering(Self.notebook(metadata: metadata), as: .notebook)
        == "\(Self.title) \(code) prose'raw é' shell'ls' \(unread(532))")
  }

  @Test(arguments: [
    (#"{"name": ""}"#, "python", "python'x'"),
    (#"{"name": ""}"#, "bash", "shell'x'"),
    (#"{"kernelspec": {"name": "bash"}}"#, "python", "shell'x'"),
  ])
  func readsTheFormerFormat(metadata: String, language: String, expected: String) {
    let text = """
      {"metadata": \(metadata), "nbformat": 3, "worksheets": [{"cells": [
      {"cell_type": "heading", "level": 1, "source": ["Title"]},
      {"cell_type": "code", "language": "\(language)", "input": ["x"], "outputs": []}],
      "metadata": {}}]}
      """
    #expect(Document.rendering(text, as: .notebook) == "markdown'Title' \(expected)")
  }

  @Test(arguments: [
    ("[]", "error@0: found '[', expected '{' of a notebook"),
    ("", "error@0: found the end of the text, expected '{' of a notebook"),
    (#"{"a": 1}"#, "error@0: found no 'cells', expected a notebook"),
    (#"{"cells": [{"source": ["a"#, "error@23: the string does not end on its line"),
    (#"{"cells": [], "x": {"y": [1"#, "error@18: the value does not end"),
    (
      #"{"cells": [{"source": [1]}]}"#,
      "error@23: found '1', expected a line of the cell in double quotes"
    ),
    (#"{"cells": []} x"#, "error@14: found 'x', expected the end of the text"),
    (
      #"{"cells": [{"cell_type": "raw", "source": "\q"}]}"#,
      "unread@43: found an escape that JSON does not know"
    ),
  ])
  func saysWhatIsWrong(text: String, expected: String) {
    #expect(Document.rendering(text, as: .notebook) == expected)
  }

  @Test(arguments: [false, true], [false, true])
  func editsOneLineInAnyLayout(minified: Bool, crlf: Bool) throws {
    var text = Self.notebook(metadata: "{}")
    if crlf { text = text.replacing("\n", with: "\r\n") }
    if minified { text = text.filter { !$0.isNewline } }
    var document = Document(path: "a", bytes: Array(text.utf8))
    let syntax = try document.read(.file, as: .notebook)
    guard case .code(let code) = syntax[1] else {
      Issue.record("no code cell")
      return
    }
    let span = Span(code.region, 4..<5)
    #expect(document.cell(of: span) == 2)
    let edit = try document.edit(span, to: "\"é\"")
    let result = try #require([edit].applied(to: document.bytes))
    #expect(
      String(decoding: result, as: UTF8.self)
        == text.replacing(#""a = 1\n""#, with: #""a = \"é\"\n""#))
    #expect(throws: EditError.spansParts) { try document.edit(Span(code.region, 4..<7), to: "") }
  }
}
