import Testbed

extension Pairing {
  /// Images: by name, then by content.
  func images() -> [ResourcePair] {
    let usable = target.images.filtered(\.isUsable)
    let contents = Dictionary(
      grouping: (usable.elements ?? []).filter { $0.content != nil }, by: \.content)
    return pairs(source.images, with: usable) {
      isOwn($0)
    } decide: { image, index in
      guard image.isUsable else {
        return Verdict(
          .missing, remark: "it is \(image.status ?? "unusable") at \(source.site)",
          advice: "nothing can be copied until it is active")
      }
      if let one = index.byID[image.id], one.isSameContent(as: image) != false {
        return Verdict(.paired(.init(one), .id))
      }
      let named = index.named(image.name)
      let twins = contents[image.content] ?? []
      if named.isEmpty { return elsewhere(image, twins) }
      let same = named.filter { $0.isSameContent(as: image) == true }
      if let one = same.first, same.count == 1 || named.count == 1 {
        return Verdict(.paired(.init(one), .name))
      }
      if !isOwn(image) { return publishedImage(named) }
      if named.count == 1, let one = named.first {
        // The name was taken when it was copied.
        let isTaken = one.isSameContent(as: image) == false && image.content != nil
        return isTaken && !twins.isEmpty ? elsewhere(image, twins) : ownImage(image, one)
      }
      return ambiguous(image, same.isEmpty ? named : same)
    }
  }

  /// Whether an image is the project's own, and not one that the site publishes.
  private func isOwn(_ image: Image) -> Bool {
    if let owner = image.owner, let project = source.projectID { return owner == project }
    if published.sourceImages.contains(image.name) { return false }
    return image.visibility != "public"
  }

  /// An image that the target has no name for.
  private func elsewhere(_ image: Image, _ same: [Image]) -> Verdict {
    if image.content != nil, let one = same.first {
      guard same.count == 1 else { return ambiguous(image, same) }
      return Verdict(.paired(.init(one), .checksum), remark: "the same content, another name")
    }
    if published.targetImages.contains(image.name) {
      return Verdict(
        .missing, remark: "\(target.site) is said to publish it, but does not list it",
        advice: "look at the images of \(target.site), or \(copy(image))")
    }
    return Verdict(
      .missing,
      advice: isOwn(image) ? copy(image) : "take another image of \(target.site), or \(copy(image))"
    )
  }

  /// Sites publish builds of their own under the same name.
  private func publishedImage(_ named: [Image]) -> Verdict {
    let open = named.filter { $0.visibility == "public" }
    let candidates = open.isEmpty ? named : open
    guard let one = candidates.first, candidates.count == 1 else {
      return Verdict(
        .ambiguous(candidates.map(ResourcePair.End.init)),
        advice: "name the one that is meant by its id")
    }
    return Verdict(.paired(.init(one), .name), remark: "another build of the same image")
  }

  private func ownImage(_ image: Image, _ other: Image) -> Verdict {
    guard other.isSameContent(as: image) == false else {
      return Verdict(
        .paired(.init(other), .name), remark: "whether the content is the same is not known")
    }
    return Verdict(
      .conflict(.init(other)), remark: "the same name, but other content",
      advice: copy(image) + " --name NEW")
  }

  private func ambiguous(_ image: Image, _ candidates: [Image]) -> Verdict {
    Verdict(
      .ambiguous(candidates.map(ResourcePair.End.init)),
      remark: "\(candidates.count) images could be meant",
      advice: "rename or delete all but one, or say 'chiport rewrite --map \(image.id)=ID'")
  }

  private func copy(_ image: Image) -> String {
    let isUnique = (source.images.elements ?? []).count { $0.name == image.name } == 1
    return "chiport copy image \(ShellText.quoted(isUnique ? image.name : image.id)) \(sites)"
  }
}

extension Image {
  /// Whether it can be used, as far as its status tells.
  fileprivate var isUsable: Bool { status == nil || status == "active" }

  /// What tells its content: the digest and its algorithm; nil when the service gives none.
  fileprivate var content: [String]? {
    if let hashAlgorithm, let hashValue { return [hashAlgorithm, hashValue] }
    return checksum.map { ["md5", $0] }
  }

  /// Whether two images have the same content; nil when that is not known.
  fileprivate func isSameContent(as other: Image) -> Bool? {
    if let a = size, let b = other.size, a != b { return false }
    if let a = hashValue, let b = other.hashValue, hashAlgorithm == other.hashAlgorithm {
      return a == b
    }
    if let a = checksum, let b = other.checksum { return a == b }
    return nil
  }
}

extension Listing {
  /// The same listing with some of its elements.
  func filtered(_ isWanted: (Element) -> Bool) -> Listing {
    if case .known(let elements) = self { .known(elements.filter(isWanted)) } else { self }
  }
}
