import SourceText
import Testing

@Suite struct RestructuredTextReaderTests {
  typealias Case = JSONReaderTests.Case

  @Test(arguments: [
    Case("paragraphs", "A\n=\n\nb\nc", "prose'A\\n=\\n' prose'b\\nc'"),
    Case(
      "a directive", "a\n\n.. code-block:: bash\n   :linenos:\n\n   x\n     y\n\n   z\n\nb",
      "prose'a\\n' shell'x\\n  y\\n\\nz\\n\\n' prose'b'"),
    Case("no blank line", ".. code:: python\n   x\n", "python'x\\n'"),
    Case(
      "a literal block of commands", "Run::\n\n  openstack x\n\nb",
      "prose'Run::\\n' shell'openstack x\\n\\n' prose'b'"),
    Case("a literal block of text", "So::\n\n  x\n", "prose'So::\\n' prose'x\\n'"),
    Case(
      "a literal block in a list", "- So::\n\n    $ x\n\n- b",
      "prose'- So::\\n' shell'x\\n' prose'- b'"),
    Case(
      "the default language", ".. highlight:: python\n\nA::\n\n  x\n", "prose'A::\\n' python'x\\n'"),
    Case(
      "code in a note", ".. note::\n\n   a::\n\n     $ b\n",
      "prose'.. note::\\n' prose'   a::\\n' shell'b\\n'"),
    Case("console", ".. code-block:: console\n\n   $ x\n   out\n", "shell'x\\n'"),
    Case("a comment", ".. a\n   b\n\n   c\n\nd", "#'a\\n   b\\n\\n   c' prose'd'"),
    Case("an empty comment", "..\n\n  a\n", "prose'  a\\n'"),
    Case("a comment below its dots", "..\n  a\n\nb", "#'\\n  a' prose'b'"),
    Case(
      "targets are text", ".. _a: http://b\n.. [1] c\n",
      "prose'.. _a: http://b\\n' prose'.. [1] c\\n'"),
    Case("an open block", ".. code:: sh", ""),
  ])
  func reads(_ example: Case) {
    #expect(Document.rendering(example.text, as: .restructuredText) == example.expected)
  }
}
