import OpenStack

/// What a copy notes of an object whose entity tag is no MD5, so that a later run knows it again.
///
/// Objects that were stored in parts through S3 have such tags, of which no other store makes the same.
enum SourceTag {
  /// `X-Object-Meta-Chiport-Source-Etag`.
  static let name = "chiport-source-etag"

  /// The tag to note of an object; nil when its copy has the same tag by itself.
  static func of(_ object: ObjectDescription) -> String? {
    object.layout == .plain && !ObjectETag.isMD5(object.etag) ? object.etag : nil
  }
}

extension ObjectDescription {
  /// The metadata that its copy gets.
  var copiedMetadata: ObjectMetadata {
    var copied = metadata.withoutSourceTag
    if let tag = SourceTag.of(self) {
      copied.items = (copied.items + [.init(SourceTag.name, tag)]).sorted { $0.name < $1.name }
    }
    return copied
  }

  /// Whether it was noted to be a copy of another with just that content.
  func isCopy(of source: ObjectDescription) -> Bool {
    guard let tag = SourceTag.of(source) else { return false }
    return metadata.items.contains { $0.name == SourceTag.name && $0.value == tag }
  }
}

extension ObjectMetadata {
  /// What users have put there.
  var withoutSourceTag: ObjectMetadata {
    var metadata = self
    metadata.items.removeAll { $0.name == SourceTag.name }
    return metadata
  }
}
