package import SourceText
package import Testbed

/// What became of one file.
package struct FileResult: Sendable {
  /// Something that still names the source site afterwards.
  package struct Remaining: Sendable, Hashable {
    /// In the new text.
    package let position: Position
    package let text: String
    /// Why it stays: `comment`, `prose`, `branch` and the like.
    package let reason: String

    package init(position: Position, text: String, reason: String) {
      self.position = position
      self.text = text
      self.reason = reason
    }
  }

  package let path: String
  /// Nil when the file is in no language that is read.
  package let language: Language?
  /// The site that the file is written for; nil when nothing tells.
  package let source: SiteID?
  /// What `source` was inferred from, in words; empty when it was given.
  package let evidence: [String]
  /// In the order of the text.
  package let findings: [Finding]
  /// Edits of the old bytes; empty when nothing changes.
  package let edits: [Edit]
  /// The bytes afterwards; the old ones when there are no edits.
  package let bytes: [UInt8]
  package let remaining: [Remaining]
  /// Why the file could not be read or must not be written, and is not changed; nil when it could.
  package let failure: String?
  /// What a person has to answer before anything can be decided or changed; nil for nothing.
  package let question: String?
  /// Whether the question is which of several sites, that the file names itself, it is written for.
  package let namesSeveralSites: Bool

  package init(
    path: String, language: Language?, source: SiteID?, evidence: [String] = [],
    findings: [Finding] = [], edits: [Edit] = [], bytes: [UInt8], remaining: [Remaining] = [],
    failure: String? = nil, question: String? = nil, namesSeveralSites: Bool = false
  ) {
    self.path = path
    self.language = language
    self.source = source
    self.evidence = evidence
    self.findings = findings
    self.edits = edits
    self.bytes = bytes
    self.remaining = remaining
    self.failure = failure
    self.question = question
    self.namesSeveralSites = namesSeveralSites
  }
}
