extension Document {
  /// Reads a region as Terraform's language.
  ///
  /// The attributes of a body are one mapping, before its blocks and comments. The default of a
  /// variable, a local value and a value at the top (as in `.tfvars`) are assignments to `var.name`
  /// and `local.name`.
  mutating func readHCL(_ region: RegionID) throws(ReadingError) -> [Syntax] {
    var reader = HCLReader(region: region, bytes: self[region].bytes)
    return reader.body(.top, in: &self)
  }
}
