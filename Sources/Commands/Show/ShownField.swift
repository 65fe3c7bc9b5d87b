/// One line of what `show` tells.
struct ShownField: Hashable {
  /// In snake_case; people see blanks.
  let name: String
  let value: String
  /// `recorded`, `inferred from ...`, `unknown: ...`; nil for what is from the facts or was counted.
  var origin: String?
  /// What the record says, where that is not the value.
  var recorded: String?

  /// The value with its origin, unless that is simply the record.
  var text: String {
    var remarks: [String] = []
    if let origin, origin != "recorded" {
      remarks.append(ShownField.remark(origin))
    }
    if let recorded { remarks.append("the record says '\(recorded)'") }
    return remarks.isEmpty ? value : "\(value) (\(remarks.joined(separator: "; ")))"
  }

  /// Why a value is unknown stands beside the word already.
  private static func remark(_ origin: String) -> String {
    guard origin.hasPrefix("unknown: ") else { return origin }
    let reason = origin.dropFirst("unknown: ".count)
    return reason.hasSuffix(" is not recorded") ? "not recorded" : String(reason)
  }
}

/// Some lines about one thing.
struct ShownSection {
  /// The name by which the thing can be asked for.
  let subject: String
  let title: String
  var fields: [ShownField]
  /// Whether the names of fields are names of properties, to be copied as they are.
  var isVerbatim = false
}
