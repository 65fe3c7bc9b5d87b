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

  /// Where a name stands.
  struct Place {
    let path: String
    /// From 1.
    let line: Int
  }

  /// Which names stand in files as words of their own, with the first place of each.
  ///
  /// - Parameters:
  ///   - names: Names of the project's own; those of less than four bytes are words of every text.
  ///   - paths: The files and folders of the experiment.
  /// - Returns: Places by names.
  static func places(of names: [String], in paths: [String]) -> [String: Place] {
    let names = names.filter { $0.utf8.count >= 4 }
    guard !names.isEmpty else { return [:] }
    let all = WordScanner(words: names.map { Array($0.utf8) })
    let each = names.map { ($0, WordScanner(words: [Array($0.utf8)])) }
    var found: [String: Place] = [:]
    var tree = FileTree(paths.map { FilePath($0) }, excluding: nil)
    while let item = tree.next() {
      guard item.kind == .file, case .contents(let contents)? = try? FileContents.read(item.path),
        all.containsAny(in: contents.bytes)
      else { continue }
      for (name, scanner) in each where found[name] == nil {
        found[name] = line(of: scanner, in: contents.bytes).map {
          Place(path: item.path.description, line: $0)
        }
      }
    }
    return found
  }

  /// The line of a scanner's word where nothing of a name is beside it, from 1; nil for none.
  private static func line(of scanner: WordScanner, in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      while let match = scanner.firstMatch(in: buffer, from: start) {
        let range = match.range
        let before = range.lowerBound > 0 ? buffer[range.lowerBound - 1] : 0x20
        let after = range.upperBound < buffer.count ? buffer[range.upperBound] : 0x20
        if !isOfName(before), !isOfName(after) {
          return buffer[..<range.lowerBound].count { $0 == 0x0A } + 1
        }
        start = range.lowerBound + 1
      }
      return nil
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
