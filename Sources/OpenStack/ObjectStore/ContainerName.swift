/// The name of a container.
package struct ContainerName: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 1 to 256 bytes of UTF-8 without a slash or NUL.
  package let bytes: [UInt8]

  /// The most bytes that a name may have.
  ///
  /// Source: https://docs.openstack.org/api-ref/object-store/, "Create container"
  /// (`max_container_name_length` of OpenStack Swift).
  package static let maximumLengthInBytes = 256

  /// Takes a name as text.
  ///
  /// - Parameter text: The name as it is, not percent-encoded.
  /// - Throws: `ObjectNameError` when no container can have the name.
  package init(_ text: String) throws(ObjectNameError) {
    func refuse(_ reason: String) -> ObjectNameError {
      ObjectNameError(kind: "container", name: text, reason: reason)
    }
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw refuse("it is empty") }
    guard bytes.count <= ContainerName.maximumLengthInBytes else {
      throw refuse("it has \(bytes.count) bytes, and 256 are allowed")
    }
    guard !bytes.contains(UInt8(ascii: "/")) else { throw refuse("it contains a slash") }
    guard !bytes.contains(0) else { throw refuse("it contains a NUL") }
    // RFC 3986 lets clients take such segments out of a path.
    guard text != ".", text != ".." else { throw refuse("no URL can have it") }
    self.bytes = bytes
  }

  /// The name as text; for messages, which have to take control characters out of it.
  package var description: String { String(decoding: bytes, as: UTF8.self) }

  /// In the order of the bytes, as listings are.
  package static func < (a: ContainerName, b: ContainerName) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }

  /// The name in a URL's path.
  package var pathEncoded: String { PercentEncoding.encode(bytes, keepingSlashes: false) }
}
