/// What a lease is made of, as far as its limit depends on it.
package enum LeaseKind: Sendable, Hashable, CaseIterable {
  case bareMetal
  /// A flavor of the KVM site that comes with a GPU.
  case gpuFlavor
  /// Any other flavor of the KVM site.
  case flavor
}

/// How long Chameleon lets a lease be.
///
/// Source: Chameleon's documentation, "Reservations" and "KVM"; six months are taken as 180 days.
package enum LeaseLimit {
  /// The longest lease of this kind, in minutes.
  package static func minutes(for kind: LeaseKind) -> Int {
    switch kind {
    case .bareMetal, .gpuFlavor: 7 * 1_440
    case .flavor: 180 * 1_440
    }
  }

  /// What to tell who asked for more than the limit; nil when the duration is within it.
  package static func warning(minutes: Int, for kind: LeaseKind) -> String? {
    guard minutes > Self.minutes(for: kind) else { return nil }
    let limit =
      switch kind {
      case .bareMetal: "a bare-metal lease lasts 7 days at most"
      case .gpuFlavor: "a lease of a GPU flavor lasts 7 days at most"
      case .flavor: "a lease of a flavor lasts 6 months (180 days) at most"
      }
    return "\(limit), and \(DurationText.text(minutes: minutes)) were asked for; \(extending)"
  }

  /// The rule for work that takes longer.
  package static let extending =
    "a lease can be prolonged when it nears its end, if its resources are still free then;"
    + " several leases that follow one another are against Chameleon's policy"
}
