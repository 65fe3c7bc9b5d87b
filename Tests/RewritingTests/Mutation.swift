import Foundation
import TestSupport

/// Files that are nearly experiments: the fixtures, damaged.
struct Mutation {
  let path: String
  let bytes: [UInt8]

  /// What readers care about, to be put where it does not belong.
  private static let fragments: [[UInt8]] =
    [
      "\"", "'", "\\", "\n", "\r\n", "\t", "$", "${", "}", "]", "[", "{", "`", "$(", ")", "#",
      "\"\"\"",
      "\\\"", "\\\\", "\\u00e9", "\\ud83d", "<<EOF\n", "EOF\n", ": ", "- ", "|\n", "%s", "f\"{",
      "&",
      "\u{FFFC}", "\u{FEFF}", "é", "\u{0}", "= ", ",", "//", "```\n", "%%bash\\n",
      "CHI@UC", "CHI@TACC", "gpu_rtx_6000", "compute_skylake",
      "https://chi.uc.chameleoncloud.org:5000",
      "[\"=\", \"$node_type\", \"gpu_rtx_6000\"]",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82]]

  /// - Parameters:
  ///   - cases: The fixtures; one is taken, or two are spliced.
  ///   - generator: Decides.
  init(of cases: [CaseFile.Case], using generator: inout SplitMix64) {
    guard let first = cases.randomElement(using: &generator),
      let second = cases.randomElement(using: &generator)
    else {
      (path, bytes) = ("a.sh", [])
      return
    }
    var bytes = Array(first.before.utf8)
    if Int.random(in: 0..<4, using: &generator) == 0 {
      let other = Array(second.before.utf8)
      bytes.removeSubrange(Int.random(in: 0...bytes.count, using: &generator)...)
      bytes += other[Int.random(in: 0...other.count, using: &generator)...]
    }
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      Mutation.change(&bytes, using: &generator)
    }
    path = Int.random(in: 0..<8, using: &generator) == 0 ? second.path : first.path
    self.bytes = bytes
  }

  private static func change(_ bytes: inout [UInt8], using generator: inout SplitMix64) {
    func place(_ bytes: [UInt8]) -> Int { Int.random(in: 0...bytes.count, using: &generator) }
    let start = place(bytes)
    let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: fragments.randomElement(using: &generator) ?? [], at: start)
    case 2: bytes.insert(contentsOf: bytes[start..<end], at: place(bytes))
    case 3:
      guard !bytes.isEmpty else { return }
      bytes[min(start, bytes.count - 1)] = UInt8.random(in: 0...255, using: &generator)
    default:
      guard bytes.count > 1 else { return }
      bytes.swapAt(min(start, bytes.count - 1), Int.random(in: 0..<bytes.count, using: &generator))
    }
  }
}

/// How long random tests go on: some rounds in CI, until a time where `FUZZ_SECONDS` says so.
struct Fuzzing {
  let seed: UInt64
  private let deadline: ContinuousClock.Instant?
  private let rounds: Int
  private(set) var done = 0

  init(seed: UInt64, rounds: Int) {
    let environment = ProcessInfo.processInfo.environment
    self.seed = environment["FUZZ_SEED"].flatMap(UInt64.init) ?? seed
    self.rounds = rounds
    deadline = environment["FUZZ_SECONDS"].flatMap(Double.init).map {
      ContinuousClock.now + .seconds($0)
    }
  }

  /// Whether there is another round; its generator can be had from `seed` and the round alone.
  mutating func next() -> SplitMix64? {
    guard deadline.map({ ContinuousClock.now < $0 }) ?? (done < rounds) else { return nil }
    done += 1
    return SplitMix64(seed: seed &+ UInt64(done) &* 0x9E37_79B9)
  }
}
