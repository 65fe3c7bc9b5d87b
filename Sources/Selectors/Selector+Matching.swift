/// What a selector leaves of a site's hosts.
package struct MatchResult: Sendable, Hashable {
  /// The hosts that match, as indices in their order.
  package let hosts: [Int]
  /// How many hosts there were to choose from: the reservable ones.
  package let reservable: Int
  /// How many of them remained after each of the selector's `leaves`.
  package let remaining: [Int]
}

extension Selector {
  /// The hosts that Blazar would choose from.
  ///
  /// Values are compared as texts in the order of code points (so `"9"` is above `"50"`), a host
  /// without the property matches no operator, and only reservable hosts count. Columns of the host
  /// table come before properties and are compared as numbers where the column is one.
  ///
  /// - Parameter hosts: Every host of one site, the unreservable ones too: their properties exist.
  /// - Returns: Indices into `hosts`, and how many remained after each comparison.
  /// - Throws: `SelectorError` for the first comparison that fails: `notFound` when no host has the
  ///   property, whatever the comparisons before it left; `argumentError` and `unsupported` for
  ///   names that are no property; `columnUnknown`.
  /// - Complexity: O(*m* · *n* log *p*) for *m* comparisons, *n* hosts and *p* properties of a host.
  ///
  /// Source: Blazar 17.0.0, `blazar/db/sqlalchemy/api.py`, `host_get_all_by_queries`, run on SQLite.
  /// MySQL differs where a numeric column meets a text that is no number.
  package func match(among hosts: [Host]) throws(SelectorError) -> MatchResult {
    var matching = hosts.indices.filter { hosts[$0].isReservable }
    let reservable = matching.count
    var remaining: [Int] = []
    for (index, leaf) in leaves.enumerated() {
      let comparison = try Comparison(leaf, at: place(ofLeaf: index)) { name in
        hosts.contains { $0.properties[name] != nil }
      }
      var kept: [Int] = []
      for host in matching where try comparison.holds(for: hosts[host]) { kept.append(host) }
      matching = kept
      remaining.append(matching.count)
    }
    return MatchResult(hosts: matching, reservable: reservable, remaining: remaining)
  }

  /// Whether `host` matches, taken alone.
  ///
  /// A property that it lacks is no match here, though at a site where every host lacks it Blazar
  /// fails.
  ///
  /// - Parameter host: The host.
  /// - Returns: Whether it is reservable and every comparison holds.
  /// - Throws: `SelectorError` as in `match(among:)`, but never `notFound`.
  package func matches(_ host: Host) throws(SelectorError) -> Bool {
    guard host.isReservable else { return false }
    for (index, leaf) in leaves.enumerated() {
      let comparison = try Comparison(leaf, at: place(ofLeaf: index)) { _ in true }
      guard try comparison.holds(for: host) else { return false }
    }
    return true
  }

  /// Why Blazar refuses the selector at every site; nil where it depends on the site, or is taken.
  package var failureEverywhere: SelectorError? {
    for (index, leaf) in leaves.enumerated() {
      do { _ = try Comparison(leaf, at: place(ofLeaf: index)) { _ in true } } catch { return error }
    }
    return nil
  }

  private func place(ofLeaf index: Int) -> SelectorError.Place {
    if case .and = written { return SelectorError.Place(path: [index + 1]) }
    return SelectorError.Place()
  }
}

/// A comparison as Blazar makes it.
private struct Comparison {
  private enum Subject {
    case column(HostColumn)
    case property(String)
  }

  private let subject: Subject
  private let operation: Selector.Operator
  private let value: String
  private let place: SelectorError.Place

  init(
    _ leaf: Selector.Leaf, at place: SelectorError.Place, whereExists exists: (String) -> Bool
  ) throws(SelectorError) {
    self.place = place
    let (name, symbol, value) = leaf.read
    self.value = value
    subject = try Comparison.subject(named: name, at: place, whereExists: exists)
    guard let operation = Selector.Operator(read: symbol) else {
      throw SelectorError(
        .unsupported, at: place,
        found: "the name '\(leaf.name)', of which Blazar cuts off '\(name)'",
        expected: "a name without blanks")
    }
    self.operation = operation
    if case .column = subject, value == "null", operation.isOrder {
      throw SelectorError(
        .argumentError, at: place, found: "'\(operation.rawValue)' with the value 'null'",
        expected: "'=' or '!='")
    }
  }

  private static func subject(
    named name: String, at place: SelectorError.Place, whereExists exists: (String) -> Bool
  ) throws(SelectorError) -> Subject {
    if let column = HostColumn(rawValue: name) { return .column(column) }
    let isMethod = HostAttribute.methods.contains(name)
    if isMethod || HostAttribute.relationships.contains(name) {
      throw SelectorError(
        isMethod ? .argumentError : .unsupported, at: place, found: "the name '\(name)'",
        expected: "a property", hint: "Blazar uses this name for itself and fails")
    }
    guard exists(name) else {
      throw SelectorError(
        .notFound, at: place, found: "property '\(name)', which no host of the site has",
        expected: "a property of at least one host")
    }
    return .property(name)
  }

  func holds(for host: Host) throws(SelectorError) -> Bool {
    switch subject {
    case .property(let name):
      guard let text = host.properties[name] else { return false }
      return operation.holds(ExactText(text), ExactText(value))
    case .column(let column):
      guard let known = host.value(of: column) else {
        throw SelectorError(
          .columnUnknown, at: place, found: "'\(column.rawValue)', a column of Blazar's host table",
          expected: "a property of the node's record",
          hint: "the value for host '\(host.id)' has not been read from Blazar")
      }
      return holds(for: known)
    }
  }

  private func holds(for known: HostColumn.Value) -> Bool {
    if value == "null" { return (known == .null) == (operation != .notEqual) }
    switch known {
    case .null: return false
    case .text(let text): return operation.holds(ExactText(text), ExactText(value))
    case .integer(let integer):
      // SQLite orders every number before every text that is no number.
      guard let number = Double(sqlite: value) else { return operation.holds(0, 1) }
      return operation.holds(Double(integer), number)
    }
  }
}

extension Selector.Leaf {
  /// Blazar writes the comparison as `name operator value` and splits it again at the first two
  /// blanks: a name with a blank falls apart, a value with blanks does not.
  fileprivate var read: (name: String, symbol: String, value: String) {
    let text = "\(name) \(`operator`.canonical.rawValue) \(value)"
    let parts = text.utf8.split(
      separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false
    ).map { String(Substring($0)) }
    return (parts[0], parts[1], parts[2])
  }

  /// The comparison that Blazar makes, which is another one where the name has a blank.
  var asRead: Selector.Leaf {
    guard name.utf8.contains(UInt8(ascii: " ")) else { return self }
    let (name, symbol, value) = read
    guard let operation = Selector.Operator(read: symbol), !name.isEmpty, !value.isEmpty else {
      return self
    }
    return Selector.Leaf(operation, name, value)
  }
}

extension Selector.Operator {
  /// An operator as Blazar knows it after `=` has become `==`.
  fileprivate init?(read symbol: String) {
    guard symbol != Selector.Operator.equal.rawValue else { return nil }
    self.init(rawValue: symbol)
  }
}

extension Host {
  fileprivate func value(of column: HostColumn) -> HostColumn.Value? {
    column == .isReservable ? .integer(isReservable ? 1 : 0) : columns[column]
  }
}

extension Double {
  /// The number that SQLite makes of `text` when it is compared with a numeric column.
  ///
  /// Nil when the text stays a text. Source: sqlite.org/datatype3.html, section 4.2.
  fileprivate init?(sqlite text: String) {
    let blanks = Set(" \t\n\u{B}\u{C}\r".utf8)
    let digits = text.utf8.drop(while: blanks.contains).reversed().drop(while: blanks.contains)
    let allowed = Set("0123456789+-.eE".utf8)
    guard digits.allSatisfy(allowed.contains) else { return nil }
    self.init(String(decoding: digits.reversed(), as: UTF8.self))
  }
}
