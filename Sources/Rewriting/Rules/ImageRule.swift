import Equivalence
import Hardware
import SourceText
import Testbed

/// Images: Chameleon's own follow the hardware; private ones live at one site.
struct ImageRule: Rule {
  /// What the file's hardware becomes; empty when the file names none.
  let hardware: [Assessed]
  /// What it was at the source; empty when that is not known.
  let former: [Assessed]

  func proposals(for use: Use, in job: Job) -> [Proposal] {
    guard use.isPlain, !use.text.isEmpty, UUIDText.range(in: use.text) == nil else { return [] }
    guard use.text.hasPrefix("CC-") else {
      guard use.role == .image, ImageRule.mayBeImage(use.text), ImageRule.isForServer(use.context),
        job.reasonToKeep(use) == nil
      else { return [] }
      return [
        .init(
          .image, use.span, use.text, .unresolved,
          "an image of \(job.sourceName) that is not one of Chameleon's: copy it to \(job.targetName)"
        )
      ]
    }
    guard !use.text.contains(where: \.isWhitespace), use.text.utf8.count > 4 else { return [] }
    if let reason = job.reasonToKeep(use) {
      return [.init(.image, use.span, use.text, .kept, reason)]
    }
    return [proposal(use, job)]
  }

  /// Names of images may have blanks, as what is quoted behind `--image` shows.
  private static func mayBeImage(_ text: String) -> Bool {
    !text.contains("/") && !text.contains(":") && !text.contains("<") && text.count > 3
      && !text.contains(where: { $0.isWhitespace && $0 != " " }) && text.utf8.count < 80
      && text.contains(where: \.isLetter)
  }

  /// Whether something says that the image is a server's, and not a container's.
  private static func isForServer(_ context: Context) -> Bool {
    if let command = context.command {
      return command.starts(with: ["openstack"]) || command.starts(with: ["nova"])
    }
    let callees = context.calls.map { $0.callee.lowercased() }
    if callees.contains(where: { $0.contains("container") }) { return false }
    if callees.contains(where: {
      $0.contains("server") || $0.contains("get_image") || $0.hasSuffix("chi.set")
    }) {
      return true
    }
    if context.key?.lowercased().hasSuffix("image_name") == true { return true }
    for case .member(_, let siblings) in context.steps
    where siblings.contains(where: { $0.name.flatMap(Role.init(key:)) == .flavor }) { return true }
    return false
  }

  private func proposal(_ use: Use, _ job: Job) -> Proposal {
    func open(_ reason: String, _ options: [String] = []) -> Proposal {
      Proposal(.image, use.span, use.text, .unresolved, reason, options: options)
    }
    guard let image = job.facts.image(named: use.text) else {
      if let base = ImageRule.undated(use.text) {
        return open(
          "a dated image, which only one site may have: copy it, or take the current one",
          [base])
      }
      return open("not one of Chameleon's images, as far as known: copy it, or take another")
    }
    let needed = needs(of: image)
    guard needed.count <= 1 else {
      let variants = needed.map(\.variant).joined(separator: " or ")
      return open(
        "the file's hardware at \(job.targetName) is of several kinds: \(variants)",
        needed.flatMap { alternatives(to: image, $0, job).prefix(1) })
    }
    let wanted = needed.first ?? ImageNeed(image)
    let options = alternatives(to: image, wanted, job)
    if wanted == ImageNeed(image) {
      if image.sites.contains(job.target.text) {
        let remark = image.status == .supported ? "" : ", though it is \(image.status.rawValue)"
        return Proposal(.image, use.span, use.text, .portable, "\(job.targetName) has it" + remark)
      }
      return open(
        image.status == .supported
          ? "\(job.targetName) does not publish it"
          : "\(image.status.rawValue), and not published at \(job.targetName)", options)
    }
    let sameSystem = options.first { job.facts.image(named: $0)?.system == image.system }
    guard let name = sameSystem else {
      return open("the hardware at \(job.targetName) needs \(wanted.variant)", options)
    }
    return .rewrite(
      .image, use.span, use.text, to: name, "the variant follows the hardware (\(wanted.variant))")
  }

  /// What the file's new hardware needs of an image like this one; nothing where it does not matter.
  private func needs(of image: ImageFact) -> [ImageNeed] {
    let own = ImageNeed(image)
    // What did not fit before is for something else.
    guard former.isEmpty || former.contains(where: { ImageNeed(for: $0, like: own) == own }) else {
      return []
    }
    return Set(hardware.compactMap { ImageNeed(for: $0, like: own) }).sorted {
      $0.variant < $1.variant
    }
  }

  /// Images of a variant that the target publishes: of the same system first, then the newest.
  private func alternatives(to image: ImageFact, _ need: ImageNeed, _ job: Job) -> [String] {
    let fitting = job.facts.images.filter {
      ImageNeed($0) == need && $0.status == .supported && $0.sites.contains(job.target.text)
    }
    let family = image.system.prefix { $0 != " " }
    return fitting.sorted { a, b in
      func rank(_ other: ImageFact) -> (Int, String) {
        (other.system == image.system ? 0 : other.system.hasPrefix(family) ? 1 : 2, other.name)
      }
      return rank(a) < rank(b)
    }.map(\.name)
  }

  /// The name without its date, as in `CC-Ubuntu20.04-20230224`; nil for a name without one.
  private static func undated(_ name: String) -> String? {
    guard let dash = name.lastIndex(of: "-") else { return nil }
    let date = name[name.index(after: dash)...]
    return date.count == 8 && date.allSatisfy(\.isNumber) ? String(name[..<dash]) : nil
  }
}

/// What hardware asks of an image.
private struct ImageNeed: Hashable {
  /// What is installed besides the system: `cuda`, `rocm`; `plain` for nothing.
  private var stack: String
  private var isARM: Bool

  /// What an image is made for.
  init(_ image: ImageFact) {
    stack = image.variant == "arm64" ? "plain" : image.variant
    isARM = image.architecture == "aarch64"
  }

  /// What some hardware needs instead of an image; nil when it can do with any of these.
  init?(for hardware: Assessed, like image: ImageNeed) {
    self = image
    if let set = hardware.hardware.instructionSet.value { isARM = set == "aarch64" }
    guard ["cuda", "rocm"].contains(stack) else { return }
    switch hardware.accelerator?.stack {
    case .cuda? where hardware.hardware.hasAccelerator == true: stack = "cuda"
    case .rocm? where hardware.hardware.hasAccelerator == true: stack = "rocm"
    // The image is not for this hardware, as long as another one needs it.
    default: return nil
    }
  }

  /// As images are called.
  var variant: String {
    isARM ? (stack == "plain" ? "arm64" : stack + "-arm64") : stack
  }
}
