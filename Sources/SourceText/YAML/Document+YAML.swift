extension Document {
  /// Reads a region as YAML.
  mutating func readYAML(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    []
  }
}
