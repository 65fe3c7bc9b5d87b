package import JSON
package import Testbed

/// The file that an inventory is saved in.
///
/// An object with `"document": "inventory"`, `version`, `site`, `project` (`id` and `name`), `read_at`,
/// and one member for each kind, named by `ResourceKind.plural`: an array of the services' own records,
/// or `{"unknown": REASON}`.
extension ProjectInventory {
  /// Goes up when a member is renamed or means something else.
  package static let version = 1

  /// The inventory as JSON.
  package var document: JSONValue {
    var record = Members()
    record.add("document", "inventory")
    record.add("version", ProjectInventory.version)
    record.add("site", site.text)
    var project = Members()
    project.add("id", projectID)
    project.add("name", projectName)
    record.add("project", project.object)
    record.add("read_at", readAt)
    func add<Element: Resource>(_ listing: Listing<Element>) {
      record.add(Element.kind.plural, listing.document)
    }
    add(images)
    add(networks)
    add(subnets)
    add(flavors)
    add(keyPairs)
    add(securityGroups)
    add(shares)
    add(containers)
    add(instances)
    add(floatingIPs)
    return record.object
  }

  /// Reads an inventory; kinds that are not in it are unknown.
  ///
  /// - Throws: `ResourceError` for another document or version, and for records without an id.
  package init(document: JSONValue) throws(ResourceError) {
    guard document["document"]?.string == "inventory" else {
      throw ResourceError(
        "expected a saved inventory, an object with \"document\": \"inventory\"")
    }
    let version = document["version"]?.integer
    guard version == ProjectInventory.version else {
      throw ResourceError(
        "an inventory of version \(version.map(String.init) ?? "unknown"), expected "
          + "\(ProjectInventory.version)")
    }
    guard let site = document["site"]?.string.flatMap(SiteID.init) else {
      throw ResourceError("an inventory without the name of a site in 'site'")
    }
    self.init(
      site: site, projectID: document["project"]?.text("id"),
      projectName: document["project"]?.text("name"), readAt: document.text("read_at") ?? "",
      unknown: "not in the saved inventory")
    images = try Listing(in: document)
    networks = try Listing(in: document)
    subnets = try Listing(in: document)
    flavors = try Listing(in: document)
    keyPairs = try Listing(in: document)
    securityGroups = try Listing(in: document)
    shares = try Listing(in: document)
    containers = try Listing(in: document)
    instances = try Listing(in: document)
    floatingIPs = try Listing(in: document)
  }
}

extension ProjectInventory {
  /// Reads the inventory of a site, also out of a saved map.
  ///
  /// - Parameters:
  ///   - document: A saved inventory, or a map that was saved with its inventories.
  ///   - site: The site that is meant.
  /// - Throws: `ResourceError`, also when the document has the inventory of other sites only.
  package init(document: JSONValue, of site: SiteID) throws(ResourceError) {
    let documents = document["inventories"]?.array ?? [document]
    var found: [SiteID] = []
    for document in documents {
      let inventory = try ProjectInventory(document: document)
      if inventory.site == site {
        self = inventory
        return
      }
      found.append(inventory.site)
    }
    throw ResourceError(
      "it has the inventory of \(found.map { "'\($0)'" }.joined(separator: " and ")), "
        + "not of '\(site)'")
  }
}

extension Listing where Element: Resource {
  /// The listing as a member of an inventory.
  package var document: JSONValue {
    switch self {
    case .known(let elements): .array(elements.map(\.document))
    case .unknown(let reason): ["unknown": .string(reason)]
    }
  }

  fileprivate init(in inventory: JSONValue) throws(ResourceError) {
    let name = Element.kind.plural
    guard let value = inventory[name] else {
      self = .unknown("not in the saved inventory")
      return
    }
    guard let items = value.array else {
      self = .unknown(value.text("unknown") ?? "the saved inventory does not say")
      return
    }
    var elements: [Element] = []
    for (index, item) in items.enumerated() {
      guard let element = Element(document: item) else {
        throw ResourceError("element \(index) of '\(name)': expected an object with an id")
      }
      elements.append(element)
    }
    self = .known(elements)
  }
}
