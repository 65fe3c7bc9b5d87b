/// One thing that is wrong, missing or misleading in a record, and what was made of it.
///
/// `chiport doctor` is the list of these.
package struct Oddity: Sendable, Hashable {
  /// The name of the rule that fired, for example `model-in-description`.
  package let rule: String
  /// The field of the record, in Blazar's dotted naming.
  package let field: String
  /// What the record says; nil where it says nothing.
  package let found: String?
  /// What chiport works with instead; nil where it keeps what was found.
  package let used: String?
  package let reason: String

  package init(rule: String, field: String, found: String?, used: String?, reason: String) {
    self.rule = rule
    self.field = field
    self.found = found
    self.used = used
    self.reason = reason
  }

  /// The rule for sizes that no node has.
  package static let implausibleSize = "implausible-size"
}
