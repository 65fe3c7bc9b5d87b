import JSON

/// Rows with named columns: what every listing is before it becomes text.
struct Sheet {
  struct Column {
    /// In JSON, CSV and `-c`: snake_case.
    let name: String
    /// In tables.
    let title: String
    var isRightAligned = false
    /// Columns that take what is left of the line, and wrap.
    var isFlexible = false
    /// Shown in tables only when asked for with `-c`.
    var isExtra = false
    /// What stands for null, except in JSON and CSV.
    var missing = ""
    /// Shortens values for tables.
    var shortened: (@Sendable (String) -> String)?

    /// Whether people copy the values into commands, so that they are never cut.
    var isCopied: Bool { Column.copied.contains(name) }

    private static let copied: Set = [
      "selector", "uid", "value", "auth_url", "dashboard_url", "earliest", "until",
    ]

    /// Whether long values are cut rather than wrapped when a table is wider than the line; a number
    /// that is cut would be another number.
    var isCut: Bool { !isFlexible && !isCopied && !isRightAligned }

    /// The text of a cell where people read it.
    func text(_ value: JSONValue, inTable: Bool = false) -> String {
      guard value != .null else { return missing }
      let text = Sanitised(value.cellText).text
      return inTable ? shortened?(text) ?? text : text
    }
  }

  var columns: [Column]
  var rows: [[JSONValue]]

  /// The columns that `-c` names, in that order; without any, all that are not extra.
  func selecting(_ names: [String], forTable: Bool) throws -> Sheet {
    guard !names.isEmpty else {
      return forTable ? keeping(columns.indices.filter { !columns[$0].isExtra }) : self
    }
    let indices = try names.map { name in
      let wanted = name.lowercased()
      guard
        let index = columns.firstIndex(where: {
          $0.name == wanted || $0.title.lowercased() == wanted
        })
      else {
        throw CommandFailure(
          "no column '\(name)'", hint: "columns: \(columns.map(\.name).joined(separator: ", "))",
          code: .usage)
      }
      return index
    }
    return keeping(indices)
  }

  private func keeping(_ indices: [Int]) -> Sheet {
    Sheet(columns: indices.map { columns[$0] }, rows: rows.map { row in indices.map { row[$0] } })
  }

  /// The rows sorted by a column: numbers by size, everything else as text; empty ones last.
  func sorted(by name: String?) throws -> Sheet {
    guard let name else { return self }
    let single = try selecting([name], forTable: false)
    let keys = single.rows.map { $0[0] }
    let order = keys.indices.sorted { a, b in
      switch (keys[a], keys[b]) {
      case (.null, .null): return a < b
      case (.null, _): return false
      case (_, .null): return true
      default:
        if let left = keys[a].double, let right = keys[b].double {
          return left == right ? a < b : left < right
        }
        let (left, right) = (keys[a].cellText, keys[b].cellText)
        return left == right ? a < b : left < right
      }
    }
    return Sheet(columns: columns, rows: order.map { rows[$0] })
  }
}

extension JSONValue {
  /// The value as one cell of a table.
  var cellText: String {
    switch self {
    case .null: ""
    case .bool(let value): value ? "yes" : "no"
    case .number(let text), .string(let text): text
    case .array(let items): items.map(\.cellText).joined(separator: ", ")
    case .object: compact
    }
  }
}
