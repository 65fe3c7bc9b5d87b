import Planning
import Testbed
import Testing

@Suite struct SizeTextTests {
  @Test(arguments: [
    (0, "0 B"), (-5, "0 B"), (999, "999 B"), (1_000, "1 kB"), (999_499, "999 kB"),
    (999_500, "1 MB"), (12_440_000_000, "12.4 GB"), (99_950_000_000, "100 GB"),
    (2_000_000_000_000, "2 TB"), (Int.max, "9223 PB"),
  ])
  func namesSizesShortly(_ bytes: Int, _ text: String) {
    #expect(SizeText.text(bytes) == text)
  }

  @Test(arguments: [
    (2_000_000_000...4_500_000_000, "2 to 4.5 GB"), (900_000_000...2_000_000_000, "900 MB to 2 GB"),
    (1_000_000...1_000_001, "1 MB"),
  ])
  func namesRangesWithOneUnit(_ range: ClosedRange<Int>, _ text: String) {
    #expect(SizeText.text(range) == text)
  }

  @Test(
    arguments: [
      ("500MB", 500_000_000), ("1.5 TB", 1_500_000_000_000), ("512MiB", 536_870_912), ("7", 7),
      ("2g", 2_000_000_000), ("", nil), ("MB", nil), ("5 parsecs", nil), ("-1", nil),
      ("1e99TB", nil),
      ("99999999TB", nil),
    ] as [(String, Int?)])
  func readsSizes(_ text: String, _ bytes: Int?) { #expect(SizeText.bytes(text) == bytes) }

  @Test(
    arguments: [
      ("20MB/s", 20_000_000), ("160Mbit/s", 20_000_000), ("1Gbit", 125_000_000), ("0", nil),
      ("fast", nil),
    ] as [(String, Int?)])
  func readsRates(_ text: String, _ bytes: Int?) {
    #expect(TransferRate.bytesPerSecond(text) == bytes)
  }

  @Test(arguments: [
    (0, "1 s"), (89, "89 s"), (90, "2 min"), (5_340, "89 min"), (7_500, "2 h 5 min"),
    (7_200, "2 h"), (86_400, "24 h"), (172_800, "2 d"), (180_000, "2 d 2 h"),
  ])
  func namesDurationsInTwoParts(_ seconds: Int, _ text: String) {
    #expect(PlanDuration.text(seconds) == text)
  }

  @Test(arguments: [
    ("plain-word_1.2:3=4,5/6@7", "plain-word_1.2:3=4,5/6@7"), ("", "''"),
    ("two words", "'two words'"),
    ("it's", "'it'\\''s'"), ("$HOME", "'$HOME'"), ("é", "'é'"), ("~", "'~'"),
    ("it'\u{301};id", "'it'\\''\u{301};id'"),
  ])
  func quotesForShells(_ word: String, _ quoted: String) {
    #expect(ShellText.quoted(word) == quoted)
  }
}
