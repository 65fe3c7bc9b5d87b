/// One step of a plan.
package struct PlanStep: Sendable, Hashable {
  /// What it is about; their order is that of the plan.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case hardware, availability, credentials
    case image
    case objects, share, snapshot
    case network
    case keyPair = "key_pair"
    case securityGroup = "security_group"
    case files, lease
  }

  /// How far it is.
  package enum State: String, Sendable, Hashable, CaseIterable {
    /// To be done, by `chiport apply` where it has an action, else by the user.
    case todo
    /// Nothing is to be done.
    case done
    /// A person has to choose first.
    case decide
    /// It cannot be done now.
    case blocked
    /// The user leaves it out.
    case skip
  }

  /// Unique in its plan: lower-case letters, digits, `.` and `-`.
  package let id: String
  package let kind: Kind
  /// What becomes of what, without a full stop.
  package let title: String
  package var state: State
  /// On what grounds, sentences without the last full stop.
  package let why: String
  /// Nil when that cannot be told, or it takes no time.
  package let duration: PlanDuration?
  /// How to see that it is done.
  package let check: [PlanCommand]
  /// Plain commands that do it.
  package let commands: [PlanCommand]
  /// What does the same with chiport; nil when nothing does.
  package let shortcut: PlanCommand?
  /// What is left to the user, without full stops.
  package let left: [String]
  /// Ids of the steps that come before.
  package let needs: [String]
  /// What `chiport apply` can do about it; nil when nothing.
  package let action: PlanAction?

  /// Makes a step from its parts.
  package init(
    id: String, kind: Kind, title: String, state: State, why: String,
    duration: PlanDuration? = nil, check: [PlanCommand] = [], commands: [PlanCommand] = [],
    shortcut: PlanCommand? = nil, left: [String] = [], needs: [String] = [],
    action: PlanAction? = nil
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.state = state
    self.why = why
    self.duration = duration
    self.check = check
    self.commands = commands
    self.shortcut = shortcut
    self.left = left
    self.needs = needs
    self.action = action
  }

  /// Why nobody can tell how long something takes that is still to be done; nil where that is told, or
  /// nothing is.
  package var unknownDuration: String? {
    guard duration == nil, state == .todo || state == .decide else { return nil }
    switch kind {
    case .image, .objects, .share: return action?.bytes == nil ? sizeUnknown : "no rate is known"
    case .snapshot: return sizeUnknown
    default: return nil
    }
  }

  private var sizeUnknown: String { "nothing tells how much it is" }

  /// Whether `chiport apply` carries it out.
  package var isAutomatic: Bool { state == .todo && action != nil }

  /// An id from words: `image-my-snapshot`.
  package static func id(_ kind: Kind, _ name: String) -> String {
    var text = ""
    for scalar in name.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", ".": text.unicodeScalars.append(scalar)
      default: if !text.hasSuffix("-") { text += "-" }
      }
    }
    while text.hasPrefix("-") { text.removeFirst() }
    while text.hasSuffix("-") { text.removeLast() }
    let stem = kind.rawValue.replacing("_", with: "-")
    return text.isEmpty ? stem : "\(stem)-\(text.prefix(60))"
  }
}

/// How long something takes.
package struct PlanDuration: Sendable, Hashable {
  /// A request or a few, which services answer in seconds.
  package static let requests = PlanDuration(seconds: 2...20, basis: "a few requests")
  /// Somebody confirms a login in a browser.
  package static let login = PlanDuration(seconds: 90...300, basis: "you confirm it in a browser")
  /// Reading files and writing them.
  package static let files = PlanDuration(seconds: 1...10, basis: "files are read and written here")

  /// In seconds.
  package let seconds: ClosedRange<Int>
  /// What it is computed from, such as `12.4 GB at 38 MB/s, measured`.
  package let basis: String

  /// Takes the range as it is.
  package init(seconds: ClosedRange<Int>, basis: String) {
    self.seconds = seconds
    self.basis = basis
  }

  /// For example `4 to 6 min`.
  package var text: String {
    let (low, high) = (
      PlanDuration.text(seconds.lowerBound), PlanDuration.text(seconds.upperBound)
    )
    guard low != high else { return high }
    let (lows, highs) = (low.split(separator: " "), high.split(separator: " "))
    if lows.count == 2, highs.count == 2, lows[1] == highs[1] { return "\(lows[0]) to \(high)" }
    return "\(low) to \(high)"
  }

  /// `40 s`, `12 min`, `2 h 5 min`, `3 d 4 h`; two parts at most.
  package static func text(_ seconds: Int) -> String {
    if seconds < 90 { return "\(max(1, seconds)) s" }
    let minutes = (seconds + 30) / 60
    if minutes < 90 { return "\(minutes) min" }
    let hours = minutes / 60
    if hours < 48 { return minutes % 60 == 0 ? "\(hours) h" : "\(hours) h \(minutes % 60) min" }
    return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours / 24) d \(hours % 24) h"
  }
}
