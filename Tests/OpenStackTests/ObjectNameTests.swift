import OpenStack
import Testing

@Suite struct ObjectNameTests {
  @Test(arguments: [
    ("a/b", "a/b"), ("100%", "100%25"), ("a b?#&+=", "a%20b%3F%23%26%2B%3D"),
    ("\u{E9}", "%C3%A9"), ("e\u{301}", "e%CC%81"), ("line\n", "line%0A"), ("~-_.", "~-_."),
  ])
  func encoding(_ name: String, _ encoded: String) throws {
    let object = try ObjectName(name)
    #expect(object.pathEncoded == encoded)
    #expect(PercentEncoding.decode(encoded) == object.bytes)
  }

  @Test func spellingsOfOneTextAreTwoNames() throws {
    let (composed, decomposed) = (try ObjectName("\u{E9}"), try ObjectName("e\u{301}"))
    #expect(composed != decomposed && Set([composed, decomposed]).count == 2)
    #expect(decomposed < composed)
  }

  @Test(arguments: [
    [UInt8](), [0xFF], [0x61, 0x00], [UInt8](repeating: 0x61, count: 1025), [0xC3],
  ])
  func namesThatNoObjectHas(_ bytes: [UInt8]) {
    #expect(throws: ObjectNameError.self) { try ObjectName(bytes: bytes) }
  }

  @Test(arguments: ["", "a/b", ".", "..", String(repeating: "n", count: 257), "a\0"])
  func namesThatNoContainerHas(_ name: String) {
    #expect(throws: ObjectNameError.self) { try ContainerName(name) }
  }

  @Test(arguments: [
    ("c/n", "c", "n"), ("/c/n", "c", "n"), ("c//n/", "c", "/n/"), ("c/a/b c", "c", "a/b c"),
  ])
  func paths(_ text: String, _ container: String, _ name: String) throws {
    let path = try ObjectPath(parsing: text)
    #expect(path.container.description == container && path.name.description == name)
  }

  @Test(arguments: ["c", "/c", "c/", "", "/"])
  func pathsThatAreNone(_ text: String) {
    #expect(throws: ObjectNameError.self) { try ObjectPath(parsing: text) }
  }

  @Test(arguments: [("\"ABC\"", "abc"), ("W/\"abc\"", "abc"), ("abc", "abc"), ("\"", "\"")])
  func entityTags(_ text: String, _ tag: String) { #expect(ObjectETag.normalised(text) == tag) }

  @Test(arguments: [
    ("d41d8cd98f00b204e9800998ecf8427e", true), ("d41d8cd98f00b204e9800998ecf8427e-3", false),
    ("D41D8CD98F00B204E9800998ECF8427E", false), ("", false),
  ])
  func tagsThatAreMD5s(_ text: String, _ isOne: Bool) { #expect(ObjectETag.isMD5(text) == isOne) }
}
