import SourceText

/// What a service answered, which says what there is and asks for nothing.
enum Record {
  /// Keys that occur together in answers, and in nothing that people write.
  ///
  /// Source: the Reference API's nodes; Blazar's, Nova's, Neutron's and Glance's answers; Terraform's
  /// state, version 4.
  private static let marks: [[String]] = [
    ["uid", "architecture"], ["uid", "node_name"], ["id", "created_at"], ["id", "updated_at"],
    ["lineage", "terraform_version"],
  ]

  /// Why a text stays that stands in such an answer; nil when it stands in none.
  static func reasonToKeep(_ context: Context) -> String? {
    for case .member(_, let siblings) in context.outward where siblings.count > 1 {
      let names = Set(siblings.compactMap(\.name))
      if marks.contains(where: { names.isSuperset(of: $0) }) {
        return "a record of what there is, not a request"
      }
    }
    return nil
  }
}
