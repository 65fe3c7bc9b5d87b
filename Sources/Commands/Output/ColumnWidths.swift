/// How wide the columns of a table are, so that it fits a line and has as few lines as possible.
struct ColumnWidths {
  private let columns: [Sheet.Column]
  private let cells: [[String]]
  private let flexible: [Int]
  /// The texts of the flexible columns, and in how many rows they stand together; needed only by
  /// tables that do not fit.
  private lazy var patterns: [(texts: [String], count: Int)] = {
    var counts: [[String]: Int] = [:]
    for row in cells { counts[flexible.map { row[$0] }, default: 0] += 1 }
    return counts.map { ($0.key, $0.value) }
  }()
  private var cache: [Key: Int] = [:]

  private struct Key: Hashable {
    let text: String
    let width: Int
  }

  /// Flexible columns get no narrower than this; then those that are cut give way.
  private static let minimum = 8
  /// Columns that are cut get no narrower than this; tables that do not fit then are wider than the
  /// line.
  private static let minimumOfCut = 12
  /// Columns that are cut give what they have beyond this, or two fifths of a wide line, before any
  /// text wraps: a long name shall not ruin the table.
  private static let wide = 32
  /// While the table is wider than the line by more than this, the widest column is cut without
  /// looking at what wraps.
  private static let carefulExcess = 40

  init(_ columns: [Sheet.Column], _ cells: [[String]]) {
    self.columns = columns
    self.cells = cells
    flexible = columns.indices.filter { columns[$0].isFlexible }
  }

  /// Natural widths where they fit `width`; else names of extraordinary length are cut, then the
  /// flexible columns give way, and at last all names.
  ///
  /// - Parameters:
  ///   - width: Columns of the line.
  ///   - gap: Blanks between two columns.
  /// - Returns: One width for each column.
  /// - Complexity: O(*n*) in the number of cells, and then in the number of different rows for each of
  ///   at most 40 steps.
  consuming func fitting(_ width: Int, gap: Int) -> [Int] {
    var widths = columns.indices.map { index in
      cells.reduce(columns[index].title.count) { max($0, $1[index].count) }
    }
    var excess = widths.reduce(0, +) + gap * max(0, columns.count - 1) - width
    cut(&widths, by: &excess, to: max(ColumnWidths.wide, width * 2 / 5))
    while excess > 0 {
      let candidates = flexible.filter {
        widths[$0] > max(ColumnWidths.minimum, columns[$0].title.count)
      }
      let widest = candidates.max { widths[$0] < widths[$1] }
      guard let widest else { break }
      let chosen =
        excess > ColumnWidths.carefulExcess || candidates.count == 1
        ? widest : cheapest(candidates, widths)
      widths[chosen] -= 1
      excess -= 1
    }
    cut(&widths, by: &excess, to: ColumnWidths.minimumOfCut)
    return widths
  }

  /// Narrows the columns that are cut, the widest first, until nothing is in excess or none is wider
  /// than `limit` and its title.
  private func cut(_ widths: inout [Int], by excess: inout Int, to limit: Int) {
    while excess > 0 {
      let candidates = columns.indices.filter {
        columns[$0].isCut && widths[$0] > max(limit, columns[$0].title.count)
      }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
      excess -= 1
    }
  }

  /// The column that adds the fewest lines when it gives one character; the widest among equals.
  private mutating func cheapest(_ candidates: [Int], _ widths: [Int]) -> Int {
    var best = candidates[0]
    var bestCost = Int.max
    for candidate in candidates {
      var narrower = widths
      narrower[candidate] -= 1
      let cost = lineCount(narrower) * 1000 - widths[candidate]
      if cost < bestCost { (best, bestCost) = (candidate, cost) }
    }
    return best
  }

  private mutating func lineCount(_ widths: [Int]) -> Int {
    var total = 0
    for (texts, count) in patterns {
      var height = 1
      for (text, column) in zip(texts, flexible) where text.utf8.count > widths[column] {
        height = max(height, lineCount(text, widths[column]))
      }
      total += height * count
    }
    return total
  }

  private mutating func lineCount(_ text: String, _ width: Int) -> Int {
    let key = Key(text: text, width: width)
    if let known = cache[key] { return known }
    let count = Wrapping.lines(text, width: width).count
    cache[key] = count
    return count
  }
}
