import JSON
import SourceText

/// A file of clouds as it was read; it may hold secrets, which nothing shows.
package struct CloudsFile: Sendable {
  package let path: String
  let content: JSONValue

  /// Reads YAML, or JSON where the name ends so.
  ///
  /// - Parameters:
  ///   - path: For messages.
  ///   - bytes: The content of the file.
  /// - Throws: `OpenStackError` with file and line, which quotes nothing of the content.
  package init(path: String, bytes: [UInt8]) throws(OpenStackError) {
    self.path = path
    // openstacksdk looks at the end of the name alone.
    if path.hasSuffix("json") {
      do { content = try JSONValue(parsing: bytes) } catch {
        throw CloudsFile.problem(path, "is no JSON at byte \(error.offset)")
      }
    } else {
      do { content = try JSONValue(YAMLData(reading: bytes)) } catch {
        throw CloudsFile.problem("\(path):\(error.position.line)", "is no YAML: \(error.reason)")
      }
    }
    guard content.isNull || content.members != nil else {
      throw CloudsFile.problem(path, "is not a mapping with the key 'clouds'")
    }
  }

  private static func problem(_ place: String, _ reason: String) -> OpenStackError {
    OpenStackError(place: place, reason: reason, hint: "chiport quotes nothing of such a file")
  }
}

extension CloudsFile: CustomStringConvertible, CustomReflectable {
  /// The path only.
  package var description: String { path }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension JSONValue {
  /// The same content.
  fileprivate init(_ data: YAMLData) {
    self =
      switch data {
      case .null: .null
      case .bool(let value): .bool(value)
      case .integer(let text), .float(let text): .number(text)
      case .string(let text): .string(text)
      case .list(let items): .array(items.map { JSONValue($0) })
      case .mapping(let members):
        .object(members.map { Member($0.key, JSONValue($0.value)) })
      }
  }
}
