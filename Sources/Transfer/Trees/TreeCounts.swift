import Files

/// What in a folder is not kept as it is.
struct TreeCounts {
  private var hardLinks = 0
  private var sparseFiles = 0
  private var sparseBytes = 0
  private var holeBytes = 0

  mutating func count(_ entry: TreeEntry) {
    guard entry.kind == .file else { return }
    if entry.linkCount > 1 { hardLinks += 1 }
    if entry.isSparse {
      sparseFiles += 1
      sparseBytes += entry.sizeInBytes
      holeBytes += entry.sizeInBytes - entry.allocatedBytes
    }
  }

  /// A sentence each.
  var notes: [String] {
    var notes: [String] = []
    if hardLinks > 0 {
      notes.append("\(hardLinks) names of files with several names become files of their own")
    }
    if sparseFiles > 0 {
      notes.append(
        "\(sparseFiles) files have holes: \(holeBytes) of their \(sparseBytes) bytes are sent as "
          + "zeros, and become holes again on the way back")
    }
    return notes
  }
}
