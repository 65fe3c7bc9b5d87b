/// Where an object is in the store of a project.
package struct ObjectPath: Sendable, Hashable, CustomStringConvertible {
  package let container: ContainerName
  package let name: ObjectName

  /// Takes both names.
  package init(container: ContainerName, name: ObjectName) {
    self.container = container
    self.name = name
  }

  /// Reads `CONTAINER/NAME`, with or without a slash before it; the name may have slashes.
  ///
  /// - Parameter text: The path, not percent-encoded.
  /// - Throws: `ObjectNameError`.
  package init(parsing text: some StringProtocol) throws(ObjectNameError) {
    let path = text.hasPrefix("/") ? text.dropFirst() : text[...]
    let bytes = Array(path.utf8)
    let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
    container = try ContainerName(String(decoding: bytes[..<slash], as: UTF8.self))
    name = try ObjectName(bytes: bytes[slash...].dropFirst())
  }

  /// `container/name`, for messages.
  package var description: String { "\(container)/\(name)" }

  /// `/container/name` in a URL, after the address of the account.
  package var pathEncoded: String { "/\(container.pathEncoded)/\(name.pathEncoded)" }
}
