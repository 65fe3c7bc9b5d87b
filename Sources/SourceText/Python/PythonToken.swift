/// A word, sign or string of a Python program.
struct PythonToken {
  enum Kind: UInt8 {
    /// The first byte of a logical line; `column` says how far it is indented.
    case lineStart
    case name
    case number
    /// With its prefix and quotes.
    case string
    case open
    case close
    case comma
    case colon
    case dot
    case semicolon
    /// `=`
    case assign
    /// `:=`
    case walrus
    /// `+=` and the like.
    case augmented
    /// `==`, `<`, and the like; `in` and `is` are names.
    case comparison
    /// `*` and `**`.
    case star
    /// `@`
    case at
    /// Any other sign.
    case sign
    /// A line for IPython: from `!` or `%` to the end of the line.
    case magic
    case end
  }

  let kind: Kind
  let keyword: PythonKeyword
  let start: Int
  let end: Int
  /// Of the first token of a line; tabs go to multiples of 8.
  let column: Int

  init(
    _ kind: Kind, keyword: PythonKeyword = .none, _ range: Range<Int>, column: Int = 0
  ) {
    self.kind = kind
    self.keyword = keyword
    start = range.lowerBound
    end = range.upperBound
    self.column = column
  }

  var range: Range<Int> { start..<end }
}

/// The reserved words that say how a text is used; `none` is any other name.
enum PythonKeyword: String, CaseIterable {
  case none = ""
  case and
  case `as`
  case `assert`
  case async
  case await
  case `break`
  case `class`
  case `continue`
  case def
  case del
  case elif
  case `else`
  case except
  case `false` = "False"
  case finally
  case `for`
  case from
  case global
  case `if`
  case `import`
  case `in`
  case `is`
  case lambda
  case nothing = "None"
  case nonlocal
  case not
  case or
  case pass
  case raise
  case `return`
  case `true` = "True"
  case `try`
  case `while`
  case with
  case yield

  /// Words of at most eight bytes as numbers, in order of the numbers.
  static let table: [(word: UInt64, keyword: PythonKeyword)] = allCases.dropFirst()
    .map { (packed(Array($0.rawValue.utf8)[...]), $0) }
    .sorted { $0.0 < $1.0 }

  /// The bytes of a word of at most eight bytes as a number.
  static func packed(_ word: ArraySlice<UInt8>) -> UInt64 {
    var result: UInt64 = 0
    for byte in word { result = result << 8 | UInt64(byte) }
    return result
  }
}
