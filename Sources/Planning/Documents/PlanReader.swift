import JSON
import Testbed

/// Reads members of a document one by one, and says which is wrong.
struct PlanReader {
  let value: JSONValue
  /// The way to it from the outermost, such as `steps[3]`.
  let path: String

  func error(_ reason: String) -> PlanError { PlanError(member: path, reason: reason) }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// A member that has to be there.
  func member(_ name: String) throws(PlanError) -> PlanReader {
    guard value.members != nil else { throw error("found \(value.kind), expected an object") }
    guard let found = value[name] else {
      throw PlanError(member: place(name), reason: "it is missing")
    }
    return PlanReader(value: found, path: place(name))
  }

  /// A member that may be null or missing.
  func optional(_ name: String) throws(PlanError) -> PlanReader? {
    guard value.members != nil else { throw error("found \(value.kind), expected an object") }
    guard let found = value[name], found != .null else { return nil }
    return PlanReader(value: found, path: place(name))
  }

  func string() throws(PlanError) -> String {
    guard let text = value.string else { throw error("found \(value.kind), expected a string") }
    return text
  }

  /// A string with something in it.
  func name() throws(PlanError) -> String {
    let text = try string()
    guard !text.isEmpty else { throw error("found an empty string, expected a name") }
    return text
  }

  func site() throws(PlanError) -> SiteID {
    let text = try string()
    guard let site = SiteID(text) else {
      throw error("found '\(text)', expected the short name of a site, such as uc")
    }
    return site
  }

  func integer(atLeast least: Int) throws(PlanError) -> Int {
    guard let number = value.integer else {
      throw error("found \(value.kind), expected a whole number")
    }
    guard number >= least else { throw error("found \(number), expected \(least) or more") }
    return number
  }

  func items() throws(PlanError) -> [PlanReader] {
    guard let items = value.array else { throw error("found \(value.kind), expected an array") }
    return items.enumerated().map { PlanReader(value: $1, path: "\(path)[\($0)]") }
  }

  func strings() throws(PlanError) -> [String] {
    try map { (item) throws(PlanError) in try item.string() }
  }

  func map<Result>(
    _ body: (PlanReader) throws(PlanError) -> Result
  ) throws(PlanError) -> [Result] {
    var results: [Result] = []
    for item in try items() { results.append(try body(item)) }
    return results
  }

  /// One of a list of words.
  func word<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type
  ) throws(PlanError) -> Word where Word.RawValue == String {
    let text = try string()
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("found '\(text)', expected one of \(words)")
    }
    return word
  }
}
