import Hardware

/// Numbers in sentences.
enum Wording {
  /// A number with one decimal below 10, without one above and for whole numbers.
  static func number(_ value: Double) -> String {
    if value == value.rounded() || abs(value) >= 10 { return String(Int(value.rounded())) }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
  }

  /// A ratio with two digits: `0.45`, `1.8`, `12`.
  static func ratio(_ value: Double) -> String {
    if value >= 10 { return String(Int(value.rounded())) }
    if value >= 1 { return number(value) }
    let hundredths = Int((value * 100).rounded())
    if hundredths >= 100 { return "1" }
    return "0." + (hundredths < 10 ? "0" : "") + String(hundredths)
  }

  /// An extension of the instruction set as its makers write it: `AVX-512`, `AVX512_VNNI`, `SVE`.
  static func feature(_ name: String) -> String {
    name == "avx512f" ? "AVX-512" : name.uppercased()
  }

  /// What a ratio rests on, and how far that may be trusted where it is not high.
  static func basis(_ ratio: ExpectedRatio) -> String {
    guard ratio.confidence != .high else { return ratio.basis }
    return "\(ratio.basis); facts of \(ratio.confidence.rawValue) confidence"
  }

  /// A range of ratios: `1.8 to 2.2`.
  static func range(_ ratio: ExpectedRatio) -> String {
    let (low, high) = (Wording.ratio(ratio.low), Wording.ratio(ratio.high))
    return low == high ? low : "\(low) to \(high)"
  }
}

extension ExpectedRatio {
  /// The range in words: `1.8 to 2.2`.
  package var text: String { Wording.range(self) }
}
