import SourceText

/// A text that may bind the program to a site: a literal, or the value in `name=value`.
struct Use: Sendable {
  let literal: Literal
  /// The stretch of the literal's region.
  let span: Span
  /// Its text; each hole is U+FFFC.
  let text: String
  let context: Context
  /// What it is called by: `min` in `min=1,max=2`, an option, a keyword, a variable.
  let key: String?
  /// The role that the key, the function, or the variables that it flows into give it.
  var role: Role?

  /// Whether nothing of it is only known when the program runs.
  var isPlain: Bool { !text.unicodeScalars.contains("\u{FFFC}") }

  /// Whether it can be a reference in itself or by what is found out later: by the role of the
  /// variable that it is assigned to, of the list or the parameter that it goes into.
  fileprivate var mayGetRole: Bool {
    guard !text.isEmpty, text.utf8.count < 200 else { return false }
    return !text.utf8.contains { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
  }

  /// Whether it is worth a look at all.
  var isPlausible: Bool { role != nil || looksLikeReference || mayGetRole }

  /// Whether it has what every reference has that says by itself what it is: names of sites, types,
  /// images, hosts and UUIDs have digits or joints.
  var looksLikeReference: Bool {
    text == "climate"
      || text.utf8.contains {
        switch $0 {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"),
          UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"), 0xEF:
          true
        default: false
        }
      }
  }

  /// The variable that it consists of; nil for anything else.
  var variable: String? {
    guard text == "\u{FFFC}" else { return nil }
    return literal.holes.first { $0.offset == span.range.lowerBound }?.name
  }
}

extension Use {
  /// The uses in a literal.
  ///
  /// - Parameters:
  ///   - literal: The literal.
  ///   - context: What surrounds it.
  ///   - document: The document with both.
  /// - Returns: For a word such as `min=1,max=2` or `--nic net-id=X` its values, otherwise the whole.
  static func uses(of literal: Literal, in context: Context, _ document: Document) -> [Use] {
    let whole = literal.contents(in: document)
    if case .word = context.step {
      let parts = Use.parts(of: document[literal.region].bytes)
      if !parts.isEmpty {
        return parts.map { part in
          Use(literal, Span(literal.region, part.value), context, key: part.name, document)
        }
      }
    }
    if case .element = context.step, context.language == .yaml {
      // `environment: [OS_REGION_NAME=CHI@UC]`
      let parts = Use.parts(of: document[literal.region].bytes)
      if parts.count == 1, parts[0].name.allSatisfy({ $0.isUppercase || $0.isNumber || $0 == "_" })
      {
        return [
          Use(literal, Span(literal.region, parts[0].value), context, key: parts[0].name, document)
        ]
      }
    }
    return [Use(literal, whole, context, key: context.key, text: literal.text)]
  }

  /// A use of a stretch of a literal.
  init(
    _ literal: Literal, _ span: Span, _ context: Context, key: String?, _ document: Document
  ) {
    self.init(literal, span, context, key: key, text: document.text(of: span))
  }

  private init(
    _ literal: Literal, _ span: Span, _ context: Context, key: String?, text: String
  ) {
    self.literal = literal
    self.span = span
    self.context = context
    self.key = key
    self.text = text
    var role = key.flatMap(Role.init(key:))
    if case .word(let index, let command) = context.step, index > 0,
      let operand = Operand.role(command, index)
    {
      // The option before an operand is a flag, whatever it is called: `--share my-network`.
      role = operand
    } else if role == nil || role == .name {
      switch context.step {
      case .positional(0, let call):
        role = Role(firstArgumentOf: call.callee) ?? role
        if let name = Use.setName(call, index: 0) { role = Role(key: name) }
      case .positional(1, let call):
        if let name = Use.setName(call, index: 1) { role = Role(key: name) }
      case .keyword(let name, let call) where name == "default" || name == "name":
        let first = Role(firstArgumentOf: call.callee)
        // The name of what goes into a container is another thing.
        role = first == .container ? role : first ?? Use.optionRole(call) ?? role
      case .keyword("container", let call):
        if Role(firstArgumentOf: call.callee) == .container { role = .container }
      case .keyword(let name, let call) where name == "id":
        if call.callee.hasSuffix("get_flavor") { role = .flavorID }
      default: break
      }
    }
    self.role = role
  }

  /// The name in `chi.set("region_name", "CHI@UC")` and its like, for the argument at `index`.
  private static func setName(_ call: Call, index: Int) -> String? {
    guard index == 1, ["set", "chi.set", "setdefault", "os.putenv"].contains(call.callee),
      case .text(let literal)? = call.positional.first
    else { return nil }
    return literal.text
  }

  /// The role of an option's default: `add_argument("--node-type", default="gpu_p100")`.
  private static func optionRole(_ call: Call) -> Role? {
    for case .text(let literal) in call.positional where literal.text.hasPrefix("-") {
      if let role = Role(key: literal.text) { return role }
    }
    return nil
  }

  /// The parts of `name=value,name=value` at the top level, quotes and brackets respected.
  ///
  /// A single `name=value` counts when the name is one word, with or without dashes in front.
  static func parts(of bytes: [UInt8]) -> [(name: String, value: Range<Int>)] {
    var parts: [(name: String, value: Range<Int>)] = []
    var start = 0
    while start <= bytes.count {
      let end = partEnd(of: bytes, from: start)
      guard let equals = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")), equals > start,
        bytes[start..<equals].allSatisfy({ isNameByte($0) })
      else { return [] }
      let name = String(decoding: bytes[start..<equals], as: UTF8.self)
      parts.append((String(name.drop { $0 == "-" }), equals + 1..<end))
      start = end + 1
    }
    return parts
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The next comma outside of quotes and brackets, or the end.
  private static func partEnd(of bytes: [UInt8], from start: Int) -> Int {
    var depth = 0
    var isQuoted = false
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where isQuoted: index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "["), UInt8(ascii: "{"): if !isQuoted { depth += 1 }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): if !isQuoted { depth -= 1 }
      case UInt8(ascii: ",") where !isQuoted && depth <= 0: return index
      default: break
      }
      index += 1
    }
    return bytes.count
  }
}
