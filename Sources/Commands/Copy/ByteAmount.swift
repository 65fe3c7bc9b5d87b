import ArgumentParser

/// A number of bytes as a user writes it: `300000`, `64K`, `1.5G`, `1GiB`.
struct ByteAmount: ExpressibleByArgument, Sendable, Hashable {
  /// 1 or more.
  let bytes: Int

  init?(argument: String) {
    let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    var unit = argument.dropFirst(number.count).uppercased()
    for suffix in ["IB", "B"] where unit.hasSuffix(suffix) {
      unit.removeLast(suffix.count)
      break
    }
    guard let value = Double(number), let power = ["", "K", "M", "G", "T"].firstIndex(of: unit),
      value.isFinite
    else { return nil }
    let bytes = value * Double(1 << (10 * power))
    guard bytes >= 1, bytes < 1e18 else { return nil }
    self.bytes = Int(bytes)
  }

  init(_ bytes: Int) { self.bytes = bytes }

  /// The amount with three digits: `812 B`, `4.00 KiB`, `15.3 GiB`.
  static func text(_ bytes: Int) -> String {
    guard bytes >= 1024 else { return "\(bytes) B" }
    var value = Double(bytes)
    var units = ["KiB", "MiB", "GiB", "TiB"][...]
    value /= 1024
    while value >= 1000, units.count > 1 {
      value /= 1024
      units.removeFirst()
    }
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
    return "\(decimal(value, digits: digits)) \(units.first ?? "")"
  }

  private static func decimal(_ value: Double, digits: Int) -> String {
    let scale = [1.0, 10, 100][digits]
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return "\(scaled)" }
    let fraction = String(scaled % Int(scale))
    return "\(scaled / Int(scale))."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
