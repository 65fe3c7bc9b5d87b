extension NormaliserTests {
  static let drives: [Case] = [
    Case(
      name: "a drive without interface and media, of a known model",
      patch: """
        {"storage_devices": [{"device": "sda", "size": 2000398934016, "interface": null,
         "media_type": null, "model": "ST2000NX0253"}]}
        """,
      expected: [
        "storage": "1x 2 TB HDD (inferred from the models of the drives)",
        "raw.storage": "ST2000NX0253",
      ]),
    Case(
      name: "a drive without size, of a known model",
      patch: """
        {"storage_devices": [{"device": "sda", "media_type": "SSD", "model": "SSDSC2KB480G8R"}]}
        """,
      expected: ["storage": "1x 480 GB SSD (inferred from the models of the drives)"],
      oddities: ["drive-size-missing storage_devices.size"]),
    Case(
      name: "a drive of which nothing is known",
      patch: #"{"storage_devices": [{"device": "sda"}]}"#,
      expected: ["storage": "1x disk (recorded)"]),
    Case(
      name: "an NVMe drive is told by its device",
      patch: """
        {"storage_devices": [{"device": "/dev/nvme1n1", "size": 3840755982336,
         "model": "NVMe disk"}]}
        """,
      expected: ["storage": "1x 3.84 TB NVMe (recorded)"]),
    Case(
      name: "two spellings of one size are one kind of drive",
      patch: """
        {"storage_devices": [{"size": 480103981056, "media_type": "SSD", "model": "a"},
         {"size": 480000000000, "media_type": "SSD", "model": "b"}]}
        """,
      expected: ["storage": "2x 480 GB SSD (recorded)"]),
    Case(
      name: "drives are ordered: fast, then large",
      patch: """
        {"storage_devices": [{"size": 1000000000000, "media_type": "Rotational"},
         {"size": 2000000000000, "media_type": "Rotational"}, {"size": 1, "interface": "PCIe"},
         {"size": 1000000000000, "media_type": "Rotational"}]}
        """,
      expected: ["storage": "1x 0 GB NVMe + 1x 2 TB HDD + 2x 1 TB HDD (recorded)"]),
    Case(
      name: "no drives",
      patch: #"{"storage_devices": []}"#,
      expected: ["storage": "unknown: storage_devices is empty"],
      oddities: ["no-drives storage_devices"]),
    Case(
      name: "drives that are no objects",
      patch: #"{"storage_devices": [1, "sda", []]}"#,
      expected: ["storage": "unknown: storage_devices is empty"],
      oddities: ["no-drives storage_devices"]),
    Case(
      name: "the largest drive that is believed",
      patch: #"{"storage_devices": [{"size": 1000000000000000, "media_type": "SSD"}]}"#,
      expected: ["storage": "1x 1000 TB SSD (recorded)"]),
  ]
}
