import Files
import OpenStack
import Testing

@testable import Transfer

@Suite struct TreeNamesTests {
  @Test(arguments: [
    ("", "a", "a"), ("p", "a/b", "p/a/b"), ("p/", "a/b", "p/a/b"), ("p/q", "\u{E9}", "p/q/\u{E9}"),
  ])
  func thereAndBack(_ prefix: String, _ place: String, _ name: String) throws {
    let names = TreeNames(prefix: prefix)
    #expect(try names.name(of: FilePath(place)) == ObjectName(name))
    #expect(try names.place(of: try ObjectName(name)) == FilePath(place))
  }

  @Test(arguments: [
    "../x", "a/../../x", "..", ".", "a/./b", "/etc/passwd", "a//b", "a/..",
    ".x.chiport-partial", "a/.x.chiport-partial", String(repeating: "n", count: 256),
  ])
  func namesThatLeadElsewhereAreRefused(_ name: String) throws {
    for prefix in ["", "p/"] {
      let object = try ObjectName(prefix + name)
      #expect(throws: ObjectCopyError.self, "\(object)") {
        try TreeNames(prefix: prefix).place(of: object)
      }
    }
  }

  @Test(arguments: [("a/", "a"), ("a/b/", "a/b")])
  func aSlashAtTheEndIsAFolder(_ name: String, _ place: String) throws {
    #expect(try TreeNames(prefix: "").place(of: try ObjectName(name)) == FilePath(place))
  }

  @Test(arguments: [
    ("a", "b", true), ("a", "/etc", false), ("a", "../b", false), ("d/a", "../b", true),
    ("d/a", "../../b", false), ("d/a", "x/../../..", false), ("a", ".", true),
    ("a", "./x/..", true),
    ("d/e/a", "../../../d/x", false),
  ])
  func linksThatStayInside(_ place: String, _ text: String, _ stays: Bool) {
    #expect(LinkText.staysInside(Array(text.utf8), at: FilePath(place)) == stays, "\(text)")
  }

  @Test(arguments: [
    ("1354040105.123456789", 1_354_040_105_123_456_789), ("0.5", 500_000_000),
    ("12", 12_000_000_000),
    ("-1.5", -1_500_000_000), ("1.0000000009", 1_000_000_000),
  ])
  func times(_ text: String, _ nanoseconds: Int) {
    let metadata = ObjectMetadata(items: [.init("Mtime", text)])
    #expect(FileAttributes(metadata).modifiedNanoseconds == nanoseconds)
  }

  @Test(arguments: ["", "x", "1.x", "99999999999999999999", "1e5", "--1"])
  func timesThatAreNone(_ text: String) {
    let metadata = ObjectMetadata(items: [.init("mtime", text), .init("mode", "8")])
    #expect(FileAttributes(metadata).modifiedNanoseconds == nil)
    #expect(FileAttributes(metadata).permissions == nil)
  }
}
