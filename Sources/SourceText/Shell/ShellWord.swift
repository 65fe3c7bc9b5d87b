/// Puts a word together from its quoted and bare parts.
struct ShellWord {
  private(set) var holes: [Literal.Hole] = []
  var isQuoted = false
  private var builder: RegionBuilder
  private var encoding: any TextEncoding
  /// Where the next run begins; nil while one is under way.
  private var pendingRun: Int?
  private var hasRun = false
  /// Whether the next byte ends `$NAME`, or keeps a lone `$` alone, and so must stay as it is.
  private var isGuarded = false

  init(in region: RegionID, of document: Document, _ encoding: any TextEncoding, at start: Int) {
    builder = RegionBuilder(in: region, of: document)
    self.encoding = encoding
    pendingRun = start
  }

  var region: Region {
    mutating get {
      if !hasRun { startRun() }
      return builder.region()
    }
  }

  mutating func begin(_ encoding: any TextEncoding, at start: Int) {
    self.encoding = encoding
    pendingRun = start
    isGuarded = false
  }

  mutating func append(verbatim range: Range<Int>) {
    guard !range.isEmpty else { return }
    var range = range
    if isGuarded {
      fix(range.lowerBound..<range.lowerBound + 1) { $0.append(verbatim: $1) }
      range = range.lowerBound + 1..<range.upperBound
      guard !range.isEmpty else { return }
    }
    startRun()
    builder.append(verbatim: range)
  }

  mutating func append(_ decoded: [UInt8], for range: Range<Int>) {
    guard !isGuarded else { return fix(range) { $0.append(decoded, for: $1) } }
    startRun()
    builder.append(decoded, for: range)
  }

  /// Appends `$` that stands for itself; what follows it must not become a name.
  mutating func appendDollar(at offset: Int) {
    fix(offset..<offset + 1) { $0.append(verbatim: $1) }
    isGuarded = true
  }

  /// Appends a hole; an open one is such that a letter behind it would belong to its name.
  mutating func appendHole(
    for range: Range<Int>, name: String?, contents: [Syntax] = [], isOpen: Bool = false
  ) {
    holes.append(.init(offset: builder.count, name: name, contents: contents))
    fix(range) { $0.appendHole(for: $1) }
    isGuarded = isOpen
  }

  /// The next byte must stay, as it follows a number that it could belong to.
  mutating func guardNext() { isGuarded = true }

  private mutating func startRun() {
    guard let start = pendingRun else { return }
    builder.beginRun(encoding, at: start)
    hasRun = true
    pendingRun = nil
  }

  /// Appends what no edit may touch.
  private mutating func fix(
    _ range: Range<Int>, _ append: (inout RegionBuilder, Range<Int>) -> Void
  ) {
    builder.beginRun(Unwritable(), at: range.lowerBound)
    append(&builder, range)
    hasRun = true
    pendingRun = range.upperBound
    isGuarded = false
  }
}
