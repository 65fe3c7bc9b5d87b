import HTTP
import JSON
import OpenStack
import Resources
import TestSupport

@testable import Transfer

/// A small server that speaks Glance's language over a model, three images a page.
///
/// The shapes are those of Glance 32.0.0, seen on 2026-11-30.
final class GlanceStandIn: Sendable {
  let model: ImageModel
  private let server: KeystoneServer

  init(_ model: ImageModel = ImageModel(), hasRanges: Bool = true) throws {
    self.model = model
    server = try KeystoneServer { GlanceStandIn.answer($0, model, hasRanges: hasRanges) }
  }

  /// A client of it, logged in.
  func glance() throws -> Glance {
    let login = try CloudLogin(environment: [
      "OS_AUTH_URL": server.url + "/v3", "OS_USERNAME": "alice", "OS_PASSWORD": "secret-password",
      "OS_PROJECT_NAME": "p", "OS_REGION_NAME": "CHI@TACC",
    ])
    return Glance(CloudSession(login, client: CurlClient(userAgent: "chiport-tests")))
  }

  private static func answer(
    _ request: LoopbackServer.Request, _ model: ImageModel, hasRanges: Bool
  ) -> LoopbackServer.Reply {
    let parts = request.target.split(separator: "?", maxSplits: 1)
    let path = (parts.first ?? "").split(separator: "/").dropFirst(3).map(String.init)
    let entry = path.first.flatMap { model[$0] }
    switch (request.method, path.count) {
    case ("GET", 0): return list(parts.count == 2 ? parts[1] : "", model)
    case ("POST", 0): return create(request, model)
    case _ where entry == nil: return .status(404)
    case ("GET", 1): return entry.map { reply(200, $0.image.document) } ?? .status(404)
    case ("GET", 2): return entry.map { data($0, request, hasRanges) } ?? .status(404)
    case ("PUT", 2):
      try? model.fill(path[0], request.body)
      return .status(204)
    case ("PATCH", 1): return patch(path[0], request, model)
    case ("DELETE", 1):
      model.delete(path[0])
      return .status(204)
    default: return .status(405)
    }
  }

  private static func reply(_ status: Int, _ value: JSONValue) -> LoopbackServer.Reply {
    .message(status: status, headers: [], body: Array(value.compact.utf8))
  }

  private static func list(_ query: Substring, _ model: ImageModel) -> LoopbackServer.Reply {
    var query = query.split(separator: "&").map { pair in
      pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { String(decoding: PercentEncoding.decode($0), as: UTF8.self) }
    }
    let marker = query.first { $0[0] == "marker" }?[1]
    let hidden = query.first { $0[0] == "os_hidden" }?[1] == "true"
    query.removeAll { ["marker", "limit", "os_hidden"].contains($0[0]) }
    let fitting = model.entries.map(\.image).filter { image in
      !hidden
        && query.allSatisfy { ($0[0] == "name" ? image.name : image.properties[$0[0]]) == $0[1] }
    }
    let start = fitting.firstIndex { $0.id == marker }.map { $0 + 1 } ?? 0
    let page = fitting[start...].prefix(3)
    var document: [JSONValue.Member] = [.init("images", .array(page.map(\.document)))]
    if let last = page.last, last.id != fitting.last?.id {
      let filters = query.map { pair in
        pair.map { PercentEncoding.encode($0.utf8, keepingSlashes: false) }.joined(separator: "=")
      }
      let next = "/v2/images?" + (filters + ["marker=\(last.id)"]).joined(separator: "&")
      document.append(.init("next", .string(next)))
    }
    return reply(200, .object(document))
  }

  private static func create(
    _ request: LoopbackServer.Request, _ model: ImageModel
  ) -> LoopbackServer.Reply {
    guard let document = try? JSONValue(parsing: request.body),
      let image = Image(document: .object((document.members ?? []) + [.init("id", "new")]))
    else { return .status(400) }
    var new = NewImage(copying: image, name: image.name)
    new.properties = image.properties
    new.visibility = image.visibility ?? "shared"
    return reply(201, model.create(new).document)
  }

  private static func patch(
    _ id: String, _ request: LoopbackServer.Request, _ model: ImageModel
  ) -> LoopbackServer.Reply {
    guard request["content-type"] == "application/openstack-images-v2.1-json-patch",
      let changes = try? JSONValue(parsing: request.body).array, changes.count == 2,
      let name = changes[0]["value"]?.string, let property = changes[1]["path"]?.string,
      model[id]?.image.properties[String(property.dropFirst())] != nil
    else { return .status(409) }
    model.rename(id, name, removing: String(property.dropFirst()))
    return model[id].map { reply(200, $0.image.document) } ?? .status(404)
  }

  private static func data(
    _ entry: ImageModel.Entry, _ request: LoopbackServer.Request, _ hasRanges: Bool
  ) -> LoopbackServer.Reply {
    guard entry.image.status == "active" else { return .status(204) }
    guard hasRanges, let range = request["range"],
      let first = range.split(whereSeparator: { "=-".contains($0) }).dropFirst().first
        .flatMap({ Int($0) })
    else { return .message(status: 200, headers: [], body: entry.data) }
    return .message(
      status: 206,
      headers: [("Content-Range", "bytes \(first)-\(entry.data.count - 1)/\(entry.data.count)")],
      body: Array(entry.data[first...]))
  }
}
