@testable import Rewriting
import SourceText
import TestSupport
import Testing

/// Any text can be put in the place of any text of the fixtures, or is refused: quoting never makes
/// another text of it.
@Suite struct QuotingTests {
  private static let pieces = [
    "a", "gpu_rtx_6000", " ", "é", "日本", "🦊", "\"", "'", "\\", "$", "${A}", "$(b)", "`c`", "{", "}",
    "{{", "%", "%s", "!", "#", " #", ":", ": ", ",", "[", "]", "&", "*", "~", "|", ">", "<", "-",
    "=",
    "/", "@", "?", "\t", "\n", "\r", "\\n", "\u{7F}", "\u{1}", "\u{2028}", "0", "true", "null",
    "EOF",
  ]

  @Test func readsBackWhatWasWrittenIntoAnyLiteral() {
    var fuzzing = Fuzzing(seed: 1_122, rounds: 1)
    var (written, refused) = (0, 0)
    while var generator = fuzzing.next() {
      for example in CaseTests.cases {
        guard let file = ReadText(example.path, Array(example.before.utf8)) else { continue }
        for literal in file.literals where literal.holes.isEmpty {
          let text = QuotingTests.text(using: &generator)
          // The end of a here-document's last line belongs to the document.
          let end = literal.text.hasSuffix("\n") ? "\n" : ""
          // One that begins as code is read as code.
          let isCode = Language(path: "text", contents: Array((text + end).utf8)) != nil
          if !end.isEmpty, isCode { continue }
          let whole = literal.contents(in: file.document)
          let span = Span(
            whole.region, whole.range.lowerBound..<whole.range.upperBound - end.utf8.count)
          guard let edit = try? file.document.edit(span, to: text),
            let bytes = [edit].applied(to: file.document.bytes)
          else {
            refused += 1
            continue
          }
          written += 1
          let place = file.document.fileRange(of: literal.span).lowerBound
          let texts = ReadText(example.path, bytes)?.texts(at: place) ?? []
          #expect(
            texts.contains(text + end),
            """
            \(example.file): \(example.name): seed \(fuzzing.seed): \(literal.text.debugDescription) \
            to \(text.debugDescription) gives \(texts.debugDescription) in \
            \(String(decoding: bytes[max(0, place - 20)..<min(bytes.count, place + 60)], as: UTF8.self))
            """)
        }
      }
    }
    #expect(written > refused, "so few texts try nothing")
  }

  private static func text(using generator: inout SplitMix64) -> String {
    (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      pieces.randomElement(using: &generator) ?? ""
    }.joined()
  }
}

/// The texts of a file that are values.
private struct ReadText {
  let document: Document
  let literals: [Literal]

  init?(_ path: String, _ bytes: [UInt8]) {
    var document = Document(path: path, bytes: bytes)
    guard let language = Language(path: path, contents: bytes),
      let nodes = try? document.read(.file, as: language)
    else { return nil }
    var literals: [Literal] = []
    Walk { node, context in
      // Keys, conditions and names of commands are never changed.
      if case .word(0, _) = context.step { return }
      if case .text(let literal) = node, !context.isKey, !context.isCompared {
        literals.append(literal)
      }
    }.run(nodes)
    self.document = document
    self.literals = literals
  }

  /// The texts that begin at an offset of the file; one inside another may begin there too.
  func texts(at offset: Int) -> [String] {
    literals.filter { document.fileRange(of: $0.span).lowerBound == offset }.map(\.text)
  }
}
