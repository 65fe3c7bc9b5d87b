import HTTP

/// How far a server's clock is from ours.
enum ClockSkew {
  /// More than this is said: reservations begin to the minute.
  private static let tolerance = Duration.seconds(120)

  /// What to say of the clocks.
  ///
  /// - Parameters:
  ///   - response: An answer of the server.
  ///   - now: Our time since 1970-01-01 00:00:00 UTC when it came.
  ///   - place: The server.
  /// - Returns: nil when the clocks agree, or the server does not tell the time.
  static func problem(_ response: HTTPResponse?, now: Duration, place: String) -> CalendarProblem? {
    guard let date = response?.date else { return nil }
    let difference = date - now
    guard difference > tolerance || difference < .zero - tolerance else { return nil }
    let seconds = abs(difference.components.seconds)
    let amount =
      switch seconds {
      case ..<7200: "\(seconds / 60) minutes"
      case ..<172_800: "\(seconds / 3600) hours"
      default: "\(seconds / 86_400) days"
      }
    return CalendarProblem(
      place: place,
      reason: "its clock is \(amount) \(difference > .zero ? "ahead of" : "behind") this machine's",
      hint: "one of them is wrong: 'now' in the answer is by this machine's clock")
  }
}
