/// A place in a file as people count: both from 1.
package struct Position: Sendable, Hashable, Comparable {
  package let line: Int
  /// In bytes, as compilers and `grep --column` count.
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: Position, b: Position) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// Where the lines of a text begin.
package struct LineIndex: Sendable {
  /// Offsets of the first byte of each line; a line ends after its LF.
  package let starts: [Int]

  /// - Complexity: O(*n*) in the number of bytes.
  package init(_ bytes: [UInt8]) {
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  /// The place of the byte at `offset`, which may be the end of the text.
  ///
  /// - Complexity: O(log *n*) in the number of lines.
  package func position(of offset: Int) -> Position {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return Position(line: low + 1, column: offset - starts[low] + 1)
  }
}
