/// How text is spelled in the text around it: the quoting of one layer.
package protocol TextEncoding: Sendable {
  /// The bytes that decode to `text` where they stand.
  ///
  /// - Parameter text: Decoded bytes, UTF-8, without holes.
  /// - Returns: The spelling; nil when this kind of quoting cannot express the text.
  func encode(_ text: [UInt8]) -> [UInt8]?
}

/// Text that stands for itself, on one line.
package struct Verbatim: TextEncoding {
  package init() {}

  package func encode(_ text: [UInt8]) -> [UInt8]? {
    text.contains(UInt8(ascii: "\n")) || text.contains(UInt8(ascii: "\r")) ? nil : text
  }
}

/// Text that nothing may be written into, such as an expression whose value only looks like text.
package struct Unwritable: TextEncoding {
  package init() {}

  package func encode(_ text: [UInt8]) -> [UInt8]? { nil }
}
