import Catalog
import HTTP
import JSON
import OpenStack
import Selectors
import Testbed

/// The hosts of one site as its Blazar lists them: what selectors are really matched with.
struct BlazarListing {
  let site: SiteID
  /// Blazar's URL.
  let source: String
  /// `{"hosts": [...]}`.
  let content: JSONValue
  let hosts: [Host]

  /// Asks Blazar now.
  ///
  /// - Throws: `CommandFailure` when it does not answer, or lists no hosts.
  init(_ session: SiteSession) async throws {
    site = session.site
    do {
      source = try await session.cloud.endpoint(.reservation)
      content = .object([.init("hosts", .array(try await Blazar(session.cloud).hosts()))])
    } catch let error as OpenStackError {
      throw CommandFailure(
        error.description,
        hint: error.status?.rawValue == 403
          ? "this site does not show its hosts to you; leave Blazar out to use the catalogue"
          : error.hint)
    }
    hosts = BlazarListing.hosts(content)
    guard !hosts.isEmpty else {
      throw CommandFailure("\(source): Blazar lists no hosts", hint: "check the project")
    }
  }

  /// The hosts of an answer of `/v1/os-hosts`; none when it is something else.
  static func hosts(_ content: JSONValue) -> [Host] {
    (content["hosts"]?.array ?? []).enumerated().compactMap { index, item in
      item.members?.isEmpty == false ? BlazarHost(item, number: index + 1).host : nil
    }
  }
}

extension OpenCatalog {
  /// The hosts that `chiport harvest --blazar` kept of a site, by the `uid` of the node; nil when it
  /// was never asked for.
  ///
  /// A host of Blazar has the `uid` of the node as its `hypervisor_hostname`.
  func blazarHosts(of site: SiteID) throws -> (hosts: [String: Host], readAt: String)? {
    guard let stored = try catalog.blazarHosts(of: site),
      let content = try? JSONValue(parsing: stored.bytes)
    else { return nil }
    let hosts = BlazarListing.hosts(content)
    guard !hosts.isEmpty else { return nil }
    return (
      Dictionary(hosts.map { ($0.nodeID, $0) }, uniquingKeysWith: { first, _ in first }),
      stored.readAt
    )
  }
}

extension Host {
  /// The `uid` of the node that it is.
  var nodeID: String {
    if case .text(let name)? = columns[.hypervisorHostname] { name } else { id }
  }
}
