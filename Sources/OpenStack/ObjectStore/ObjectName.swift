/// The name of an object: bytes, which need not be a path, and of which no two spellings are one.
///
/// A `String` would not do, since Swift holds texts for equal that differ in their composition
/// (`é` as one or as two scalars), and the object store does not.
package struct ObjectName: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 1 to 1024 bytes of UTF-8 without NUL.
  package let bytes: [UInt8]

  /// The most bytes that a name may have.
  ///
  /// Source: https://docs.openstack.org/api-ref/object-store/, "Create or replace object"
  /// (`max_object_name_length` of OpenStack Swift); Ceph's `rgw_max_obj_name_len` is the same.
  package static let maximumLengthInBytes = 1024

  /// Takes a name as bytes.
  ///
  /// - Parameter bytes: The name as it is, not percent-encoded.
  /// - Throws: `ObjectNameError` when no object can have the name.
  package init(bytes: some Collection<UInt8>) throws(ObjectNameError) {
    func refuse(_ reason: String) -> ObjectNameError {
      ObjectNameError(kind: "object", name: String(decoding: bytes, as: UTF8.self), reason: reason)
    }
    guard !bytes.isEmpty else { throw refuse("it is empty") }
    guard bytes.count <= ObjectName.maximumLengthInBytes else {
      throw refuse("it has \(bytes.count) bytes, and 1024 are allowed")
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw refuse("it is not UTF-8")
    }
    guard !bytes.contains(0) else { throw refuse("it contains a NUL") }
    self.bytes = Array(bytes)
  }

  /// Takes a name as text.
  package init(_ text: String) throws(ObjectNameError) { try self.init(bytes: text.utf8) }

  /// The name as text; for messages, which have to take control characters out of it.
  package var description: String { String(decoding: bytes, as: UTF8.self) }

  /// In the order of the bytes, as listings are.
  package static func < (a: ObjectName, b: ObjectName) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }

  /// The name in a URL's path: slashes stay, everything else that is not unreserved is encoded.
  package var pathEncoded: String { PercentEncoding.encode(bytes, keepingSlashes: true) }
}
