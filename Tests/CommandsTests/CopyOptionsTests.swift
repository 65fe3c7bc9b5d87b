import Testing

@testable import Commands

@Suite struct CopyOptionsTests {
  @Test(arguments: [
    ("1", 1), ("64K", 65536), ("64k", 65536), ("1.5M", 1_572_864), ("1GiB", 1 << 30),
    ("2GB", 2 << 30),
    ("10B", 10),
  ])
  func amounts(_ text: String, _ bytes: Int) {
    #expect(ByteAmount(argument: text)?.bytes == bytes)
  }

  @Test(arguments: ["", "0", "-1", "1X", "K", "1.2.3", "1e9", "inf", "999999999T", "0.1"])
  func textsThatAreNoAmounts(_ text: String) { #expect(ByteAmount(argument: text) == nil) }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (15 << 10, "15.0 KiB"),
    (999 << 10, "999 KiB"), (1000 << 10, "0.98 MiB"), (3 << 29, "1.50 GiB"), (5 << 40, "5.00 TiB"),
  ])
  func shownAmounts(_ bytes: Int, _ text: String) { #expect(ByteAmount.text(bytes) == text) }

  @Test(arguments: [
    (0.2, "1 s"), (89, "89 s"), (90, "2 min"), (5399, "90 min"), (5400, "1 h 30 min"),
  ])
  func durations(_ seconds: Double, _ text: String) {
    #expect(CopyMeter.duration(seconds) == text)
  }

  @Test(arguments: [
    ("tacc:data/run 1/x", "tacc", "data", "run 1/x"), ("CHI@UC:data", "CHI@UC", "data", ""),
    ("tacc:data/", "tacc", "data", ""), ("tacc:data//x/", "tacc", "data", "x/"),
  ])
  func containers(_ text: String, _ site: String, _ container: String, _ prefix: String) throws {
    guard case .container(let s, let c, let p) = try TreePlace(parsing: text) else {
      Issue.record("'\(text)' is no container")
      return
    }
    #expect(s == site && "\(c)" == container && p == prefix)
  }

  @Test(arguments: ["results", "./a:b", "/tmp/a:b/c", "..", "a/b:c"])
  func folders(_ text: String) throws {
    guard case .folder = try TreePlace(parsing: text) else {
      Issue.record("'\(text)' is no folder")
      return
    }
  }

  @Test func containersThatCannotBe() {
    #expect(throws: (any Error).self) { try TreePlace(parsing: "tacc:") }
    #expect(throws: (any Error).self) { try TreePlace(parsing: "tacc:..") }
  }
}
