import ArgumentParser
import Catalog
import Files
import FoundationEssentials
import JSON
import Selectors
import Testbed
import Translation

/// Whose hosts a selector is matched with.
struct PlaceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The site.", valueName: "site"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "Hosts of a file instead of the catalogue: what /v1/os-hosts of Blazar answers, or one host "
        + "a line; - is standard input.", valueName: "file"))
  var hosts: String?

  @Flag(help: "Ask the site's Blazar for its hosts now, rather than the catalogue; logs in.")
  var live = false

  @OptionGroup(title: "Logins") var cloud: CloudOptions
  @OptionGroup(title: "Catalogue") var catalogOptions: CatalogOptions

  func validate() throws {
    if live, at == nil { throw ValidationError("--live needs a site: --at") }
    if cloud.osCloud != nil, !live { throw ValidationError("--os-cloud goes with --live") }
    if at != nil, hosts != nil { throw ValidationError("--at and --hosts exclude each other") }
  }

  /// Refuses to read both the selector and the hosts from standard input.
  func validate(selector: String?) throws {
    if selector == "-", hosts == "-" {
      throw ValidationError("the selector and --hosts cannot both be standard input")
    }
  }

  /// The hosts; nil when no place was named.
  func place(_ session: Session) async throws -> SelectorPlace? {
    if let hosts { return try SelectorPlace(file: hosts) }
    guard let at else { return nil }
    let facts = try session.facts()
    let open = try catalogOptions.open(session)
    if live {
      let site = try SiteSession(
        at, cloud: cloud.osCloud, logins: SiteLogins(session, facts: facts), open: open,
        facts: facts)
      return SelectorPlace(try await BlazarListing(site), open)
    }
    return try SelectorPlace(open, try open.site(named: at, facts: facts))
  }

  /// The hosts of the place that must be named.
  func requiredPlace(_ session: Session) async throws -> SelectorPlace {
    guard let place = try await place(session) else {
      throw CommandFailure(
        "no site was named", hint: "for example: --at tacc, or --hosts FILE", code: .usage)
    }
    return place
  }
}

/// The hosts of one site, as Blazar sees them.
struct SelectorPlace {
  let hosts: [Host]
  /// For messages: `CHI@UC`, or the name of a file.
  let title: String
  /// The `uid` of the site; nil for a file.
  let site: SiteID?
  /// What answered; nil for a file.
  let catalog: OpenCatalog?
  /// When Blazar listed the hosts, for people; nil when they are from records or a file.
  let listedAt: String?

  init(_ open: OpenCatalog, _ site: SiteID) throws {
    let known = try open.inventory(of: site).nodes.map(\.host)
    let listed = try open.blazarHosts(of: site)
    let nodes = Set(known.map(\.nodeID))
    let others = listed?.hosts.filter { !nodes.contains($0.key) }.sorted { $0.key < $1.key } ?? []
    hosts = known + others.map(\.value)
    title = open.sites.first { $0.id == site }?.name ?? site.text
    self.site = site
    catalog = open
    listedAt = listed.map { $0.readAt }
  }

  /// Takes what Blazar listed just now.
  init(_ listing: BlazarListing, _ open: OpenCatalog) {
    hosts = listing.hosts
    title = open.sites.first { $0.id == listing.site }?.name ?? listing.site.text
    site = listing.site
    catalog = nil
    listedAt = "just now"
  }

  /// Says which hosts were looked at, below what was printed.
  func printCaption(_ session: Session) {
    if let catalog { session.printCaption(of: catalog) }
    guard let listedAt else { return }
    let text = "Hosts as the Blazar of \(title) listed them: \(listedAt)."
    session.terminal.print((catalog == nil ? "\n" : "") + session.terminal.style.dim(text) + "\n")
  }

  /// Reads hosts of Blazar's API, as one document or one a line.
  ///
  /// - Parameter path: The file.
  /// - Throws: `CommandFailure`.
  init(file path: String) throws {
    let isStandardInput = path == "-"
    title = isStandardInput ? "standard input" : path
    let bytes: [UInt8]?
    if isStandardInput {
      do { bytes = try FileContents.standardInput() } catch {
        throw CommandFailure(error.description)
      }
    } else {
      bytes = FileManager.default.contents(atPath: path).map { Array($0) }
    }
    guard let bytes else { throw CommandFailure("\(title): cannot be read") }
    hosts = try SelectorPlace.hosts(in: String(decoding: bytes, as: UTF8.self), title)
    guard !hosts.isEmpty else { throw SelectorPlace.noHosts(in: title) }
    site = nil
    catalog = nil
    listedAt = nil
  }

  private static func hosts(in text: String, _ path: String) throws -> [Host] {
    if let document = try? JSONValue(parsing: text) {
      let isHost = document["hosts"] == nil && document.members?.isEmpty == false
      guard let items = document["hosts"]?.array ?? document.array ?? (isHost ? [document] : nil)
      else {
        throw noHosts(in: path)
      }
      return try items.enumerated().map { index, item in
        guard item.members?.isEmpty == false else {
          throw CommandFailure("\(path): host \(index + 1) is no JSON object with members")
        }
        return BlazarHost(item, number: index + 1).host
      }
    }
    var hosts: [Host] = []
    for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let value = try? JSONValue(parsing: String(Substring(line))), value.members != nil
      else { throw CommandFailure("\(path):\(index + 1): no JSON object") }
      hosts.append(BlazarHost(value, number: index + 1).host)
    }
    return hosts
  }

  private static func noHosts(in path: String) -> CommandFailure {
    CommandFailure(
      "\(path): no hosts in it", hint: #"expected {"hosts": [...]}, or one host a line"#)
  }

  /// A property as people need it to find the node: its `uid`, `node_name` or `node_type`.
  static func cell(_ host: Host, _ name: String) -> JSONValue {
    JSONValue(host.properties[name] ?? (name == "uid" ? host.id : nil))
  }
}

/// A host as Blazar's API tells of it.
struct BlazarHost {
  let host: Host

  /// - Parameters:
  ///   - record: Columns and properties side by side, as in `/v1/os-hosts`. With `_` in front a name
  ///     is that of a column for certain.
  ///   - number: Stands for a missing `id`.
  init(_ record: JSONValue, number: Int) {
    var columns: [HostColumn: HostColumn.Value] = [:]
    var properties: [(name: String, value: String)] = []
    let members = record.members ?? []
    let isMarked = members.contains { $0.name.hasPrefix("_") }
    for member in members {
      let name = member.name.hasPrefix("_") ? String(member.name.dropFirst()) : member.name
      if let column = HostColumn(rawValue: name), member.name.hasPrefix("_") || !isMarked {
        columns[column] = BlazarHost.value(member.value, of: column)
      } else if let text = BlazarHost.text(member.value) {
        properties.append((member.name, text))
      }
    }
    let isReservable = columns[.isReservable] != .integer(0)
    let all = ResourceProperties(properties)
    var name: String?
    if case .text(let text)? = columns[.hypervisorHostname] { name = text }
    if columns[.id] == nil { columns[.id] = .text(String(number)) }
    host = Host(
      id: all["uid"] ?? name ?? String(number), properties: all, columns: columns,
      isReservable: isReservable)
  }

  private static func value(_ value: JSONValue, of column: HostColumn) -> HostColumn.Value {
    switch value {
    case .null: .null
    case .bool(let isTrue): .integer(isTrue ? 1 : 0)
    case .number(let text): Int(text).map { .integer($0) } ?? .text(text)
    case .string(let text):
      column.isNumeric ? Int(text).map { .integer($0) } ?? .text(text) : .text(text)
    case .array, .object: .text(value.compact)
    }
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .null: nil
    case .string(let text): text
    case .array, .object: value.compact
    default: ResourceProperties(record: .object(["x": value]))["x"]
    }
  }
}
