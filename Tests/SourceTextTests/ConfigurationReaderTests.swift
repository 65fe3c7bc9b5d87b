import SourceText
import Testing

/// What holds for YAML, HCL and INI alike.
@Suite struct ConfigurationReaderTests {
  private static let languages: [Language] = [.yaml, .hcl, .ini]

  private static var texts: [(Language, String)] {
    (YAMLReaderTests.structure + YAMLReaderTests.templates + YAMLReaderTests.scripts).map {
      (.yaml, $0.text)
    } + HCLReaderTests.cases.map { (.hcl, $0.text) } + INIReaderTests.cases.map { (.ini, $0.text) }
  }

  @Test func survivesDamagedTexts() {
    var numbers = SeededNumbers(seed: 7)
    for round in 0..<3000 {
      let (language, text) = Self.texts[round % Self.texts.count]
      var bytes = Array((text + "\n" + text).utf8)
      for _ in 0..<Int.random(in: 1...3, using: &numbers) { Self.damage(&bytes, &numbers) }
      var document = Document(path: "fuzz", bytes: bytes)
      guard let tree = try? document.read(.file, as: language) else { continue }
      for literal in ConfigurationRendering.literals(tree) {
        let place = document.fileRange(of: literal.span)
        #expect(place.upperBound <= bytes.count, "seed 7, round \(round)")
        guard !literal.text.isEmpty else { continue }
        let inner = document.fileRange(of: literal.contents(in: document))
        #expect(
          place.lowerBound <= inner.lowerBound && inner.upperBound <= place.upperBound,
          "seed 7, round \(round): \(inner) in \(place)")
      }
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
    let nasty = Array("\"'{}[]$\\\n\r\t #:-|>&*!?,=<\u{FF}".utf8) + [0xFF, 0]
    let place = Int.random(in: 0...bytes.count, using: &numbers)
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: bytes.removeLast(bytes.count - place)
    case 1: bytes.insert(nasty.randomElement(using: &numbers) ?? 0, at: place)
    case 2 where place < bytes.count: bytes.remove(at: place)
    default:
      guard place < bytes.count else { return }
      bytes[place] = nasty.randomElement(using: &numbers) ?? 0
    }
  }

  struct Quoting: CustomTestStringConvertible {
    let name: String
    let language: Language
    let text: String
    /// What is replaced.
    let old: String

    var testDescription: String { name }
  }

  static let quotings: [Quoting] = [
    .init(name: "plain", language: .yaml, text: "a: [1]\nb: old # c\nc: d\n", old: "old"),
    .init(name: "plain in a list", language: .yaml, text: "a: [x, old, y]\nc: d\n", old: "old"),
    .init(name: "single", language: .yaml, text: "a: 'old'\nc: d\n", old: "old"),
    .init(name: "double", language: .yaml, text: "a: \"old\" \nc: d\n", old: "old"),
    .init(
      name: "line of a literal", language: .yaml, text: "a: |\n  x\n  old\n  y\nc: d\n", old: "old"),
    .init(
      name: "line of a folded text", language: .yaml, text: "a: >-\n  x\n  old\nc: d\n", old: "old"),
    .init(
      name: "line of a quoted text", language: .yaml, text: "a: \"x\n  old\n  y\"\nc: d\n",
      old: "old"),
    .init(name: "string", language: .hcl, text: "a = \"old\"\nb = 1\n", old: "old"),
    .init(
      name: "here-document", language: .hcl, text: "a = <<-E\n  x\n  old\n  E\nb = 1\n", old: "old"),
    .init(name: "value", language: .ini, text: "[s]\na = old\nb = c\n", old: "old"),
    .init(name: "quoted value", language: .ini, text: "a = \"old\"\nb = c\n", old: "old"),
    .init(name: "continued value", language: .ini, text: "a =\n  x\n  old\nb = c\n", old: "old"),
  ]

  @Test(arguments: quotings)
  func readsAgainWhatItWrites(_ quoting: Quoting) throws {
    var document = Document(path: "a", bytes: Array(quoting.text.utf8))
    let literals = ConfigurationRendering.literals(try document.read(.file, as: quoting.language))
    let index = try #require(literals.firstIndex { $0.text.contains(quoting.old) })
    let whole = Array(literals[index].text.utf8)
    let old = Array(quoting.old.utf8)
    let start = try #require(whole.indices.first { whole[$0...].starts(with: old) })
    var numbers = SeededNumbers(seed: 3)
    var written = 0
    for _ in 0..<400 {
      let new = Self.randomText(&numbers)
      let span = Span(literals[index].region, start..<start + old.count)
      guard let edit = try? document.edit(span, to: new) else { continue }
      written += 1
      let bytes = try #require([edit].applied(to: document.bytes))
      var again = Document(path: "a", bytes: bytes)
      let after = ConfigurationRendering.literals(try again.read(.file, as: quoting.language))
      let wanted = literals[index].text.replacing(quoting.old, with: new)
      #expect(after.count == literals.count, "seed 3: \(new.debugDescription)")
      #expect(after.map(\.text).contains(wanted), "seed 3: \(new.debugDescription)")
    }
    #expect(written > 20)
  }

  private static func randomText(_ numbers: inout SeededNumbers) -> String {
    let alphabet = Array("abx019@._-/:#'\"\\${}%[],|>&*!?= \t\nü\u{2028}\u{7}")
    let count = Int.random(in: 1...5, using: &numbers)
    return String((0..<count).map { _ in alphabet.randomElement(using: &numbers) ?? "a" })
  }
}
