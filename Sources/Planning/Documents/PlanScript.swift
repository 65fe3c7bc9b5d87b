import Testbed

/// A plan as a script of plain commands (`openstack`, `cc-snapshot`, `tar`), for those who want no other
/// program.
///
/// Commands that have to run on instances, that someone has to decide about, or that reserve are there
/// as comments; so is what only chiport does, the port of the files and what verifies it. Where a command
/// can see that it is done, the script looks first, so that it can run again after a failure.
package struct PlanScript: Sendable {
  private let plan: Plan
  private let names: (from: String, to: String)
  private let clouds: (source: String, target: String)

  /// - Parameters:
  ///   - plan: What is to be done.
  ///   - from: The source, for people and as a cloud of `clouds.yaml`.
  ///   - to: The target, likewise.
  package init(
    _ plan: Plan, from: (name: String, cloud: String), to: (name: String, cloud: String)
  ) {
    self.plan = plan
    names = (from.name, to.name)
    clouds = (from.cloud, to.cloud)
  }

  private static let beginning = "#!/usr/bin/env bash\n# From "
  private static let maker = ", as planned by chiport "

  /// Whether a file is such a script, told by its first lines.
  package static func isOne(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: beginning.utf8)
      && String(decoding: bytes.prefix(500), as: UTF8.self).contains(maker)
  }

  /// The script, for bash.
  package var text: String {
    var lines = [
      "\(PlanScript.beginning)\(names.from) to \(names.to)\(PlanScript.maker)\(plan.madeAt).",
      "# Needs python-openstackclient, python-blazarclient (Chameleon's: chameleon-blazarclient) for",
      "# reservations and python-manilaclient for shares, with clouds.yaml for both sites; set",
      "# FROM_CLOUD and TO_CLOUD to the names of its clouds.",
      // Selectors have signs of variables that no shell is to read.
      "# shellcheck disable=SC2016",
      "set -euo pipefail", "",
      "FROM_CLOUD=${FROM_CLOUD:-\(PlanScript.inDefault(clouds.source))}",
      "TO_CLOUD=${TO_CLOUD:-\(PlanScript.inDefault(clouds.target))}",
      "export FROM_CLOUD TO_CLOUD",
      "# Commands in other folders find it too.",
      "if test -s clouds.yaml; then",
      "  export OS_CLIENT_CONFIG_FILE=\"${OS_CLIENT_CONFIG_FILE:-$PWD/clouds.yaml}\"",
      "fi", "",
    ]
    if let folder = plan.folder {
      lines += PlanScript.comment("The files are meant from \(ShellText.quoted(folder)).") + [""]
    }
    lines += plan.warnings.flatMap { PlanScript.comment("Note: \($0).") + [""] }
    for (index, step) in plan.steps.enumerated() { lines += self.lines(step, index + 1) }
    if !plan.paths.isEmpty {
      lines += PlanScript.disabled(
        "afterwards, with chiport", plan.verification.text(clouds: nil))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ step: PlanStep, _ number: Int) -> [String] {
    var lines = PlanScript.comment("\(number). \(step.title) (\(PlanScript.word(step.state)))")
    lines += PlanScript.comment("Why: \(step.why).")
    lines += step.left.flatMap { PlanScript.comment("Left to you: \($0).") }
    if step.state == .todo || step.state == .decide {
      var said: String?
      for command in step.commands {
        let own = self.lines(command, step)
        // Why it is a comment is said once for all that follow.
        let isSaid = own.first == said && own.first?.hasPrefix("#") == true
        lines += isSaid ? Array(own.dropFirst()) : own
        said = own.first
      }
    }
    return lines + [""]
  }

  private func lines(_ command: PlanCommand, _ step: PlanStep) -> [String] {
    let shell = (source: "\"$FROM_CLOUD\"", target: "\"$TO_CLOUD\"")
    let text = command.text(clouds: command.line == nil ? shell : nil)
    switch command.place {
    case .sourceInstance: return PlanScript.disabled("on an instance at \(names.from)", text)
    case .targetInstance: return PlanScript.disabled("on an instance at \(names.to)", text)
    case .source, .target, .here: break
    }
    if step.state == .decide { return PlanScript.disabled("when it is decided", text) }
    if let caution = command.caution { return PlanScript.disabled(caution.text, text) }
    // No ported file is made again from a ported one.
    if step.kind == .files { return PlanScript.disabled("with chiport, or by hand", text) }
    if let tolerated = command.tolerated {
      let said = ShellText.quoted(tolerated)
      return [
        "said=$(\(text) 2>&1) || [[ $said == *\(said)* ]] || { echo \"$said\" >&2; false; }"
      ]
    }
    guard let test = command.guardText(clouds: shell) else { return [text] }
    let quiet = command.unless.isEmpty || command.unless.first == "test" ? "" : " > /dev/null 2>&1"
    return ["if ! \(test)\(quiet); then", "  \(text)", "fi"]
  }

  private static func disabled(_ why: String, _ text: String) -> [String] {
    comment("\(why):") + text.split(whereSeparator: \.isNewline).map { "#   \($0)" }
  }

  private static func word(_ state: PlanStep.State) -> String {
    switch state {
    case .done: "nothing to do"
    case .todo: "to do"
    case .decide: "to decide"
    case .blocked: "blocked"
    case .skip: "left out"
    }
  }

  /// Lines of at most 100 columns, none of which the shell reads.
  private static func comment(_ text: String) -> [String] {
    var lines: [String] = []
    var line = "#"
    for word in text.split(whereSeparator: \.isWhitespace) {
      if line != "#", line.count + 1 + word.count > 100 {
        lines.append(line)
        line = "#"
      }
      line += " \(word)"
    }
    return lines + [line]
  }

  /// A word as it stands after `:-` without quotes around.
  private static func inDefault(_ word: String) -> String { ShellText.quoted(word) }
}
