import Testbed

/// A command of a plan, as its words.
package struct PlanCommand: Sendable, Hashable {
  /// Where a command runs, and which login it has.
  package enum Place: String, Sendable, Hashable, CaseIterable {
    /// Here, with the login of the source.
    case source
    /// Here, with the login of the target.
    case target
    /// Here, without a login of its own.
    case here
    /// On an instance at the source.
    case sourceInstance = "source_instance"
    /// On an instance at the target.
    case targetInstance = "target_instance"
  }

  /// What somebody has to know, or do, before it runs.
  package enum Caution: String, Sendable, Hashable, CaseIterable {
    /// A word in capital letters stands for what only the user knows, or it asks in a browser.
    case fillIn = "fill_in"
    /// It reserves something, which is charged.
    case reserves
    /// It prints a secret, once.
    case printsSecret = "prints_secret"

    /// For people, without a full stop.
    package var text: String {
      switch self {
      case .fillIn: "fill it in first"
      case .reserves: "reserves, and is charged"
      case .printsSecret: "the secret is shown once"
      }
    }
  }

  package let place: Place
  /// The program and its arguments, unquoted.
  package let words: [String]
  /// A command that succeeds when this one has nothing to do any more; empty for none.
  package let unless: [String]
  /// A command that prints something when this one has nothing to do any more; empty for none.
  package let unlessPrints: [String]
  /// What it says when it fails as it has nothing to do any more; nil for nothing.
  package let tolerated: String?
  /// The file that its standard output goes to; nil for none.
  package let output: String?
  package let caution: Caution?
  /// A shell's line instead of `words`, for what needs a pipe; nil for none.
  package let line: String?

  /// A command with its words.
  package init(
    _ place: Place, _ words: [String], unless: [String] = [], unlessPrints: [String] = [],
    tolerating tolerated: String? = nil, output: String? = nil, caution: Caution? = nil
  ) {
    self.place = place
    self.words = words
    self.unless = unless
    self.unlessPrints = unlessPrints
    self.tolerated = tolerated
    self.output = output
    self.caution = caution
    line = nil
  }

  /// A line for a shell, in which `"$FROM_CLOUD"` and `"$TO_CLOUD"` stand for the logins.
  package init(_ place: Place, line: String, caution: Caution? = nil) {
    self.place = place
    self.line = line
    self.caution = caution
    words = []
    unless = []
    unlessPrints = []
    tolerated = nil
    output = nil
  }

  /// What tells whether everything that files name is at a site, and nothing of another is left.
  static func verification(of paths: [String], at site: SiteID) -> PlanCommand {
    PlanCommand(.here, ["chiport", "verify"] + paths + ["--to", site.text])
  }

  /// The command as a shell takes it.
  ///
  /// - Parameter clouds: What stands after `--os-cloud` at the source and at the target, as the shell
  ///   is to read it; nil to leave it out.
  /// - Returns: One line.
  package func text(clouds: (source: String, target: String)?) -> String {
    if let line {
      guard let clouds else { return line }
      return line.replacing("\"$FROM_CLOUD\"", with: clouds.source)
        .replacing("\"$TO_CLOUD\"", with: clouds.target)
    }
    let text = PlanCommand.text(words, place, clouds)
    return output.map { "\(text) > \(ShellText.quoted($0))" } ?? text
  }

  /// A test that succeeds when there is nothing to do any more; nil without one.
  package func guardText(clouds: (source: String, target: String)?) -> String? {
    if !unless.isEmpty { return PlanCommand.text(unless, place, clouds) }
    guard !unlessPrints.isEmpty else { return nil }
    return "test -n \"$(\(PlanCommand.text(unlessPrints, place, clouds)))\""
  }

  private static func text(
    _ words: [String], _ place: Place, _ clouds: (source: String, target: String)?
  ) -> String {
    guard let clouds, words.first == "openstack", place == .source || place == .target else {
      return ShellText.command(words)
    }
    let cloud = place == .source ? clouds.source : clouds.target
    return (["openstack", "--os-cloud", cloud] + words.dropFirst().map(ShellText.quoted))
      .joined(separator: " ")
  }
}
