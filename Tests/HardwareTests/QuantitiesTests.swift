import Testbed
import Testing

@Suite struct ByteCountTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: Int
    let binary: String
    let decimal: String
    var testDescription: String { "\(bytes)" }
  }

  static let cases: [Case] = [
    Case(bytes: 0, binary: "0 MiB", decimal: "0 GB"),
    Case(bytes: 536_870_912, binary: "512 MiB", decimal: "1 GB"),
    Case(bytes: 1 << 30, binary: "1 GiB", decimal: "1 GB"),
    Case(bytes: 1_610_612_736, binary: "1.5 GiB", decimal: "2 GB"),
    Case(bytes: 128_000_000_000, binary: "119 GiB", decimal: "128 GB"),
    Case(bytes: 205_084_688_384, binary: "191 GiB", decimal: "205 GB"),
    Case(bytes: 206_158_430_208, binary: "192 GiB", decimal: "206 GB"),
    Case(bytes: 480_000_000_000, binary: "447 GiB", decimal: "480 GB"),
    Case(bytes: 999_400_000_000, binary: "931 GiB", decimal: "999 GB"),
    Case(bytes: 999_500_000_000, binary: "931 GiB", decimal: "1 TB"),
    Case(bytes: 1_050_000_000_000, binary: "978 GiB", decimal: "1.05 TB"),
    Case(bytes: 1_600_000_000_000, binary: "1490 GiB", decimal: "1.6 TB"),
    Case(bytes: 1_920_383_410_176, binary: "1788 GiB", decimal: "1.92 TB"),
    Case(bytes: 4_123_168_604_160, binary: "3840 GiB", decimal: "4.12 TB"),
    Case(bytes: .max, binary: "8589934592 GiB", decimal: "9223372.04 TB"),
  ]

  @Test(arguments: cases)
  func isNamed(_ example: Case) {
    #expect(ByteCount(example.bytes).description == example.binary)
    #expect(ByteCount(example.bytes).decimalDescription == example.decimal)
  }

  @Test func isOrderedAndCounted() {
    #expect(ByteCount.gibibytes(1) == ByteCount(1_073_741_824))
    #expect(ByteCount.gigabytes(1) == ByteCount(1_000_000_000))
    #expect(ByteCount.gigabytes(1) < ByteCount.gibibytes(1))
    #expect(ByteCount.gibibytes(3).gibibytes == 3)
  }
}

@Suite struct BitRateTests {
  @Test(arguments: [
    (0, "0G"), (100_000_000, "0.1G"), (1_000_000_000, "1G"), (2_500_000_000, "2.5G"),
    (25_000_000_000, "25G"), (56_000_000_000, "56G"), (400_000_000_000, "400G"),
  ])
  func isNamed(_ bitsPerSecond: Int, _ name: String) {
    #expect(BitRate(bitsPerSecond: bitsPerSecond).description == name)
  }

  @Test func isOrderedAndCounted() {
    #expect(BitRate.gigabits(2.5) == BitRate(bitsPerSecond: 2_500_000_000))
    #expect(BitRate.gigabits(10) < .gigabits(25))
    #expect(BitRate.gigabits(25).gigabitsPerSecond == 25)
  }
}

@Suite struct StorageGroupTests {
  @Test(arguments: [
    (StorageGroup(count: 16, media: .hardDisk, size: .gigabytes(2000)), "16x 2 TB HDD"),
    (StorageGroup(count: 1, media: .solidState, size: .gigabytes(480)), "1x 480 GB SSD"),
    (StorageGroup(count: 2, media: .nvme, size: nil), "2x NVMe"),
    (StorageGroup(count: 1, media: .unknown, size: nil), "1x disk"),
  ])
  func isNamed(_ group: StorageGroup, _ name: String) {
    #expect(group.description == name)
  }

  @Test func isReadBackFromItsKey() {
    for media in StorageMedia.allCases {
      for count in [1, 16] {
        for size in [nil, ByteCount(1), .gigabytes(480), ByteCount(.max)] {
          let group = StorageGroup(count: count, media: media, size: size)
          #expect(StorageGroup(key: group.key) == group)
        }
      }
    }
  }

  @Test(arguments: ["", "1", "1*SSD", "x*SSD*5", "1*ssd*5", "1*SSD*5*6", "**"])
  func isNotReadFromOtherTexts(_ key: String) {
    #expect(StorageGroup(key: key) == nil)
  }
}
