import JSON
import OpenStack
import Testing

@Suite struct ObjectSegmentTests {
  private func manifest(_ text: String) throws -> [ObjectSegment] {
    try ObjectSegment.manifest(try JSONValue(parsing: text))
  }

  /// Source of the first: OpenStack Swift 2.37.4, `?multipart-manifest=get`.
  @Test(arguments: [
    """
    [{"hash": "ABC", "last_modified": "2026-11-30T13:44:34.000000", "bytes": 5,
      "name": "/c_segments/a b/1", "content_type": "application/octet-stream"}]
    """,
    #"[{"path": "c_segments/a b/1", "etag": "\"abc\"", "size_bytes": 5}]"#,
  ])
  func manifestsOfBothStores(_ text: String) throws {
    let path = try ObjectPath(parsing: "c_segments/a b/1")
    #expect(try manifest(text) == [ObjectSegment(path: path, sizeInBytes: 5, etag: "abc")])
  }

  @Test func rangesAndNestedObjects() throws {
    let segments = try manifest(
      #"[{"name": "/c/1", "hash": "a", "bytes": 9, "range": "1-3", "sub_slo": true}]"#)
    #expect(segments.map(\.range) == ["1-3"] && segments.map(\.isLarge) == [true])
    #expect(
      String(decoding: ObjectSegment.body(segments), as: UTF8.self)
        == #"[{"path":"/c/1","etag":"a","size_bytes":9,"range":"1-3"}]"#)
  }

  @Test(arguments: [
    "[]", "{}", #"[{"data": "YQ=="}]"#, #"[{"hash": "a"}]"#, #"[{"name": "/c"}]"#,
  ])
  func manifestsThatCannotBeUsed(_ text: String) {
    #expect(throws: (any Error).self) { try manifest(text) }
  }
}
