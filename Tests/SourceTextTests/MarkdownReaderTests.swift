import SourceText
import Testing

@Suite struct MarkdownReaderTests {
  typealias Case = JSONReaderTests.Case

  @Test(arguments: [
    Case("nothing", "", ""),
    Case("paragraphs", "# A\n\nb\nc\r\n\n \nd", "prose'# A\\n' prose'b\\nc\\r\\n' prose'd'"),
    Case("a fence", "a\n```bash\nx\n```\nb", "prose'a\\n' shell'x\\n' prose'b'"),
    Case("tildes and a longer end", "~~~~ py\n~~~\n~~~~~\nb", "python'~~~\\n' prose'b'"),
    Case("backquotes within", "````python\n```\n````", "python'```\\n'"),
    Case("code on one line is text", "```bash x``` y", "prose'```bash x``` y'"),
    Case("an open fence", "```sh\nx\n\ny", "shell'x\\n\\ny'"),
    Case("CRLF", "```sh\r\nx\r\n```\r\n", "shell'x\\r\\n'"),
    Case("an indented fence", "  ```sh\n  x\n    y\n z\n  ```", "shell'x\\n  y\\nz\\n'"),
    Case(
      "a fence in a list", "1. a\n\n      ```sh\n      x\n      ```\n   b",
      "prose'1. a\\n' shell'x\\n' prose'   b'"),
    Case("a fence behind a bullet", "- ```sh\n  x\n  ```\n- b", "shell'x\\n' prose'- b'"),
    Case(
      "a second fence in an item", "1.   ```sh\n     x\n     ```\n\n     ```py\n     y\n     ```",
      "shell'x\\n' python'y\\n'"),
    Case("a tab for indentation", "- a\n\t```sh\n\tx\n\t```", "prose'- a\\n' shell'x\\n'"),
    Case("a fence in a quotation", "> ```sh\n> x\n> ```\nb", "shell'x\\n' prose'b'"),
    Case("a quotation ends its fence", "> ```sh\n> x\nb", "shell'x\\n' prose'b'"),
    Case("other languages are text", "```toml\nx\n```", "prose'x\\n'"),
    Case("Pandoc's attributes", "```{.python .cell}\nx\n```", "python'x\\n'"),
    Case("Quarto's cells", "```{bash, echo=FALSE}\nx\n```", "shell'x\\n'"),
    Case(
      "MyST's cells", "```{code-cell} ipython3\n:tags: [a]\n\nx\n:y\n```", "python'\\nx\\n:y\\n'"),
    Case("MyST's notes are text", "```{note}\nx\n```", "prose'x\\n'"),
    Case("commands without a language", "```\nopenstack x\n```", "shell'openstack x\\n'"),
    Case("anything else without a language", "```\nx: y\n```", "prose'x: y\\n'"),
    Case("output of a console", "```console\nx\n```", "prose'x\\n'"),
    Case("output between prompts", "```console\nx\n$ a\n```", "shell'a\\n'"),
    Case("a console without prompts", "```console\npython x\n```", "shell'python x\\n'"),
    Case("settings in a console", "```console\nA=b\n```", "shell'A=b\\n'"),
    Case("indented Python", "a\n\n    chi.x()\n", "prose'a\\n' python'chi.x()\\n'"),
    Case("a name within text", "a\n\n    use chi.x()\n", "prose'a\\n' prose'use chi.x()\\n'"),
    Case(
      "prompts", "```console\n$ a \\\n  b\nout\n# c\n(v) $ d\n> e\ncc@n:~$ f\n[cc@n ~]$ g\n```",
      "shell'a \\\\n  b\\nd\\ne\\nf\\ng\\n'"),
    Case("root's prompts", "```console\n# a\nout\n```", "shell'a\\n'"),
    Case("prompts pasted as code", "```bash\n# c\n$ a\nout\n```", "shell'a\\n'"),
    Case("a comment is no prompt", "```bash\n# c\na $ b\n```", "shell'# c\\na $ b\\n'"),
    Case("Python's prompts", "```py\n>>> if a:\n...   b\n1\n```", "python'if a:\\n  b\\n'"),
    Case("indented commands", "a\n\n    $ b\n    c\n\nd", "prose'a\\n' shell'b\\n' prose'd'"),
    Case("indented text", "a\n\n    b\n\nd", "prose'a\\n' prose'b\\n\\n' prose'd'"),
    Case("metadata", "---\na: b\n---\nc", "yaml'a: b\\n' prose'c'"),
    Case("a rule is no metadata", "---\n\na\n\n---", "prose'---\\n' prose'a\\n' prose'---'"),
    Case(
      "comments", "a <!-- b\n\n```sh\n--> c\n<!-- d",
      "prose'a ' #' b\\n\\n```sh\\n' prose' c\\n<!-- d'"),
    Case(
      "divisions",
      "::: {.cell .gpu-a100}\na\n:::: note\nb\n::::\n```sh\n:::\n```\n:::\nc\n",
      "div'.cell .gpu-a100'(prose'a\\n' div'note'(prose'b\\n') shell':::\\n') prose'c\\n'"),
    Case("an open division", ":::a\nb", "div'a'(prose'b')"),
    Case("an end without a division", ":::\nb", "prose':::\\nb'"),
  ])
  func reads(_ example: Case) {
    #expect(Document.rendering(example.text, as: .markdown) == example.expected)
  }

  @Test func boundsTheNestingOfDivisions() throws {
    let text =
      String(repeating: "::: a\n", count: 5000) + String(repeating: ":::\n", count: 5000) + "x"
    var document = Document(path: "a", bytes: Array(text.utf8))
    let syntax = try document.read(.file, as: .markdown)
    #expect(syntax.count == 2)
    #expect(TextRendering.literals(syntax).count == 101)
  }

  @Test func editsCodeInAListInAQuotation() throws {
    let text = "> 1. a\n>    ```sh\n>    x\n>      y\n>    ```\n"
    var document = Document(path: "a", bytes: Array(text.utf8))
    let syntax = try document.read(.file, as: .markdown)
    guard case .code(let code) = try #require(syntax.last) else {
      Issue.record("no code")
      return
    }
    #expect(document[code.region].text == "x\n  y\n")
    let edit = try document.edit(Span(code.region, 4..<5), to: "zz")
    let bytes = try #require([edit].applied(to: document.bytes))
    #expect(String(decoding: bytes, as: UTF8.self) == text.replacing("y", with: "zz"))
  }
}
