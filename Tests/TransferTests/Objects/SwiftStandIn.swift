import HTTP
import Hashing
import JSON
import OpenStack
import TestSupport

@testable import Transfer

/// A small server that speaks Keystone's and the object store's language over a model.
final class SwiftStandIn: Sendable {
  let model: StoreModel
  private let server: LoopbackServer

  init(_ model: StoreModel = StoreModel()) throws {
    self.model = model
    server = try LoopbackServer { SwiftStandIn.answer($0, model) }
  }

  var requests: [LoopbackServer.Request] { server.requests }

  /// A client of it, logged in.
  func store() throws -> ObjectStore {
    let login = try CloudLogin(environment: [
      "OS_AUTH_URL": server.url, "OS_USERNAME": "alice", "OS_PASSWORD": "secret-password",
      "OS_PROJECT_NAME": "p",
    ])
    return ObjectStore(CloudSession(login, client: CurlClient(userAgent: "chiport-tests")))
  }

  private static func answer(
    _ request: LoopbackServer.Request, _ model: StoreModel
  ) -> LoopbackServer.Reply {
    let parts = request.target.split(separator: "?", maxSplits: 1)
    let path = parts.first.map(String.init) ?? ""
    if path == "/v3/auth/tokens" { return token(request) }
    guard request["x-auth-token"] == "the-token" else { return .status(401) }
    guard path.hasPrefix("/v1/AUTH_p/") else { return .status(404) }
    let query = query(parts.count == 2 ? parts[1] : "")
    let place = path.dropFirst("/v1/AUTH_p/".count)
    let names = place.split(separator: "/", maxSplits: 1).map {
      String(decoding: PercentEncoding.decode($0), as: UTF8.self)
    }
    guard let container = names.first.flatMap({ try? ContainerName($0) }) else {
      return .status(400)
    }
    guard names.count == 2, let name = try? ObjectName(names[1]) else {
      return answer(request, of: container, query, model)
    }
    let object = ObjectPath(container: container, name: name)
    return ObjectAnswer(request: request, object: object, query: query, model: model).reply()
  }

  private static func token(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
    let url = "http://\(request["host"] ?? "")/v1/AUTH_p"
    let body: JSONValue = [
      "token": [
        "project": ["id": "p"],
        "catalog": [
          [
            "type": "object-store",
            "endpoints": [["interface": "public", "region": "R", "url": .string(url)]],
          ]
        ],
      ]
    ]
    return .message(
      status: 201, headers: [("X-Subject-Token", "the-token")], body: Array(body.compact.utf8))
  }

  private static func query(_ text: some StringProtocol) -> [String: String] {
    var query: [String: String] = [:]
    for item in text.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1)
      let value = parts.count == 2 ? PercentEncoding.decode(parts[1]) : []
      query[String(parts[0])] = String(decoding: value, as: UTF8.self)
    }
    return query
  }

  private static func answer(
    _ request: LoopbackServer.Request, of container: ContainerName, _ query: [String: String],
    _ model: StoreModel
  ) -> LoopbackServer.Reply {
    switch request.method {
    case "PUT":
      let prefix = "x-container-meta-"
      model.make(
        container,
        request.headers.filter { $0.name.hasPrefix(prefix) }
          .map { .init(String($0.name.dropFirst(prefix.count)), $0.value) })
      return .status(201)
    case "HEAD":
      guard let items = model.metadata(of: container) else { return .status(404) }
      return .status(204, items.map { ("X-Container-Meta-\($0.name)", $0.value) })
    default:
      let marker = query["marker"].flatMap { try? ObjectName($0) }
      guard let page = model.page(of: container, prefix: query["prefix"] ?? "", after: marker)
      else { return .status(404) }
      return .text(JSONValue.array(page.map(\.json)).compact)
    }
  }
}

extension ListedObject {
  /// As a listing has it.
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(name.description)), .init("bytes", JSONValue(sizeInBytes)),
      .init("hash", .string(hash)), .init("content_type", .string(contentType)),
    ]
    if let largeObjectETag { members.append(.init("slo_etag", .string("\"\(largeObjectETag)\""))) }
    return .object(members)
  }
}
