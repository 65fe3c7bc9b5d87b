import SourceText
import TestSupport
import Testing

@Suite struct PythonRobustnessTests {
  static let openings = ["'", "\"", "'''", "\"\"\"", "b'", "r\"", "f'", "rf'''", "Rb\"", "u'"]

  @Test(arguments: openings) func spellsAnyTextSoThatItIsReadAgain(_ opening: String) throws {
    let quotes = opening.drop { $0 != "'" && $0 != "\"" }
    let source = "x = \(opening)old\(quotes)\ny = 1\n"
    var random = SplitMix64(seed: 7)
    let alphabet = Array("ab\\'\"{}\n\r\t\u{0}\u{7F}é😀N$0".unicodeScalars)
    var spelled = 0
    for _ in 0..<300 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
      }
      var document = Document(path: "a", bytes: Array(source.utf8))
      let literal = try #require(
        PythonRendering.literals(try document.read(.file, as: .python)).first)
      guard let edit = try? document.edit(literal.contents(in: document), to: String(text)) else {
        #expect(opening.lowercased().contains("r"))
        continue
      }
      spelled += 1
      let edited = try #require([edit].applied(to: document.bytes))
      var again = Document(path: "a", bytes: edited)
      let tree = try again.read(.file, as: .python)
      let result = try #require(PythonRendering.literals(tree).first)
      #expect(Array(result.text.utf8) == Array(String(text).utf8))
      #expect(edited.suffix(7).elementsEqual("\ny = 1\n".utf8))
    }
    #expect(spelled > 30)
  }

  @Test(arguments: [
    "(", "[", "{1:", "f(", "not ", "lambda: ", "x if y else ", "-", "f'{", "await ",
  ])
  func leavesDeepNestingUnread(_ opening: String) {
    var document = Document(
      path: "a", bytes: Array(String(repeating: opening, count: 20_000).utf8))
    _ = try? document.read(.file, as: .python)
    let closed = String(repeating: "(", count: 500) + "'a'" + String(repeating: ")", count: 500)
    document = Document(path: "a", bytes: Array((closed + "\nf('b')").utf8))
    let tree = (try? document.read(.file, as: .python)) ?? []
    #expect(PythonRendering.render(tree, document).hasSuffix("f('b')"))
  }

  @Test func survivesDamage() {
    let sources = PythonTests.cases.map { Array($0.source.utf8) }
    var random = SplitMix64(seed: 3)
    var count = 0
    for _ in 0..<4000 {
      var bytes = sources[Int.random(in: 0..<sources.count, using: &random)]
      for _ in 0..<3 where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: index)
        case 1:
          bytes.insert(
            Array("'\"\\{}()[]\n:=,.!%#*f\u{FF}".utf8).randomElement(using: &random) ?? 0, at: index
          )
        case 2: bytes.swapAt(index, bytes.count - 1)
        default: bytes += sources[Int.random(in: 0..<sources.count, using: &random)]
        }
      }
      var document = Document(path: "a", bytes: bytes)
      guard let tree = try? document.read(.file, as: .python) else { continue }
      for literal in PythonRendering.literals(tree) {
        count += 1
        let outer = document.fileRange(of: literal.span)
        let inner = document.fileRange(of: literal.contents(in: document))
        #expect(outer.lowerBound >= 0 && outer.upperBound <= bytes.count)
        #expect(inner.isEmpty || outer.lowerBound <= inner.lowerBound)
        #expect(inner.isEmpty || inner.upperBound <= outer.upperBound)
      }
    }
    #expect(count > 1000)
  }
}
