/// What was found in YAML, as offsets only: what a scalar decodes to depends on how it is used.
indirect enum YAMLNode {
  /// A value that is not there.
  case null
  case scalar(YAMLScalar)
  /// `*name`.
  case alias(Range<Int>)
  case sequence([YAMLNode], Range<Int>)
  case mapping([YAMLPair], Range<Int>)
  case unread(Range<Int>, String)

  var scalar: YAMLScalar? {
    if case .scalar(let scalar) = self { scalar } else { nil }
  }
}

/// A key and its value.
struct YAMLPair {
  let key: YAMLNode
  let value: YAMLNode
}

/// A text of YAML before it is decoded.
struct YAMLScalar {
  enum Style {
    case plain
    /// A plain text between brackets, where a comma ends it.
    case flowPlain
    case single
    case double
    case literal
    case folded

    var isBlock: Bool { self == .literal || self == .folded }
  }

  enum Chomping {
    case strip
    case clip
    case keep
  }

  var style: Style
  /// With quotes; from the `|` or `>` of a block scalar.
  var range: Range<Int>
  /// Without quotes and header; whole lines of a block scalar.
  var contents: Range<Int>
  /// Columns that every line of a block scalar is indented by.
  var indentation = 0
  var chomping = Chomping.clip
  /// The name after `&`.
  var anchor: Range<Int>?
}
