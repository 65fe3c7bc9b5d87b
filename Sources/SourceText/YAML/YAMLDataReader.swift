/// Turns what was found in YAML into plain values, with anchors, merge keys and tags.
struct YAMLDataReader {
  /// More values than this, aliases counted as often as they are used, are an attack.
  private static let maximumValues = 100_000

  private let bytes: [UInt8]
  private var document: Document
  private let lines: LineIndex
  /// By the offset of what they belong to; each is taken once, by the outermost.
  private var properties: [Int: (anchor: Range<Int>?, tag: Range<Int>?)] = [:]
  private var anchors: [String: YAMLData] = [:]
  private var count = 0

  init(_ parser: YAMLParser) {
    bytes = parser.bytes
    document = Document(path: "", bytes: bytes)
    lines = LineIndex(bytes)
    for property in parser.properties {
      properties[target(after: property.end)] = (property.anchor, property.tag)
    }
  }

  func problem(_ offset: Int, _ reason: String) -> YAMLProblem {
    YAMLProblem(position: lines.position(of: offset), reason: reason)
  }

  /// What comes next: over blanks, line ends and comments.
  private func target(after end: Int) -> Int {
    var offset = end
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "#"):
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      default: return offset
      }
    }
    return offset
  }

  mutating func data(_ node: YAMLNode) throws(YAMLProblem) -> YAMLData {
    count += 1
    let own = Self.start(of: node).flatMap { properties.removeValue(forKey: $0) }
    guard count <= YAMLDataReader.maximumValues else {
      throw problem(Self.start(of: node) ?? 0, "there are too many values")
    }
    let data = try value(node, tag: own?.tag)
    if let anchor = own?.anchor { anchors[text(anchor)] = data }
    return data
  }

  /// Where a node begins; nil for one that is not there.
  static func start(of node: YAMLNode) -> Int? {
    switch node {
    case .null: nil
    case .scalar(let scalar): scalar.range.lowerBound
    case .alias(let range), .sequence(_, let range), .mapping(_, let range), .unread(let range, _):
      range.lowerBound
    }
  }

  private mutating func value(
    _ node: YAMLNode, tag: Range<Int>?
  ) throws(YAMLProblem) -> YAMLData {
    switch node {
    case .null: return .null
    case .unread(let range, let reason): throw problem(range.lowerBound, reason)
    case .alias(let range):
      guard let data = anchors[text(range.lowerBound + 1..<range.upperBound)] else {
        throw problem(range.lowerBound, "an alias has no anchor before it")
      }
      count += data.weight
      return data
    case .scalar(let scalar): return try self.scalar(scalar, tag: tag)
    case .sequence(let items, _):
      var list: [YAMLData] = []
      for item in items { list.append(try data(item)) }
      return .list(list)
    case .mapping(let pairs, _): return try mapping(pairs)
    }
  }

  private mutating func mapping(_ pairs: [YAMLPair]) throws(YAMLProblem) -> YAMLData {
    var own: [YAMLData.Member] = []
    var merged: [YAMLData.Member] = []
    for pair in pairs {
      let offset = Self.start(of: pair.key) ?? 0
      let key = try data(pair.key)
      let value = try data(pair.value)
      if case .scalar(let scalar) = pair.key, scalar.style == .plain || scalar.style == .flowPlain,
        key == .string("<<")
      {
        merged += try members(toMerge: value, offset)
        continue
      }
      guard let text = key.keyText else { throw problem(offset, "a key is no text") }
      own.append(.init(key: text, value: value))
    }
    return .mapping(YAMLDataReader.latest(merged + own))
  }

  /// What `<<` brings; of several mappings the first counts.
  private func members(
    toMerge data: YAMLData, _ offset: Int
  ) throws(YAMLProblem) -> [YAMLData.Member] {
    switch data {
    case .mapping(let members): return members
    case .list(let items):
      var result: [YAMLData.Member] = []
      for item in items.reversed() { result += try members(toMerge: item, offset) }
      return result
    default: throw problem(offset, "'<<' merges mappings only")
    }
  }

  /// Each key once, where it first stood, with its last value.
  private static func latest(_ members: [YAMLData.Member]) -> [YAMLData.Member] {
    var places: [String: Int] = [:]
    var result: [YAMLData.Member] = []
    for member in members {
      if let place = places[member.key] {
        result[place] = member
      } else {
        places[member.key] = result.count
        result.append(member)
      }
    }
    return result
  }

  private mutating func scalar(
    _ scalar: YAMLScalar, tag: Range<Int>?
  ) throws(YAMLProblem) -> YAMLData {
    let isPlain = scalar.style == .plain || scalar.style == .flowPlain
    if isPlain, bytes[scalar.range.lowerBound] == UInt8(ascii: "{") {
      throw problem(scalar.range.lowerBound, "a template stands where a value is expected")
    }
    var reader = YAMLScalarReader(
      scalar, in: .file, isScript: true, of: document, readsTemplates: false)
    let literal = reader.literal(in: &document)
    guard let text = String(validating: document[literal.region].bytes, as: UTF8.self) else {
      throw problem(scalar.range.lowerBound, "a text is not UTF-8")
    }
    switch tag.map(self.text) {
    case nil: return isPlain ? YAMLPlainScalar.data(text) : .string(text)
    case "!", "!!str", "!<tag:yaml.org,2002:str>": return .string(text)
    case "!!int", "!!float", "!!bool", "!!null": return YAMLPlainScalar.data(text)
    default: throw problem(scalar.range.lowerBound, "the tag is not understood")
    }
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension YAMLData {
  /// How many values it holds.
  fileprivate var weight: Int {
    switch self {
    case .list(let items): items.reduce(1) { $0 + $1.weight }
    case .mapping(let members): members.reduce(1) { $0 + $1.value.weight }
    default: 1
    }
  }
}
