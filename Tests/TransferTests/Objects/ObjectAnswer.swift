import HTTP
import JSON
import OpenStack
import TestSupport

@testable import Transfer

/// What the stand-in answers to a request about one object.
struct ObjectAnswer {
  let request: LoopbackServer.Request
  let object: ObjectPath
  let query: [String: String]
  let model: StoreModel

  func reply() -> LoopbackServer.Reply {
    switch request.method {
    case "PUT": return put()
    case "POST":
      guard model[object] != nil else { return .status(404) }
      model[object]?.metadata = metadata
      return .status(202)
    case "DELETE":
      guard model[object] != nil else { return .status(404) }
      model.remove(object)
      return .status(204)
    default: return get()
    }
  }

  private var metadata: ObjectMetadata {
    let prefix = "x-object-meta-"
    let fields = ["cache-control", "content-disposition", "content-encoding", "content-language"]
    return ObjectMetadata(
      contentType: request["content-type"] ?? "application/octet-stream",
      contentFields: request.headers.filter { fields.contains($0.name) }
        .map { .init($0.name, $0.value) },
      deleteAt: request["x-delete-at"].flatMap { Int($0) },
      items: request.headers.filter { $0.name.hasPrefix(prefix) }
        .map { .init(String($0.name.dropFirst(prefix.count)), $0.value) })
  }

  private func put() -> LoopbackServer.Reply {
    guard model.containers[object.container] != nil else { return .status(404) }
    if request["if-none-match"] == "*", model[object] != nil { return .status(412) }
    if query["multipart-manifest"] == "put" { return putManifest() }
    let md5 = StoreModel.md5(request.body)
    if let expected = request["etag"], expected != md5 { return .status(422) }
    var content = StoreModel.Content.plain(request.body)
    if let manifest = request["x-object-manifest"] {
      let path = String(decoding: PercentEncoding.decode(manifest), as: UTF8.self)
      guard let path = try? ObjectPath(parsing: path) else { return .status(400) }
      content = .dynamic(path, own: request.body)
    }
    model[object] = StoreModel.Object(content: content, metadata: metadata)
    return .status(201, [("ETag", md5)])
  }

  private func putManifest() -> LoopbackServer.Reply {
    guard let json = try? JSONValue(parsing: request.body),
      let segments = try? ObjectSegment.manifest(json)
    else { return .status(400) }
    if let problem = model.problem(with: segments) {
      return .message(status: 400, headers: [], body: Array("Errors:\n\(problem)".utf8))
    }
    let stored = StoreModel.Object(content: .segmented(segments), metadata: metadata)
    model[object] = stored
    return .status(201, [("ETag", "\"\(model.etag(of: stored))\"")])
  }

  private func get() -> LoopbackServer.Reply {
    guard let found = model[object], var bytes = model.bytes(of: found) else {
      return .status(404)
    }
    let etag = model.etag(of: found)
    if let match = request["if-match"], match != "\"\(etag)\"" { return .status(412) }
    var status = 200
    if query["multipart-manifest"] == "get" {
      switch found.content {
      case .segmented(let segments): bytes = manifest(segments)
      case .dynamic(_, let own): bytes = own
      case .plain: break
      }
    } else if let range = request["range"] {
      let ends = range.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
      bytes = Array(bytes[ends[0]...min(ends[1], bytes.count - 1)])
      status = 206
    }
    return .message(status: status, headers: headers(found, etag), body: bytes)
  }

  private func headers(_ found: StoreModel.Object, _ etag: String) -> [(String, String)] {
    var headers = [("Content-Type", found.metadata.contentType ?? "application/octet-stream")]
    headers += found.metadata.contentFields.map { ($0.name, $0.value) }
    if let time = found.metadata.deleteAt { headers.append(("X-Delete-At", "\(time)")) }
    headers += found.metadata.items.map { ("X-Object-Meta-\($0.name)", $0.value) }
    switch found.content {
    case .plain: headers.append(("Etag", etag))
    case .segmented: headers += [("Etag", "\"\(etag)\""), ("X-Static-Large-Object", "True")]
    case .dynamic(let path, _):
      headers += [
        ("Etag", "\"\(etag)\""), ("X-Object-Manifest", String(path.pathEncoded.dropFirst())),
      ]
    }
    return headers
  }

  private func manifest(_ segments: [ObjectSegment]) -> [UInt8] {
    let elements = segments.map { segment -> JSONValue in
      var members: [JSONValue.Member] = [
        .init("name", .string("/\(segment.path)")), .init("hash", JSONValue(segment.etag)),
      ]
      if let size = segment.sizeInBytes { members.append(.init("bytes", JSONValue(size))) }
      if let range = segment.range { members.append(.init("range", .string(range))) }
      if segment.isLarge { members.append(.init("sub_slo", true)) }
      return .object(members)
    }
    return Array(JSONValue.array(elements).compact.utf8)
  }
}
