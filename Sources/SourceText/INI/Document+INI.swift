extension Document {
  /// Reads a region as INI, as Python's `configparser` and rclone do: `#` and `;` start a comment only
  /// at the start of a line, and deeper indented lines continue a value.
  mutating func readINI(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var reader = INIReader(region: region, bytes: self[region].bytes)
    return reader.read(in: &self)
  }
}
