import Foundation
import Rewriting
import SourceText
import TestCatalog
import TestSupport
import Testbed
import Testing
import Translation

/// What holds for any bytes at all, tried on damaged fixtures between random sites.
@Suite struct MutationTests {
  @Test func keepsWhatItPromisesForDamagedFiles() throws {
    let ports = try MutationTests.ports()
    var fuzzing = Fuzzing(seed: 20_261_122, rounds: 1500)
    var changed = 0
    while var generator = fuzzing.next() {
      let mutation = Mutation(of: CaseTests.cases, using: &generator)
      guard let port = ports.randomElement(using: &generator) else { break }
      let result = port.rewriter.rewrite(path: mutation.path, bytes: mutation.bytes)
      changed += result.edits.isEmpty ? 0 : 1
      let problem = MutationTests.problem(with: result, of: mutation, port)
      #expect(
        problem == nil,
        """
        seed \(fuzzing.seed), round \(fuzzing.done), \(mutation.path) \
        \(port.rewriter.options.source?.text ?? "-") \(port.rewriter.options.target): \
        \(Data(mutation.bytes).base64EncodedString())
        """)
    }
    #expect(changed > fuzzing.done / 20, "so few changes try nothing")
  }

  /// Ports between every two sites of the catalogue, and from sites that are inferred.
  private static func ports() throws -> [Port] {
    let sites = BundledSites.all.map(\.site.text)
    // Most fixtures are written for UC.
    var ports: [Port] = []
    for to in sites where to != "uc" {
      for from in sites + ["uc", "uc"] where from != to {
        ports.append(try Port(from: from, to: to))
      }
      ports.append(try Port(from: nil, to: to))
      ports.append(
        try Port(from: "uc", to: to) {
          $0.includesComments = true
          $0.includesProse = true
        })
    }
    return ports
  }

  /// What is wrong with a result; nil when nothing is.
  static func problem(with result: FileResult, of mutation: Mutation, _ port: Port) -> String? {
    guard !result.edits.isEmpty else {
      return result.bytes == mutation.bytes ? nil : "bytes changed without an edit"
    }
    if result.failure != nil { return "edits in spite of a failure" }
    if let problem = outside(result, mutation.bytes) { return problem }
    guard result.findings.contains(where: { [.rewritten, .choice].contains($0.decision) }) else {
      return "edits without a finding"
    }
    guard let language = result.language else { return "edits without a language" }
    var document = Document(path: mutation.path, bytes: result.bytes)
    if (try? document.read(.file, as: language)) == nil { return "the result cannot be read" }
    let again = port.rewriter.rewrite(path: mutation.path, bytes: result.bytes)
    return again.bytes == result.bytes ? nil : "a second run changes it"
  }

  /// Compares what lies between the edits, byte by byte.
  private static func outside(_ result: FileResult, _ old: [UInt8]) -> String? {
    var (oldEnd, newEnd) = (0, 0)
    for edit in result.edits {
      guard edit.range.lowerBound >= oldEnd, edit.range.upperBound <= old.count else {
        return "edits that overlap or reach outside"
      }
      let kept = old[oldEnd..<edit.range.lowerBound]
      let written = kept + edit.replacement
      guard result.bytes[newEnd...].starts(with: written) else {
        return "other bytes before offset \(edit.range.upperBound)"
      }
      oldEnd = edit.range.upperBound
      newEnd += written.count
    }
    return old[oldEnd...].elementsEqual(result.bytes[newEnd...]) ? nil : "other bytes at the end"
  }
}
