package import JSON

extension Selector {
  /// Reads a selector as Blazar reads it.
  ///
  /// - Parameter text: JSON; the empty text selects everything.
  /// - Throws: `SelectorError` of kind `malformed`, `typeError` or `keyError`.
  package init(parsing text: String) throws(SelectorError) {
    self.init(try Term.parse(text, at: SelectorError.Place()))
  }

  /// Takes a selector from JSON that holds it either as text or, unquoted, as an array.
  ///
  /// - Parameter value: The value of `resource_properties` in a request or a file.
  /// - Throws: `SelectorError` of kind `malformed`, `typeError` or `keyError`.
  package init(_ value: JSONValue) throws(SelectorError) {
    self.init(try Term.convert(value, at: SelectorError.Place()))
  }
}

extension Selector.Term {
  fileprivate typealias Place = SelectorError.Place

  fileprivate static func parse(_ text: String, at place: Place) throws(SelectorError) -> Self {
    guard !text.isEmpty else { return .everything }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text)
    } catch {
      throw SelectorError(
        .malformed, at: Place(path: place.path, offset: error.offset),
        found: "text that is not JSON (\(error.reason))",
        expected: #"the form ["=", "$node_type", "compute_skylake"]"#,
        hint: text.contains("'") ? "use double quotes inside the selector" : nil)
    }
    if case .string = value {
      throw SelectorError(
        .malformed, at: place, found: "a string in quotes", expected: "an array",
        hint: "remove one level of quotes")
    }
    return try convert(value, at: place)
  }

  fileprivate static func convert(_ value: JSONValue, at place: Place) throws(SelectorError) -> Self
  {
    switch value {
    case .string(let text): return try parse(text, at: place)
    case .array(let items):
      if items.isEmpty { return .everything }
      if let leaf = Selector.Leaf(items) { return .leaf(leaf) }
      if items.count > 1, items[0] == "and" { return try convertElements(items, at: place) }
      throw SelectorError.explaining(items, at: place)
    case .object(let members):
      // `requirements[0]` of a dictionary; with one member Python does not get that far.
      throw SelectorError(
        members.count > 1 ? .keyError : .malformed, at: place, found: value.kind,
        expected: "an array")
    case .null, .bool, .number:
      throw SelectorError(.typeError, at: place, found: value.kind, expected: "an array")
    }
  }

  private static func convertElements(
    _ items: [JSONValue], at place: Place
  ) throws(SelectorError) -> Self {
    var terms: [Self] = []
    for (index, item) in items.enumerated().dropFirst() {
      let term = try convert(item, at: place.appending(index))
      guard term != .everything else {
        throw SelectorError(
          .malformed, at: place.appending(index), found: "an empty selector inside 'and'",
          expected: "a comparison", hint: "leave it out")
      }
      terms.append(term)
    }
    return .and(terms)
  }
}

extension Selector.Leaf {
  /// The comparison in `items`; nil unless they are exactly what Blazar accepts as one.
  fileprivate init?(_ items: [JSONValue]) {
    guard items.count == 3, let symbol = items[0].string, let name = items[1].string,
      let value = items[2].string, let known = Selector.Operator(rawValue: symbol),
      name.unicodeScalars.first == "$", name.unicodeScalars.count > 1, !value.isEmpty
    else { return nil }
    self.init(known, String(name.unicodeScalars.dropFirst()), value)
  }
}

extension SelectorError {
  /// The first thing in `items` that keeps it from being a comparison or an `and`.
  fileprivate static func explaining(_ items: [JSONValue], at place: Place) -> SelectorError {
    func malformed(
      _ index: Int?, _ found: String, _ expected: String, _ hint: String? = nil
    ) -> SelectorError {
      let place = index.map(place.appending) ?? place
      return SelectorError(.malformed, at: place, found: found, expected: expected, hint: hint)
    }
    let operators = "'and', '=', '!=', '>=', '<=', '>' or '<'"
    guard let symbol = items[0].string else { return malformed(0, items[0].kind, operators) }
    if symbol == "and" { return malformed(nil, "'and' alone", "'and' and at least one comparison") }
    guard Selector.Operator(rawValue: symbol) != nil else {
      let hints = [
        "or": "Blazar has no 'or': ask for one reservation for each alternative",
        "not": "Blazar has no 'not': use '!='",
        "in": "Blazar has no 'in': ask for one reservation for each value",
      ]
      return malformed(0, "'\(symbol)'", operators, hints[symbol])
    }
    guard items.count == 3 else {
      let count = items.count == 1 ? "1 element" : "\(items.count) elements"
      return malformed(nil, count, "3: operator, name and value")
    }
    guard let name = items[1].string else {
      return malformed(1, items[1].kind, "a name as a string")
    }
    guard name.unicodeScalars.first == "$", name.unicodeScalars.count > 1 else {
      return malformed(
        1, "'\(name)'", "a name with '$' in front",
        ["", "$"].contains(name) ? nil : "write \"$\(name)\"")
    }
    guard items[2].string != nil else {
      return malformed(2, items[2].kind, "a string", hint(forValue: items[2]))
    }
    return malformed(2, "an empty string", "a value", "Blazar cannot compare with an empty value")
  }

  private static func hint(forValue value: JSONValue) -> String? {
    switch value {
    case .number(let text): "write \"\(PythonNumber.text(ofJSON: text))\""
    case .bool(let value): value ? "write \"True\"" : "write \"False\""
    default: nil
    }
  }
}
