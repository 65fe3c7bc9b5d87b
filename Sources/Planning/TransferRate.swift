/// How fast data moves, and how that is known.
package struct TransferRate: Sendable, Hashable {
  /// In bytes a second, more than 0.
  package let bytesPerSecond: ClosedRange<Int>
  /// How it is known: `measured from CHI@UC`, `as told`.
  package let basis: String

  /// Takes a range as it is.
  package init(bytesPerSecond: ClosedRange<Int>, basis: String) {
    self.bytesPerSecond = bytesPerSecond
    self.basis = basis
  }

  /// How long so many bytes take.
  package func duration(of bytes: Int) -> PlanDuration {
    let fast = Double(bytes) / Double(max(1, bytesPerSecond.upperBound))
    let slow = Double(bytes) / Double(max(1, bytesPerSecond.lowerBound))
    return PlanDuration(
      seconds: max(1, Int(fast.rounded(.up)))...max(1, Int(slow.rounded(.up))),
      basis: "\(SizeText.text(bytes)) at \(SizeText.text(bytesPerSecond))/s, \(basis)")
  }

  /// Reads `20MB`, `20MB/s`, `160Mbit`, `160 Mbit/s`; nil for anything else and for 0.
  package static func bytesPerSecond(_ text: String) -> Int? {
    var text = text.lowercased()
    if text.hasSuffix("/s") { text.removeLast(2) }
    let isBits = text.hasSuffix("bit")
    if isBits { text = String(text.dropLast(3)) + "b" }
    guard let value = SizeText.bytes(text) else { return nil }
    let bytes = isBits ? value / 8 : value
    return bytes > 0 ? bytes : nil
  }
}
