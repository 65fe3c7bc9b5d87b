import SourceText
import TestSupport
import Testing

@Suite struct TextFuzzTests {
  private static let seeds: [(Language, String)] = [
    (
      .json,
      "{\"a\": [\"b\\u00e9\\ud83d\\ude00\", 1, // c\n true, \"x\u{FFFC}\"], /* d */ \"e\": {},}\n[\"f\"]"
    ),
    (
      .notebook,
      """
      {"cells": [{"cell_type": "code", "outputs": [{"a": ["\\\\n"]}], "source": ["a\\n", "b \\"c"]},
      {"cell_type": "markdown", "source": "# a\\n```sh\\n$ x\\n```\\n"}, {"cell_type": "raw", "source": [""]}],
      "metadata": {"kernelspec": {"language": "bash"}}, "nbformat": 4}
      """
    ),
    (
      .markdown,
      "---\na: b\n---\n# t\n- c\n  ```console\n  $ d \\\n  e\n  ```\n> ~~~ {.python}\n> x\n> ~~~\n"
        + "::: {.cell}\n<!-- y\n --> z\n:::\n\n    openstack x\n```json\n[\"a\"]\n```"
    ),
    (
      .restructuredText,
      "A\n=\n\n.. code-block:: bash\n   :x:\n\n   $ y\n\n.. c\n   d\n\nB::\n\n\topenstack e\n\n..\n\n.. _f: g"
    ),
  ]

  @Test(arguments: seeds.indices)
  func survivesAnything(seed: Int) {
    let (language, text) = Self.seeds[seed]
    var dice = SplitMix64(seed: UInt64(seed))
    for round in 0..<1500 {
      let bytes = dice.mutation(of: Array(text.utf8))
      var document = Document(path: "a", bytes: bytes)
      guard let syntax = try? document.read(.file, as: language) else { continue }
      for literal in TextRendering.literals(syntax) {
        let outer = document.fileRange(of: literal.span)
        let inner = document.fileRange(of: literal.contents(in: document))
        let isNested = outer.lowerBound <= inner.lowerBound && inner.upperBound <= outer.upperBound
        let isEmpty = document[literal.region].bytes.isEmpty
        #expect(
          outer.upperBound <= bytes.count && (isNested || isEmpty), "round \(round): \(bytes)")
        for hole in literal.holes {
          let bytes = document[literal.region].bytes.dropFirst(hole.offset)
          #expect(bytes.starts(with: Region.hole), "round \(round)")
        }
      }
    }
  }
}
