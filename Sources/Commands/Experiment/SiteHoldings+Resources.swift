import Hardware
import Resources
import Rewriting
import Testbed

extension SiteHoldings {
  private static let notAsked = "nobody has logged in"

  /// An image by id or name.
  func image(_ text: String) -> Existence {
    let found = find(text, inventory?.images) { $0.status == nil || $0.status == "active" }
    guard case .unknown(let reason) = found else { return found }
    guard let fact = facts.image(named: text) else {
      return .unknown("which images \(title) has is not known: \(reason)")
    }
    return fact.sites.contains(site.text)
      ? .likely("\(title) publishes it, as far as known")
      : .absent("\(title) does not publish it, as far as known")
  }

  /// A network or a subnet by id or name.
  func network(_ text: String) -> Existence {
    let networks = find(text, inventory?.networks)
    let subnets = find(text, inventory?.subnets)
    switch (networks, subnets) {
    case (.exists, _), (.ambiguous, _): return networks
    case (_, .exists), (_, .ambiguous): return subnets
    case (.unknown(let reason), _), (_, .unknown(let reason)):
      if let fact = facts.identifier(text.lowercased()), fact.site == site.text {
        return .likely("the \(fact.kind) \(fact.name)")
      }
      guard let fact = facts.network(named: text) else {
        return .unknown("which networks \(title) has is not known: \(reason)")
      }
      return fact.sites.contains(site.text)
        ? .likely("\(title) has it, as far as known")
        : .absent("\(title) has none of this name, as far as known")
    default: return networks
    }
  }

  /// A flavor by id or name.
  func flavor(_ text: String) -> Existence {
    let found = find(text, inventory?.flavors)
    guard case .unknown(let reason) = found else { return found }
    let fact = facts.site(site)
    if text == "baremetal" {
      return fact?.siteClass == "baremetal"
        ? .likely("every bare-metal site has it") : .absent("\(title) has no bare metal")
    }
    let sites = facts.flavors.filter { $0.flavor == text }.map(\.site)
    guard !sites.isEmpty else {
      return .unknown("which flavors \(title) has is not known: \(reason)")
    }
    return sites.contains(site.text)
      ? .likely("\(title) has it, as far as known")
      : .absent("\(title) has none of this name, as far as known")
  }

  /// What only a project's inventory can tell.
  func ofProject(_ reference: NamedReference) -> Existence {
    let text = reference.value
    switch reference.kind {
    case .keyPair: return told(find(text, inventory?.keyPairs), "key pairs")
    case .securityGroup:
      if text == "default" { return .exists("every project has it") }
      return told(find(text, inventory?.securityGroups), "security groups")
    case .share:
      let shares = inventory?.shares.elements ?? []
      if shares.contains(where: { $0.exportLocations.contains(text) }) { return .exists(nil) }
      return told(find(text, inventory?.shares), "shares")
    case .container: return told(find(text, inventory?.containers), "containers")
    case .floatingIP:
      // The servers of shares have addresses of the same ranges.
      let locations = (inventory?.shares.elements ?? []).flatMap(\.exportLocations)
      if locations.contains(where: { $0.hasPrefix(text + ":") }) { return .exists("of a share") }
      return told(find(text, inventory?.floatingIPs), "floating IPs")
    case .projectID:
      guard let id = inventory?.projectID else { return .unknown(SiteHoldings.notAsked) }
      return id == text ? .exists(nil) : .absent("the project's id at \(title) is \(id)")
    default: return anything(text)
    }
  }

  /// A UUID of which nothing says what it is.
  private func anything(_ text: String) -> Existence {
    guard let inventory else { return .unknown(SiteHoldings.notAsked) }
    let found = [
      find(text, inventory.instances), find(text, inventory.images), find(text, inventory.networks),
      find(text, inventory.subnets), find(text, inventory.securityGroups),
      find(text, inventory.shares), find(text, inventory.floatingIPs),
      find(text, inventory.flavors),
    ]
    let exists = found.first { if case .exists = $0 { true } else { false } }
    return exists ?? .unknown("leases and reservations are not listed")
  }

  private func told(_ existence: Existence, _ plural: String) -> Existence {
    guard case .unknown(let reason) = existence else { return existence }
    return .unknown("which \(plural) the project has at \(title) is not known: \(reason)")
  }

  /// Looks for an id, then for a name.
  private func find<Element: Resource>(
    _ text: String, _ listing: Resources.Listing<Element>?,
    _ isUsable: (Element) -> Bool = { _ in true }
  ) -> Existence {
    switch listing {
    case nil: return .unknown(SiteHoldings.notAsked)
    case .unknown(let reason): return .unknown(reason)
    case .known(let elements):
      let lower = text.lowercased()
      if let one = elements.first(where: { $0.id.lowercased() == lower }) {
        return .exists(one.name == one.id ? nil : "the \(Element.kind.label) \(one.name)")
      }
      let named = elements.filter { $0.name == text }
      let usable = named.filter(isUsable)
      switch usable.count {
      case 0:
        return .absent(
          named.isEmpty
            ? "\(title) has no \(Element.kind.label) of this name or id"
            : "the \(Element.kind.label) is not active")
      case 1: return .exists(nil)
      default:
        return .ambiguous(
          "\(usable.count) of this name: " + usable.map(\.id).joined(separator: ", "))
      }
    }
  }
}
