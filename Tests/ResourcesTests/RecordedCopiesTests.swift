import JSON
import Resources
import Testbed
import Testing

@Suite struct RecordedCopiesTests {
  private static func copy(_ newID: String, at time: String? = nil) throws -> RecordedCopy {
    RecordedCopy(
      kind: .image, source: try #require(SiteID("uc")), target: try #require(SiteID("tacc")),
      name: "my-image", id: "f2d1", newName: "mine", newID: newID, doneAt: time)
  }

  @Test func isReadAsItWasWritten() throws {
    let copies = RecordedCopies([try Self.copy("91c0", at: "2026-11-22T10:00:00Z")])
    let text = copies.document.compact
    #expect(
      text == """
        {"version":1,"copied":[{"kind":"image","from":"uc","to":"tacc","name":"my-image",\
        "id":"f2d1","new_name":"mine","new_id":"91c0","done_at":"2026-11-22T10:00:00Z"}]}
        """)
    #expect(try RecordedCopies(document: JSONValue(parsing: text)) == copies)
  }

  @Test func aLaterCopyTakesThePlaceOfAnEarlierOne() throws {
    var copies = RecordedCopies()
    copies.add(try Self.copy("1"))
    copies.add(try Self.copy("2"))
    #expect(copies.copies.map(\.newID) == ["2"])
  }

  @Test(arguments: [
    (#"{"version":1}"#, "expected a record of copies"),
    (#"{"version":2,"copied":[]}"#, "version 2, expected 1"),
    (#"{"version":1,"copied":[{"kind":"image","from":"uc","to":"tacc"}]}"#, "element 0"),
    (#"{"version":1,"copied":[{"kind":"x","from":"uc","to":"tacc","name":"a"}]}"#, "element 0"),
  ])
  func refusesOtherDocuments(text: String, reason: String) throws {
    let error = try #require(throws: ResourceError.self) {
      _ = try RecordedCopies(document: JSONValue(parsing: text))
    }
    #expect(error.description.contains(reason))
  }
}
