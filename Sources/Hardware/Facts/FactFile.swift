/// One file of `data/`, whose rows become facts when they are asked for, and are kept then.
///
/// A run of the program needs some ten of the hundreds of rows.
struct FactFile<Fact: Sendable> {
  private let name: String
  /// The columns that together name a row.
  private let keys: [String]
  private let contents: @Sendable (String) -> [UInt8]
  private let make: (FactTable.Row) throws(FactError) -> Fact
  private var table: FactTable?
  /// The numbers of rows by the texts of their key columns.
  private var indices: [String: Int] = [:]
  private var made: [Fact?] = []
  private var complete: [Fact]?
  private var recordedNames: [String: Fact]?

  /// - Parameters:
  ///   - name: The file in `data/`.
  ///   - keys: The columns that together name a row; none where rows are not looked up by them.
  ///   - contents: What gives the bytes of a file, when they are needed.
  ///   - make: What makes a fact of a row.
  init(
    _ name: String, keys: [String] = [], _ contents: @escaping @Sendable (String) -> [UInt8],
    _ make: @escaping (FactTable.Row) throws(FactError) -> Fact
  ) {
    self.name = name
    self.keys = keys
    self.contents = contents
    self.make = make
  }

  /// The facts of all rows, in their order.
  mutating func all() throws(FactError) -> [Fact] {
    if let complete { return complete }
    var facts: [Fact] = []
    for row in try read().rows { facts.append(try make(row)) }
    complete = facts
    return facts
  }

  /// The fact of the first row with these texts in its key columns; nil when there is none.
  mutating func fact(_ texts: String...) throws(FactError) -> Fact? {
    let table = try read()
    guard let index = indices[FactFile.key(texts)] else { return nil }
    if let known = complete?[index] ?? made[index] { return known }
    let fact = try make(table.row(at: index))
    made[index] = fact
    return fact
  }

  private static func key(_ texts: [String]) -> String {
    texts.count == 1 ? texts[0] : texts.joined(separator: "@")
  }

  /// The fact of the first row that lists `text` among its patterns, to the letter.
  mutating func fact(recordedAs text: String) throws(FactError) -> Fact? {
    if let recordedNames { return recordedNames[text] }
    var names: [String: Fact] = [:]
    for (row, fact) in zip(try read().rows, try all()) {
      for name in row.list("patterns") where names[name] == nil { names[name] = fact }
    }
    recordedNames = names
    return names[text]
  }

  private mutating func read() throws(FactError) -> FactTable {
    if let table { return table }
    let table = try FactTable(contents(name), file: name)
    self.table = table
    made = Array(repeating: nil, count: table.count)
    guard !keys.isEmpty else { return table }
    for index in 0..<table.count {
      let row = table.row(at: index)
      let key = FactFile.key(keys.map { row[$0] ?? "" })
      if indices[key] == nil { indices[key] = index }
    }
    return table
  }
}
