import Foundation
import Rewriting
import SourceText
import Testing
import Translation

/// Examples in a file: what is ported, what it becomes, and what is said about it.
///
/// A case begins with `=== name | from to | path` (`-` for a site to infer), then options in words
/// (`comments`, `prose`, `map:old=new`, `prefer:old=new`), then the text. `--- after` begins the text
/// afterwards and is left out when nothing changes; `--- report` begins the findings, one a line.
/// `--- beside path` gives a neighbour.
struct CaseFile {
  struct Case: CustomTestStringConvertible, Sendable {
    let file: String
    let header: String
    let name: String
    let from: String?
    let to: String
    let path: String
    let options: Set<String>
    let before: String
    let after: String?
    let report: [String]
    let neighbours: [(path: String, text: String)]

    var testDescription: String { "\(file): \(name)" }
  }

  struct Malformed: Error { let header: String }

  let url: URL
  let cases: [Case]

  static func all() throws -> [CaseFile] {
    guard let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil) else {
      return []
    }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "case" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map(CaseFile.init)
  }

  init(_ url: URL) throws {
    self.url = url
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    cases = try text.components(separatedBy: "\n=== ").map { part in
      try CaseFile.parse(
        part.hasPrefix("=== ") ? String(part.dropFirst(4)) : part, url.lastPathComponent)
    }
  }

  private static func parse(_ text: String, _ file: String) throws -> Case {
    var lines = text.components(separatedBy: "\n")
    let header = lines.removeFirst()
    let fields = header.components(separatedBy: " | ")
    guard fields.count >= 3 else { throw Malformed(header: header) }
    let sites = fields[1].components(separatedBy: " ")
    guard sites.count == 2 else { throw Malformed(header: header) }
    var sections: [(name: String, lines: [String])] = [("before", [])]
    for line in lines {
      if line.hasPrefix("--- ") {
        sections.append((String(line.dropFirst(4)), []))
      } else {
        sections[sections.count - 1].lines.append(line)
      }
    }
    func section(_ name: String) -> [String]? { sections.first { $0.name == name }?.lines }
    return Case(
      file: file, header: header, name: fields[0], from: sites[0] == "-" ? nil : sites[0],
      to: sites[1], path: fields[2],
      options: Set(fields.dropFirst(3).flatMap { $0.components(separatedBy: " ") }),
      before: unescaped(section("before") ?? []), after: section("after").map(unescaped),
      report: (section("report") ?? []).filter { !$0.isEmpty },
      neighbours: sections.filter { $0.name.hasPrefix("beside ") }.map {
        (String($0.name.dropFirst(7)), unescaped($0.lines))
      })
  }

  /// `␍` is a carriage return, `␉` a tab, and a `␃` at the end says that there is no final newline.
  private static func unescaped(_ lines: [String]) -> String {
    var text = lines.joined(separator: "\n")
    while text.hasSuffix("\n\n") { text.removeLast() }
    if !text.hasSuffix("\n") { text += "\n" }
    text = text.replacingOccurrences(of: "␍", with: "\r").replacingOccurrences(of: "␉", with: "\t")
    return text.hasSuffix("␃\n") ? String(text.dropLast(2)) : text
  }

  static func escaped(_ text: String) -> String {
    // A carriage return and a line feed are one character.
    let marked = text.utf8.last == UInt8(ascii: "\n") ? text : text + "␃\n"
    return marked.replacingOccurrences(of: "\r\n", with: "␍\n").replacingOccurrences(
      of: "\t", with: "␉")
  }
}

extension CaseFile.Case {
  func port() throws -> (port: Port, result: FileResult, neighbours: [Survey]) {
    var choices = TranslationChoices()
    for option in options where option.hasPrefix("prefer:") {
      let sides = option.dropFirst(7).components(separatedBy: "=")
      if sides.count == 2 { choices.preferred[sides[0]] = sides[1] }
    }
    let port = try Port(from: from, to: to, choices: choices) { settings in
      settings.includesComments = options.contains("comments")
      settings.includesProse = options.contains("prose")
      for option in options where option.hasPrefix("map:") {
        let sides = option.dropFirst(4).components(separatedBy: "=")
        if sides.count == 2 { settings.map[sides[0]] = sides[1] }
      }
    }
    let surveys = neighbours.compactMap {
      port.rewriter.survey(path: $0.path, bytes: Array($0.text.utf8))
    }
    return (port, port(before, path, neighbours: surveys), surveys)
  }

  /// The case as it would be recorded.
  func recorded(_ result: FileResult) -> String {
    var text = "=== \(header)\n" + CaseFile.escaped(before)
    for neighbour in neighbours {
      text += "--- beside \(neighbour.path)\n" + CaseFile.escaped(neighbour.text)
    }
    if result.text != before { text += "--- after\n" + CaseFile.escaped(result.text) }
    text += "--- report\n" + summary(result).map { $0 + "\n" }.joined()
    return text
  }

  func summary(_ result: FileResult) -> [String] {
    let reasons = result.findings.map { options.contains("reasons") ? ": " + $0.reason : "" }
    return zip(result.summary, reasons).map { $0 + $1 }
      + (result.failure.map { ["failure: \($0)"] } ?? [])
      + (result.question.map { ["question: \($0)"] } ?? [])
  }
}
