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
    let all = outcome.records.flatMap(\.findings)
    let made = Set(all.filter { $0.ground == .made && $0.kind == .network }.map(\.value))
    references = outcome.records.flatMap { record in
      record.findings.filter { $0.kind != .network || !made.contains($0.value) }
        .map { PlanReference($0, path: record.path) }
    }
    files = outcome.records.map { record in
      PlanFile(
        path: record.path, isChanged: record.isChanged,
        obstacle: record.failure ?? record.question)
    }
    findings = all
    problems = outcome.problems
  }

  /// Where a name stands.
  struct Place: CustomStringConvertible {
    let path: String
    /// From 1.
    let line: Int
    /// `run.sh:7`.
    var description: String { "\(path):\(line)" }
  }

  /// Which names stand in files as words of their own, with the first place of each.
  ///
  /// - Parameters:
  ///   - names: Names of the project's own; letters and digits of less than four bytes are words of
  ///     every text, and left out.
  ///   - paths: The files and folders of the experiment.
  /// - Returns: Places by names.
  static func places(of names: [String], in paths: [String]) -> [String: Place] {
    let names = names.filter { name in
      let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber }
      return name.utf8.count >= (isPlain ? 4 : 3)
    }
    guard !names.isEmpty else { return [:] }
    let all = WordScanner(words: names.map { Array($0.utf8) })
    let each = names.map { ($0, WordScanner(words: [Array($0.utf8)])) }
    var found: [String: Place] = [:]
    var tree = FileTree(paths.map { FilePath($0) }, excluding: nil)
    while let item = tree.next() {
      guard item.kind == .file, case .contents(let contents)? = try? FileContents.read(item.path),
        all.containsAny(in: contents.bytes), !OwnDocument.isOne(contents.bytes)
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

extension PlanReference {
  /// A finding without secrets, as a plan is printed and kept.
  fileprivate init(_ finding: Finding, path: String) {
    self.init(
      kind: finding.kind.rawValue, value: Secrets.redacted(finding.value), path: path,
      line: finding.position.line, decision: finding.decision.rawValue,
      replacement: finding.replacement.map(Secrets.redacted), grade: finding.grade,
      ratio: finding.ratio, reason: Secrets.redacted(finding.reason),
      options: finding.options.map(Secrets.redacted), isRepeated: finding.ground == .follows)
  }
}
