import Hardware
import Selectors
import Testbed

/// What becomes of selectors of networks and of edge devices, which no node answers.
///
/// Source: Chameleon's documentation of networks (physnet1 is at every bare-metal site, FABRIC's
/// stitch ports at CHI@UC and CHI@TACC), of shares (reserved storage networks) and of CHI@Edge.
struct NetworkSelectorRules {
  let source: SiteID
  let target: SiteID
  let facts: Facts

  static let networkNames: Set = [
    "physical_network", "stitch_provider", "segment_id", "usage_type",
  ]
  static let deviceNames: Set = ["machine_name", "name", "device_name", "device_model"]
  /// Where FABRIC's stitch ports end.
  ///
  /// Source: https://chameleoncloud.readthedocs.io/en/latest/technical/networks/networks_fabric.html
  private static let fabricSites: Set = ["uc", "tacc"]

  /// What becomes of the selector; nil when it is neither of networks nor of devices.
  func translation(of selector: Selector) -> Translation? {
    let leaves = selector.leaves
    if let device = leaves.first(where: { NetworkSelectorRules.deviceNames.contains($0.name) }) {
      guard source != target else { return portable([]) }
      return none(
        "\(device) names a device of CHI@Edge; no node and no device elsewhere stands for it")
    }
    guard leaves.contains(where: { NetworkSelectorRules.networkNames.contains($0.name) }) else {
      return nil
    }
    guard source != target else { return portable([]) }
    var remarks: [String] = []
    for leaf in leaves {
      switch verdict(on: leaf) {
      case .fits(let remark): remarks += remark.map { [$0] } ?? []
      case .fails(let reason): return none(reason)
      }
    }
    return portable(remarks)
  }

  private enum Verdict {
    case fits(remark: String?)
    case fails(String)
  }

  private func verdict(on leaf: Selector.Leaf) -> Verdict {
    guard facts.site(target).map({ $0.services.contains("bare_metal") }) ?? true else {
      return .fails("site '\(target)' has no networks to reserve")
    }
    guard leaf.operator == .equal || leaf.operator == .doubleEqual else {
      return .fails("\(leaf): what it gives at site '\(target)' is not known")
    }
    switch leaf.name {
    case "physical_network":
      if leaf.value == "physnet1" { return .fits(remark: nil) }
      if leaf.value.hasPrefix("exogeni") { return exogeni(leaf) }
      return .fails("\(leaf) names a physical network of site '\(source)'; others have 'physnet1'")
    case "stitch_provider":
      if leaf.value == "exogeni" { return exogeni(leaf) }
      guard leaf.value == "fabric" else {
        return .fails("\(leaf): no stitch provider '\(leaf.value)' is known at site '\(target)'")
      }
      let without = [source, target].first {
        !NetworkSelectorRules.fabricSites.contains($0.text)
      }
      return without.map { .fails("site '\($0)' has no stitch ports to FABRIC") }
        ?? .fits(remark: "the VLAN of the stitch port is another at site '\(target)'")
    case "segment_id":
      return .fails("\(leaf) is a VLAN of site '\(source)', which means nothing elsewhere")
    case "usage_type" where leaf.value == "storage":
      let services = facts.site(target)?.services ?? []
      return services.contains("shared_file_system")
        ? .fits(remark: "shares stay at their site: the storage network leads to other ones")
        : .fails("site '\(target)' has no storage network")
    default:
      return .fails("\(leaf): what site '\(target)' has of it is not known")
    }
  }

  private func exogeni(_ leaf: Selector.Leaf) -> Verdict {
    .fails("\(leaf): ExoGENI was shut down; FABRIC took its place ('fabric')")
  }

  private func portable(_ remarks: [String]) -> Translation {
    Translation(.portable(nil), source: [], sourceCount: 0, remarks: remarks)
  }

  private func none(_ reason: String) -> Translation {
    Translation(.none(reason: reason), source: [], sourceCount: 0)
  }
}
