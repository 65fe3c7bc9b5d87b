extension ByteCount {
  /// Reads `192`, `192GiB`, `1.5 TiB` or `480GB`; case does not count.
  ///
  /// - Parameters:
  ///   - text: A number above 0, and a unit: `MiB`, `GiB`, `TiB` (powers of 1024) or `MB`, `GB`, `TB`
  ///     (powers of 1000).
  ///   - unit: What a number without a unit counts.
  package init?(parsing text: String, unit: ByteCount) {
    guard let (value, name) = Quantity.split(text) else { return nil }
    let units = [
      "": unit.bytes, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40, "mb": 1_000_000,
      "gb": 1_000_000_000, "tb": 1_000_000_000_000,
    ]
    guard let factor = units[name], value * Double(factor) < 9e18 else { return nil }
    self.init(Int(value * Double(factor)))
  }
}

extension BitRate {
  /// Reads `25`, `25G`, `25 Gb/s`, `25Gbps` or `100M`; a number without a unit counts gigabits per
  /// second, and case does not count.
  package init?(parsing text: String) {
    guard let (value, name) = Quantity.split(text) else { return nil }
    let units = [
      "": 1e9, "g": 1e9, "gb/s": 1e9, "gbps": 1e9, "gbit/s": 1e9, "m": 1e6, "mb/s": 1e6,
      "mbps": 1e6, "mbit/s": 1e6,
    ]
    guard let factor = units[name], value * factor < 9e18 else { return nil }
    self.init(bitsPerSecond: Int(value * factor))
  }
}

private enum Quantity {
  /// A number above 0 and the word after it, in lower case; nil for anything else.
  static func split(_ text: String) -> (value: Double, unit: String)? {
    let digits = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    guard let value = Double(digits), value > 0 else { return nil }
    return (value, text.dropFirst(digits.count).drop { $0 == " " }.lowercased())
  }
}
