import Testbed

/// Drives: capacity, kind and number.
struct StorageCriterion: Criterion {
  let dimension = Dimension.storage

  func measure(_ source: Assessed, _ candidate: Assessed, _ profile: Profile) -> Measure {
    guard let from = source.hardware.storage.value, !from.isEmpty else { return .equal }
    guard let to = candidate.hardware.storage.value else { return .unknown }
    guard !to.isEmpty else { return Measure(score: 0) }
    let score =
      0.5 * capacityScore(source, candidate) + 0.3 * mediaScore(from, to)
      + 0.2 * min(1, Double(StorageCriterion.count(to)) / Double(StorageCriterion.count(from)))
    return Measure(score: score, distance: from == to ? 0 : 1 - score + 0.1)
  }

  private func capacityScore(_ source: Assessed, _ candidate: Assessed) -> Double {
    guard let from = source.hardware.storageCapacity, from.bytes > 0 else { return 1 }
    guard let to = candidate.hardware.storageCapacity else { return 0.5 }
    return min(1, Double(to.bytes) / Double(from.bytes))
  }

  private func mediaScore(_ from: [StorageGroup], _ to: [StorageGroup]) -> Double {
    let steps = StorageCriterion.speed(from) - StorageCriterion.speed(to)
    return steps <= 0 ? 1 : steps == 1 ? 0.5 : 0.1
  }

  /// The rank of the fastest kind of drive: 0 unknown, 1 hard disk, 2 SATA or SAS SSD, 3 NVMe.
  static func speed(_ groups: [StorageGroup]) -> Int {
    groups.reduce(0) { max($0, speed($1.media)) }
  }

  private static func speed(_ media: StorageMedia) -> Int {
    switch media {
    case .unknown: 0
    case .hardDisk: 1
    case .solidState: 2
    case .nvme: 3
    }
  }

  static func count(_ groups: [StorageGroup]) -> Int { groups.reduce(0) { $0 + $1.count } }

  func describe(
    _ source: Assessed, _ candidate: Assessed, _ measure: Measure, _ profile: Profile
  ) -> Description {
    let from = source.hardware.storageDescription ?? "unknown"
    let to = candidate.hardware.storageDescription ?? "unknown"
    guard from != to else { return Description(from: from, to: to, note: "The same drives.") }
    guard let a = source.hardware.storageCapacity, let b = candidate.hardware.storageCapacity else {
      return Description(from: from, to: to, note: "The capacity is not fully recorded.")
    }
    return Description(
      from: from, to: to,
      note: "\(b.decimalDescription) in all instead of \(a.decimalDescription).")
  }
}
