import JSON
import Testbed

extension RecordContext {
  /// Drives by kind and nominal size.
  mutating func readStorage() -> Observation<[StorageGroup]> {
    let devices = (record["storage_devices"]?.array ?? []).filter { $0.members != nil }
    guard !devices.isEmpty else {
      note("no-drives", "storage_devices", "every node starts from a drive; none is recorded")
      return .unknown("storage_devices is empty")
    }
    raw.storage = devices.compactMap { text($0["model"]) }.joined(separator: ", ")
    if let reason = size(JSONValue(devices.count), of: .drives, "storage_devices").reason {
      return .unknown(reason)
    }
    var counts: [StorageGroup: Int] = [:]
    var inferred = false
    for device in devices {
      let recorded = size(device["size"], of: .drive, "storage_devices.size")
      if let reason = recorded.reason { return .unknown(reason) }
      let (media, isMediaInferred) = media(of: device)
      let (size, isSizeInferred) = size(of: device, recorded: recorded.value)
      inferred = inferred || isMediaInferred || isSizeInferred
      counts[StorageGroup(count: 1, media: media, size: size), default: 0] += 1
    }
    let groups = counts.map { StorageGroup(count: $1, media: $0.media, size: $0.size) }
      .sorted(by: StorageGroup.precedes)
    return inferred ? .inferred(groups, from: "the models of the drives") : .recorded(groups)
  }

  private func media(of device: JSONValue) -> (StorageMedia, inferred: Bool) {
    let fact = name(device["model"]).flatMap(facts.drive(recordedAs:))
    let recorded = name(device["media_type"])
    let interface = name(device["interface"])
    if interface == "PCIe" || name(device["device"])?.contains("nvme") == true {
      return (.nvme, false)
    }
    switch recorded {
    case "Rotational", "HDD": return (.hardDisk, false)
    case "SSD": return (fact?.media == .nvme ? .nvme : .solidState, false)
    default: return (fact?.media ?? .unknown, fact != nil)
    }
  }

  /// The nominal size of the model where a fact tells it and the record agrees or is silent; else the
  /// recorded one, to three digits, as 480103981056 and 480000000000 bytes are one kind of drive.
  private mutating func size(
    of device: JSONValue, recorded: Int?
  ) -> (ByteCount?, inferred: Bool) {
    let fact = name(device["model"]).flatMap(facts.drive(recordedAs:))
    guard let recorded else {
      if let capacity = fact?.capacity {
        note(
          "drive-size-missing", "storage_devices.size", used: capacity.decimalDescription,
          "the model \(text(device["model"]) ?? "") has it")
      }
      return (fact?.capacity, fact?.capacity != nil)
    }
    if let capacity = fact?.capacity,
      (0.95...1.05).contains(Double(recorded) / Double(capacity.bytes))
    {
      return (capacity, false)
    }
    var unit = 1
    while recorded / unit >= 1000 { unit *= 10 }
    let digits = recorded / unit + (recorded % unit >= unit - unit / 2 ? 1 : 0)
    return (ByteCount(digits * unit), false)
  }

  /// False for hypervisors: `lease_mode: flavor` says that only virtual machines on them are
  /// reserved.
  mutating func readReservable() -> Bool {
    guard let mode = text(record["lease_mode"]) else { return true }
    guard mode != "host" else { return true }
    note(
      "not-reservable-as-host", "lease_mode", found: mode,
      "the node is a hypervisor; its virtual machines are reserved by flavor")
    return false
  }
}

extension StorageGroup {
  /// Fast before slow, large before small, many before few.
  static func precedes(_ a: StorageGroup, _ b: StorageGroup) -> Bool {
    let order: [StorageMedia] = [.nvme, .solidState, .hardDisk, .unknown]
    let ranks = (order.firstIndex(of: a.media) ?? 9, order.firstIndex(of: b.media) ?? 9)
    if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
    if a.size != b.size { return (a.size?.bytes ?? 0) > (b.size?.bytes ?? 0) }
    return a.count > b.count
  }
}
