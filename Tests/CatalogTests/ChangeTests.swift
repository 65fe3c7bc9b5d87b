@testable import Catalog
import JSON
import SQLite
import Testbed
import Testing

/// What a second harvest writes down.
@Suite struct ChangeTests {
  let fixture: CatalogFixture
  static let first = "2026-06-26T12:00:00Z"
  static let second = "2026-07-01T12:00:00Z"

  init() throws { fixture = try CatalogFixture() }

  private func change(
    _ kind: Change.Kind, _ uid: String, _ property: String? = nil, _ old: String? = nil,
    _ new: String? = nil
  ) -> Change {
    Change(
      harvestedAt: Self.second, site: "uc", kind: kind, uid: uid, nodeName: "name of \(uid)",
      property: property, old: old, new: new)
  }

  @Test func areNotThereAfterTheFirstHarvest() throws {
    try fixture.writer().replace("uc", [try node("a")], at: Self.first)
    #expect(try fixture.reader().changes() == [])
  }

  @Test func tellNodesAndProperties() throws {
    let writer = try fixture.writer()
    try writer.replace(
      "uc",
      [
        try node("gone"), try node("same"),
        try node("new disk", #"{"extra": 1, "flag": true, "list": [1, 2]}"#),
      ], at: Self.first)
    let report = try writer.replace(
      "uc",
      [
        try node("same"), try node("came"),
        try node(
          "new disk",
          """
          {"flag": false, "list": [1], "storage_devices": [{"device": "sda", "interface": "SAS",
           "media_type": "SSD", "model": "SSDSC2KB480G8R", "size": 960000000000}], "empty": ""}
          """),
      ], at: Self.second)
    #expect(report.added == 1 && report.removed == 1 && report.changed == 1 && report.wasKnown)
    #expect(
      try fixture.reader().changes() == [
        change(.added, "came"),
        change(.removed, "gone"),
        change(.changed, "new disk", "empty", nil, ""),
        change(.changed, "new disk", "extra", "1", nil),
        change(.changed, "new disk", "flag", "True", "False"),
        change(.changed, "new disk", "list.1", "2", nil),
        change(.changed, "new disk", "storage_devices.0.size", "480000000000", "960000000000"),
      ])
  }

  /// Other texts of the same numbers, and null for what is missing, change no property.
  @Test func doNotTellOtherSpellings() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a", #"{"x": 1.0, "y": 1000.0, "z": {}}"#)], at: Self.first)
    let record = try node("a", #"{"y": 1e3, "x": 1.00, "w": [null]}"#)
    let report = try writer.replace("uc", [record], at: Self.second)
    #expect(report.changed == 0 && report.wasKnown)
    #expect(try fixture.reader().changes() == [])
    let entry = try #require(try fixture.reader().nodes(named: "a").first)
    #expect(try fixture.reader().record(of: entry)?.compact == record.sorted.compact)
  }

  @Test func concernOneSiteOnly() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a")], at: Self.first)
    try writer.replace("tacc", [try node("b")], at: Self.first)
    try writer.replace("uc", [try node("b")], at: Self.second)
    let changes = try fixture.reader().changes()
    #expect(Set(changes.map(\.site)) == ["uc"])
    #expect(Set(changes.map(\.uid)) == ["a", "b"])
    #expect(try fixture.texts("SELECT site || uid FROM node ORDER BY 1") == ["taccb", "ucb"])
  }

  @Test func areFilteredByDateAndNode() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [], at: "2026-01-01T00:00:00Z")
    try writer.replace("uc", [try node("a")], at: Self.first)
    try writer.replace("uc", [try node("a"), try node("b")], at: Self.second)
    let catalog = try fixture.reader()
    func uids(since: String? = nil, node: String? = nil, limit: Int = 10) throws -> [String] {
      try catalog.changes(since: since, node: node, limit: limit).map(\.uid)
    }
    #expect(try uids() == ["b", "a"])
    #expect(try uids(since: "2026-06-26") == ["b", "a"])
    #expect(try uids(since: "2026-06-27") == ["b"])
    #expect(try uids(since: "2026-07") == ["b"])
    #expect(try uids(since: "2027") == [])
    #expect(try uids(node: "a") == ["a"])
    #expect(try uids(node: "name of a") == ["a"])
    #expect(try uids(node: "c") == [])
    #expect(try uids(limit: 1) == ["b"])
  }

  @Test func surviveTheSitesReplacement() throws {
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a")], at: Self.first)
    try writer.replace("uc", [try node("b")], at: Self.second)
    try writer.replace("uc", [try node("b")], at: "2026-07-02T12:00:00Z")
    #expect(try fixture.reader().changes().count == 2)
  }

  /// A record that cannot be read is no record without properties.
  @Test(arguments: ["", "{", "[1", #"{"a": 1} x"#])
  func areNotMadeUpFromUnreadableRecords(_ text: String) throws {
    #expect(throws: JSONError.self) { try SiteStore.differences(from: text, to: "{}") }
    #expect(throws: JSONError.self) { try SiteStore.differences(from: "{}", to: text) }
    let writer = try fixture.writer()
    try writer.replace("uc", [try node("a"), try node("b")], at: Self.first)
    _ = try fixture.connection().query(
      "UPDATE node_record SET record = ? WHERE node = (SELECT min(id) FROM node)", [.text(text)]
    ) { _ in }
    #expect(throws: CatalogError.self) {
      try writer.replace("uc", [try node("a"), try node("b")], at: Self.second)
    }
    #expect(try fixture.reader().changes() == [])
    #expect(try fixture.reader().sites().map(\.harvestedAt) == [Self.first])
  }
}
