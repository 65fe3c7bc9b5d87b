import Testbed

extension Pairing {
  /// Flavors: by name.
  func flavors() -> [ResourcePair] {
    pairs(source.flavors, with: target.flavors) {
      !$0.isPublic
    } decide: { flavor, index in
      let named = index.named(flavor.name)
      guard let one = named.first else {
        return Verdict(.missing, advice: "reserve what \(target.site) has instead")
      }
      // What a flavor of bare metal says of its size means nothing.
      guard flavor.name != "baremetal", flavor.size != one.size else {
        return Verdict(.paired(.init(one), .name))
      }
      return Verdict(
        .conflict(.init(one)),
        remark: "\(flavor.sizeText) at \(source.site), \(one.sizeText) at \(target.site)",
        advice: "see whether the other size will do")
    }
  }

  /// Key pairs: by the key, then by name.
  func keyPairs() -> [ResourcePair] {
    let prints = Dictionary(
      grouping: (target.keyPairs.elements ?? []).filter { $0.fingerprint != nil },
      by: \.fingerprint)
    return pairs(source.keyPairs, with: target.keyPairs) { _ in
      true
    } decide: { pair, index in
      let same = pair.fingerprint == nil ? [] : prints[pair.fingerprint] ?? []
      if let one = same.first(where: { $0.name == pair.name }) {
        return Verdict(.paired(.init(one), .fingerprint))
      }
      if let other = index.named(pair.name).first {
        guard other.fingerprint != nil, pair.fingerprint != nil else {
          return Verdict(
            .paired(.init(other), .name), remark: "whether the key is the same is not known")
        }
        return Verdict(
          .conflict(.init(other)), remark: "the same name, but another key",
          advice: same.first.map { "use '\($0.name)' of \(target.site), which is the same key" }
            ?? "import the key under another name: \(create(pair, "NEW"))")
      }
      if let one = same.first {
        return Verdict(
          .paired(.init(one), .fingerprint), remark: "the same key, another name")
      }
      return Verdict(.missing, advice: create(pair, pair.name))
    }
  }

  private func create(_ pair: KeyPair, _ name: String) -> String {
    let file = ShellText.quoted("\(pair.name).pub")
    return "\(at) keypair create --public-key \(file) \(ShellText.quoted(name))"
  }

  /// Shares: by name.
  func shares() -> [ResourcePair] {
    pairs(source.shares, with: target.shares) {
      isOwn($0)
    } decide: { share, index in
      let named = index.named(share.name)
      var verdict: Verdict
      if let one = named.first, named.count == 1 {
        // Another protocol is mounted otherwise: its location takes no other's place.
        let isAlike = one.shareProtocol == share.shareProtocol
        let end = ResourcePair.End(
          id: one.id, name: one.name, locations: isAlike ? one.exportLocations : [])
        verdict = Verdict(.paired(end, .name), remark: difference(share, one))
      } else if named.isEmpty {
        let size = share.size.map { "\($0)" } ?? "SIZE"
        verdict = Verdict(
          .missing,
          advice: "\(at) share create \(share.shareProtocol ?? "NFS") \(size) --name "
            + "\(ShellText.quoted(share.name)), and copy its data (chiport copy tree)")
      } else {
        verdict = Verdict(
          .ambiguous(named.map(ResourcePair.End.init)), remark: "\(named.count) of this name",
          advice: "name the one that is meant by its id")
      }
      verdict.source = ResourcePair.End(
        id: share.id, name: share.name, locations: share.exportLocations)
      return verdict
    }
  }

  private func isOwn(_ share: Share) -> Bool {
    if let owner = share.projectID, let project = source.projectID { return owner == project }
    return !share.isPublic
  }

  private func difference(_ share: Share, _ other: Share) -> String? {
    if let a = share.shareProtocol, let b = other.shareProtocol, a != b {
      return "\(a) at \(source.site), \(b) at \(target.site)"
    }
    if let a = share.size, let b = other.size, b < a {
      return "only \(b) GiB at \(target.site), \(a) GiB at \(source.site)"
    }
    return nil
  }

  /// Containers: by name, with their counts compared.
  func containers() -> [ResourcePair] {
    pairs(source.containers, with: target.containers) { _ in
      true
    } difference: {
      difference($0, $1)
    } decide: { container, index in
      let copy = "chiport copy container \(ShellText.quoted(container.name)) \(sites)"
      guard let other = index.named(container.name).first else {
        return Verdict(.missing, advice: copy)
      }
      if let difference = difference(container, other) {
        return Verdict(.conflict(.init(other)), remark: difference, advice: copy)
      }
      return Verdict(.paired(.init(other), .name))
    }
  }

  private func difference(_ container: Container, _ other: Container) -> String? {
    guard other.objectCount != container.objectCount || other.bytes != container.bytes else {
      return nil
    }
    return "\(Pairing.size(container)) at \(source.site), "
      + "\(Pairing.size(other)) at \(target.site)"
  }

  private static func size(_ container: Container) -> String {
    "\(count(container.objectCount, "object")) of \(count(container.bytes, "byte"))"
  }
}

extension Flavor {
  /// What makes two flavors of one name the same.
  fileprivate var size: [Int?] { [vcpus, memory, disk] }

  fileprivate var sizeText: String {
    func text(_ number: Int?) -> String { number.map(String.init) ?? "?" }
    return "\(text(vcpus)) vCPUs, \(text(memory)) MiB, \(text(disk)) GiB disk"
  }
}
