/// A text that names the maker of a part and nothing else, as `lspci` prints for devices that it does
/// not know.
///
/// Source of the names: the PCI ID repository, https://pci-ids.ucw.cz/ (1002, 10de, 8086), and the
/// records of the reference repository (`NVIDIA Corporation`).
struct VendorName: Equatable {
  /// As the facts spell it.
  let vendor: String

  private static let words: [(vendor: String, words: Set<String>)] = [
    ("NVIDIA", ["nvidia"]),
    ("AMD", ["amd", "ati", "advanced", "micro", "devices"]),
    ("Intel", ["intel"]),
  ]
  private static let companies: Set<String> = [
    "co", "co.", "corp", "corp.", "corporation", "inc", "inc.", "technologies",
  ]

  init?(_ text: String) {
    let names = ModelPattern.words(of: text).filter { !VendorName.companies.contains($0) }
    guard !names.isEmpty,
      let match = VendorName.words.first(where: { $0.words.isSuperset(of: names) })
    else { return nil }
    vendor = match.vendor
  }
}

extension Accelerator {
  /// Whether `text`, which names no model, can mean this one: it names the maker, or some of the
  /// words of the model, as `P100` does for `P100 SXM2 16GB`.
  func isMeant(by text: String) -> Bool {
    if let name = VendorName(text) { return name.vendor == vendor }
    let known = ([vendor, model] + patterns.map(\.text)).flatMap(ModelPattern.words)
    return ModelPattern.areSome(of: known, in: text)
  }
}

extension Processor {
  /// Whether `text`, which names no model, can mean this one: all of its words are the maker's or
  /// the model's, as in `Intel Xeon`.
  func isMeant(by text: String) -> Bool {
    let known = ([vendor, model, "CPU", "Processor"] + patterns.map(\.text))
      .flatMap(ModelPattern.words)
    return ModelPattern.areSome(of: known, in: text)
  }
}

extension ModelPattern {
  /// Whether `text` has words, and `known` has all of them.
  fileprivate static func areSome(of known: [String], in text: String) -> Bool {
    let words = words(of: text)
    return !words.isEmpty && Set(known).isSuperset(of: words)
  }
}
