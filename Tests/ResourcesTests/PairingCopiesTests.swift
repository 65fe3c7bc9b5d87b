import Resources
import Testbed
import Testing

/// What was copied before is the counterpart, whatever it is called.
@Suite struct PairingCopiesTests {
  private typealias Change = (inout ProjectInventory) -> Void

  private let uc: SiteID
  private let tacc: SiteID

  init() throws { (uc, tacc) = try (#require(SiteID("uc")), #require(SiteID("tacc"))) }

  private func pairs(
    _ copies: [RecordedCopy], from source: Change, to target: Change
  ) -> [ResourcePair] {
    var here = ProjectInventory(site: uc, readAt: "2026-11-22T10:00:00Z")
    var there = ProjectInventory(site: tacc, readAt: "2026-11-22T10:00:00Z")
    source(&here)
    target(&there)
    return ResourceMap(from: here, to: there, copies: copies).pairs
  }

  @Test(arguments: [
    ("i9", "image a: paired i9 by copied"), ("i7", "image a: conflict i8"),
  ]) func aRecordedCopyCountsMoreThanNames(_ newID: String, _ expected: String) {
    let copy = RecordedCopy(
      kind: .image, source: uc, target: tacc, name: "a", id: "i1", newName: "a-copy", newID: newID)
    let pairs = pairs([copy]) {
      $0.images = .known([Image(id: "i1", name: "a", checksum: "aa")])
    } to: {
      $0.images = .known([
        Image(id: "i8", name: "a", checksum: "bb"), Image(id: "i9", name: "a-copy", checksum: "cc"),
      ])
    }
    #expect(pairs.map(PairingTests.summary) == [expected])
  }

  /// The store has no ids, so that names tell which one it became.
  @Test(arguments: [
    (2, nil), (1, "2 objects of 9 bytes at uc, 1 object of 9 bytes at tacc"),
  ]) func aRecordedContainerIsKnownByItsNames(_ count: Int, _ remark: String?) {
    let copy = RecordedCopy(
      kind: .container, source: uc, target: tacc, name: "a", newName: "b")
    for (copies, expected) in [([copy], "paired b by copied"), ([], "missing")] {
      let pairs = pairs(copies) {
        $0.containers = .known([Container(name: "a", objectCount: 2, bytes: 9)])
      } to: {
        $0.containers = .known([Container(name: "b", objectCount: count, bytes: 9)])
      }
      #expect(pairs.map(PairingTests.summary) == ["container a: \(expected)"])
      #expect(pairs.first?.remark == (copies.isEmpty ? nil : remark))
    }
  }

  /// Another key may have the name by now.
  @Test func keysTellMoreThanTheRecord() {
    let copy = RecordedCopy(kind: .keyPair, source: uc, target: tacc, name: "k")
    let pairs = pairs([copy]) {
      $0.keyPairs = .known([KeyPair(name: "k", fingerprint: "1")])
    } to: {
      $0.keyPairs = .known([KeyPair(name: "k", fingerprint: "2")])
    }
    #expect(pairs.map(PairingTests.summary) == ["key_pair k: conflict k"])
  }
}
