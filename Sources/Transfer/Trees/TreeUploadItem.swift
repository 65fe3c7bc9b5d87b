package import Files
package import OpenStack

/// One object to be made of what is in a folder.
package struct TreeUploadItem: Sendable {
  /// What it is made of.
  package enum Kind: Sendable, Hashable {
    case file, folder
    /// With its text.
    case link([UInt8])
  }

  package let entry: TreeEntry
  package let name: ObjectName
  package let kind: Kind

  /// Of the object's content.
  package var sizeInBytes: Int {
    switch kind {
    case .file: entry.sizeInBytes
    case .folder: 0
    case .link(let text): text.count
    }
  }
}
