import Testbed
import Testing

@Suite struct QuantityParsingTests {
  private static let sizes: [(String, Int?)] = [
    ("192", 206_158_430_208), ("192GiB", 206_158_430_208), ("192 gib", 206_158_430_208),
    ("1TiB", 1_099_511_627_776), ("1.5TiB", 1_649_267_441_664), ("480GB", 480_000_000_000),
    ("4tb", 4_000_000_000_000), ("512MiB", 536_870_912), ("", nil), ("GiB", nil), ("0", nil),
    ("-1", nil), ("12x", nil), ("1e9", nil), ("1..2", nil), ("99999999999999", nil),
    ("192 Gi B", nil),
  ]

  @Test(arguments: sizes) func readsSizes(text: String, bytes: Int?) {
    #expect(ByteCount(parsing: text, unit: .gibibytes(1))?.bytes == bytes)
  }

  private static let rates: [(String, Int?)] = [
    ("25", 25_000_000_000), ("25G", 25_000_000_000), ("25gbps", 25_000_000_000),
    ("2.5 Gb/s", 2_500_000_000), ("100M", 100_000_000), ("G", nil), ("25T", nil), ("", nil),
  ]

  @Test(arguments: rates) func readsRates(text: String, bitsPerSecond: Int?) {
    #expect(BitRate(parsing: text)?.bitsPerSecond == bitsPerSecond)
  }
}
