import SourceText
import Testing

@Suite struct INIReaderTests {
  static let cases: [ReadingCase] = [
    .init(
      "section", "[chi_uc]\ntype = swift\nauth: http://x:5000/v3\n",
      "<chi_uc chi_uc | {type: swift, auth: http://x:5000/v3}>"),
    .init("comments", "; a\nx = y ; z # w\n", "{x: y ; z # w} # a"),
    .init("continuation", "[a]\nx =\n  b\n  c\ny = d\r\n", "<a a | {x: ⏎b⏎c, y: d}>"),
    .init("indented keys", "[a]\n\tx = 1\n\ty = 2\n", "<a a | {x: 1, y: 2}>"),
    .init("quotes", "x = \"y\"\nz = 'a' b'", "{x: \"y\", z: 'a' b'}"),
    .init("no value", "[a]\nx\n", "<a a | unread`x`>"),
  ]

  @Test(arguments: cases)
  func readsTheTree(_ test: ReadingCase) {
    #expect(ConfigurationRendering.of(test.text, .ini) == test.tree)
  }
}
