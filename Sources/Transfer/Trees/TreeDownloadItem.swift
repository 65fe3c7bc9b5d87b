package import Files
package import OpenStack

/// One file, link or folder to be made of an object.
package struct TreeDownloadItem: Sendable {
  /// What is made.
  package enum Kind: Sendable, Hashable {
    case file, folder, link
  }

  package let object: ListedObject
  /// From the folder that everything goes into.
  package let place: FilePath
  package let kind: Kind

  /// What an object of that type and name stands for.
  ///
  /// A name with a slash at its end is a folder for OpenStack's dashboard.
  init(_ object: ListedObject, at place: FilePath) {
    self.object = object
    self.place = place
    let isNamedAsFolder = object.name.bytes.last == UInt8(ascii: "/") && object.sizeInBytes == 0
    if object.contentType == ObjectComparison.folderType || isNamedAsFolder {
      kind = .folder
    } else {
      kind = object.contentType == FileAttributes.linkType ? .link : .file
    }
  }
}
