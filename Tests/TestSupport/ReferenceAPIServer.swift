package import JSON
private import Synchronization

/// A server that speaks the dialect of Chameleon's Reference API, with faults where a test wants
/// them.
///
/// Source: https://github.com/ChameleonCloud/reference_api_v2, `reference_api/main.py`: versions and
/// links in every answer, nulls for what its models do not find, `{"detail": ...}` for errors.
package final class ReferenceAPIServer: Sendable {
  /// What goes wrong, and for which requests.
  package struct Fault: Sendable {
    package enum Action: Sendable {
      case reply(LoopbackServer.Reply)
      /// The answer is well-formed, but with another content.
      case edit(@Sendable (JSONValue) -> JSONValue)
      /// Something happens before the usual answer.
      case before(@Sendable () -> Void)
    }

    let target: String
    let times: Int
    let action: Action

    /// - Parameters:
    ///   - target: What the path and query begin with.
    ///   - times: How many requests it befalls before it is over.
    ///   - action: What happens to them.
    package init(_ target: String, times: Int = .max, _ action: Action) {
      self.target = target
      self.times = times
      self.action = action
    }
  }

  private let server: LoopbackServer

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - data: What it serves.
  ///   - prefix: The path that a proxy puts before its own; links do not have it.
  ///   - pageCap: How many items it gives at most at once, whatever is asked for.
  ///   - hasLinks: Whether answers contain links.
  ///   - faults: What goes wrong; the first that fits a request and is not over counts.
  /// - Throws: `SystemError`.
  package init(
    _ data: ReferenceData, prefix: String = "", pageCap: Int = 500, hasLinks: Bool = true,
    faults: [Fault] = []
  ) throws {
    let service = ReferenceAPIService(
      data: data, prefix: prefix, pageCap: pageCap, hasLinks: hasLinks)
    let uses = Mutex([Int](repeating: 0, count: faults.count))
    server = try LoopbackServer { request in
      let index = uses.withLock { uses -> Int? in
        let found = faults.indices.first {
          request.target.hasPrefix(faults[$0].target) && uses[$0] < faults[$0].times
        }
        if let found { uses[found] += 1 }
        return found
      }
      let answer = service.answer(to: request.target)
      switch index.map({ faults[$0].action }) {
      case nil: return answer.reply
      case .reply(let reply): return reply
      case .edit(let edit):
        return ReferenceAPIService.Answer(status: answer.status, content: edit(answer.content))
          .reply
      case .before(let body):
        body()
        return answer.reply
      }
    }
    url = server.url + prefix
  }

  /// Where it is, with the prefix.
  package let url: String

  /// The paths and queries asked for so far.
  package var targets: [String] { server.requests.map(\.target) }

  /// The requests so far.
  package var requests: [LoopbackServer.Request] { server.requests }

  package func stop() { server.stop() }
}

/// The answers of the server, without any network.
private struct ReferenceAPIService: Sendable {
  struct Answer {
    let status: Int
    let content: JSONValue

    var reply: LoopbackServer.Reply {
      .message(
        status: status, headers: [("Content-Type", "application/json")],
        body: Array(content.compact.utf8))
    }
  }

  let data: ReferenceData
  let prefix: String
  let pageCap: Int
  let hasLinks: Bool

  func answer(to target: String) -> Answer {
    guard target.hasPrefix(prefix) else { return notFound("Not Found") }
    let parts = target.dropFirst(prefix.count).split(separator: "?", maxSplits: 1)
    let path = (parts.first ?? "").split(separator: "/").map(String.init)
    let query = parts.count > 1 ? String(parts[1]) : ""
    switch path.count {
    case 0:
      return Answer(
        status: 200,
        content: object(
          ["type": "grid", "uid": "chameleoncloud", "timestamp": "1750000000"],
          links: ["sites": "/sites", "self": "/"]))
    case 1 where path[0] == "sites":
      return listing(data.sites.map { item(of: $0) }, query)
    case 2... where path[0] == "sites":
      let site = data.sites.first { $0.uid == path[1] }
      return answer(site, Array(path.dropFirst(2)), query)
    default: return notFound("Not Found")
    }
  }

  /// Only a site itself is missed; listings of unknown ones are empty.
  private func answer(
    _ site: ReferenceData.Site?, _ path: [String], _ query: String
  ) -> Answer {
    switch path.count {
    case 0:
      return site.map { Answer(status: 200, content: item(of: $0)) } ?? notFound("Site not found")
    case 1 where path[0] == "clusters":
      let clusters = site.map { site in site.clusters.map { item(of: $0, at: site.uid) } }
      return listing(clusters ?? [], query)
    case 1 where path[0] == "flavors":
      return listing((site?.flavors ?? []).map { flavor(of: $0) }, query)
    case 3 where path[0] == "clusters" && path[2] == "nodes":
      let cluster = site?.clusters.first { $0.uid == path[1] }
      return listing((cluster?.nodes ?? []).map { node(of: $0) }, query)
    case 1 where path[0] == "availability":
      guard let known = site?.availability else {
        return notFound("Availability not yet synced for this site")
      }
      return Answer(
        status: 200,
        content: [
          "site_id": .string(site?.uid ?? ""), "last_synced": .string(known.syncedAt),
          "synced_node_count": JSONValue(known.nodes.count),
        ])
    case 3 where path[0] == "flavors" && path[2] == "availability":
      return flavorAvailability(site, path[1])
    case 5 where path[0] == "clusters" && path[2] == "nodes" && path[4] == "availability":
      return nodeAvailability(site, cluster: path[1], node: path[3])
    default: return notFound("Not Found")
    }
  }

  private func nodeAvailability(
    _ site: ReferenceData.Site?, cluster: String, node: String
  ) -> Answer {
    guard let known = site?.availability else {
      return notFound("Availability not yet synced for this node")
    }
    guard let content = known.nodes[node], let members = content.members else {
      return notFound("Node not registered in Blazar")
    }
    let head: [JSONValue.Member] = [
      .init("node_id", .string(node)), .init("cluster_id", .string(cluster)),
      .init("site_id", .string(site?.uid ?? "")), .init("last_updated", .string(known.syncedAt)),
    ]
    return Answer(status: 200, content: .object(head + members))
  }

  private func flavorAvailability(_ site: ReferenceData.Site?, _ flavor: String) -> Answer {
    guard let segments = site?.availability?.flavors[flavor] else {
      return notFound("Flavor availability is not configured for this site")
    }
    return Answer(
      status: 200,
      content: [
        "flavor_id": .string(flavor), "site_id": .string(site?.uid ?? ""),
        "availability": segments,
      ])
  }

  private func listing(_ items: [JSONValue], _ query: String) -> Answer {
    var values = ["offset": 0, "limit": 500]
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=")
      if parts.count == 2 { values[String(parts[0])] = Int(parts[1]) }
    }
    let (offset, limit) = (values["offset"] ?? 0, values["limit"] ?? 500)
    guard (1...500).contains(limit), offset >= 0 else {
      return Answer(
        status: 422,
        content: [
          "detail": [
            [
              "type": "less_than_equal", "loc": ["query", "limit"],
              "msg": "Input should be less than or equal to 500",
            ]
          ]
        ])
    }
    let page = items.dropFirst(offset).prefix(min(limit, pageCap))
    return Answer(
      status: 200,
      content: object(
        [
          "total": JSONValue(items.count), "offset": JSONValue(offset),
          "items": .array(Array(page)),
        ], links: ["self": "/here"]))
  }

  private func notFound(_ detail: String) -> Answer {
    Answer(status: 404, content: ["detail": .string(detail)])
  }
}

extension ReferenceAPIService {
  private func item(of site: ReferenceData.Site) -> JSONValue {
    let base = "/sites/\(site.uid)"
    return object(
      site.record, nulls: ["description", "latitude", "location", "web"],
      links: ["self": base, "clusters": "\(base)/clusters", "flavors": "\(base)/flavors"])
  }

  private func item(of cluster: ReferenceData.Cluster, at site: String) -> JSONValue {
    let base = "/sites/\(site)/clusters/\(cluster.uid)"
    var record = cluster.record
    if record["queues"] == nil, let members = record.members {
      record = .object(members + [.init("queues", ["admin", "default"])])
    }
    return object(record, nulls: ["created_at"], links: ["self": base, "nodes": "\(base)/nodes"])
  }

  private func flavor(of record: JSONValue) -> JSONValue {
    object(record, nulls: ["gpu", "openstack_properties", "su_cost_per_hour"], links: [:])
  }

  private func node(of record: JSONValue) -> JSONValue {
    guard record.members != nil else { return record }
    return object(record, nulls: ["node_name", "node_type"], links: ["self": "/here"])
  }

  /// What Python and the models make of a record.
  private func object(
    _ record: JSONValue, nulls: [String] = [], links: [String: String]
  ) -> JSONValue {
    var members = (record.members ?? []).map {
      JSONValue.Member($0.name, ReferenceAPIService.pythonic($0.value))
    }
    for name in nulls where record[name] == nil { members.append(.init(name, .null)) }
    members.append(.init("version", .string(data.version)))
    if hasLinks {
      let sorted = links.sorted { $0.key < $1.key }
      members.append(
        .init(
          "links",
          .array(sorted.map { ["rel": .string($0.key), "href": .string($0.value)] })))
    }
    return .object(members)
  }

  private static func pythonic(_ value: JSONValue) -> JSONValue {
    switch value {
    case .number(let text) where text.contains("."):
      .number(Double(text).map { $0.description } ?? text)
    case .array(let items): .array(items.map(pythonic))
    case .object(let members): .object(members.map { .init($0.name, pythonic($0.value)) })
    default: value
    }
  }
}
