extension Document {
  /// Reads a region as the shell language: bash, sh, zsh, openrc files, `.env`.
  mutating func readShell(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var ancestors = 0
    var outer = self[region].parent
    while let parent = outer {
      ancestors += 1
      outer = self[parent].parent
    }
    // Moved, not copied: a copy would double the list of regions for every cell of a notebook.
    var reader = ShellReader(reading: region, bytes: self[region].bytes)
    reader.depth = ancestors * ShellReader.levelsPerRegion
    swap(&self, &reader.store.document)
    defer { swap(&self, &reader.store.document) }
    return try reader.readAll()
  }
}
