import Files
import Planning
import Rewriting
import SourceText

/// What the files of an experiment tell a plan.
struct PlanExperiment {
  let references: [PlanReference]
  let files: [PlanFile]
  /// For those who look for free nodes.
  let findings: [Finding]
  /// What could not be read, in words.
  let problems: [String]

  init(_ outcome: RewriteOutcome) {
    references = outcome.records.flatMap { record in
      record.findings.map { finding in
        PlanReference(
          kind: finding.kind.rawValue, value: finding.value, path: record.path,
          line: finding.position.line, decision: finding.decision.rawValue,
          replacement: finding.replacement, grade: finding.grade, ratio: finding.ratio,
          reason: finding.reason, options: finding.options)
      }
    }
    files = outcome.records.map { record in
      PlanFile(
        path: record.path, isChanged: record.isChanged,
        obstacle: record.failure ?? record.question)
    }
    findings = outcome.records.flatMap(\.findings)
    problems = (outcome.skipped.errors + outcome.failures).map(\.description)
  }

  /// Which names stand in files as words of their own, with the first file for each.
  ///
  /// - Parameters:
  ///   - names: Names of containers; those of less than four bytes are words of every text.
  ///   - paths: The files and folders of the experiment.
  /// - Returns: The paths of files by names.
  static func places(of names: [String], in paths: [String]) -> [String: String] {
    let names = names.filter { $0.utf8.count >= 4 }
    guard !names.isEmpty else { return [:] }
    let all = WordScanner(words: names.map { Array($0.utf8) })
    let each = names.map { ($0, WordScanner(words: [Array($0.utf8)])) }
    var found: [String: String] = [:]
    var tree = FileTree(paths.map { FilePath($0) }, excluding: nil)
    while let item = tree.next() {
      guard item.kind == .file, case .contents(let contents)? = try? FileContents.read(item.path),
        all.containsAny(in: contents.bytes)
      else { continue }
      for (name, scanner) in each
      where found[name] == nil && hasWord(scanner, contents.bytes) {
        found[name] = item.path.description
      }
    }
    return found
  }

  /// Whether a scanner's word stands somewhere with nothing of a name beside it.
  private static func hasWord(_ scanner: WordScanner, _ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      while let match = scanner.firstMatch(in: buffer, from: start) {
        let range = match.range
        let before = range.lowerBound > 0 ? buffer[range.lowerBound - 1] : 0x20
        let after = range.upperBound < buffer.count ? buffer[range.upperBound] : 0x20
        if !isOfName(before), !isOfName(after) { return true }
        start = range.lowerBound + 1
      }
      return false
    }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
