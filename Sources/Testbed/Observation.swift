/// A value with its origin, carried from the record to the output.
///
/// Unknown is never false: a node whose record does not mention InfiniBand may have it.
///
/// Public, unlike all else here, because `@inlinable` does nothing for `package` declarations (Swift
/// 6.3), and other modules read thousands of these: specialised, that takes a third of the time.
public enum Observation<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The record says so.
  case recorded(Value)
  /// The record does not say it, but it follows from something else.
  ///
  /// `from` completes the sentence "inferred from ...".
  case inferred(Value, from: String)
  /// Nothing is known.
  ///
  /// The text completes the sentence "unknown: ...".
  case unknown(String)

  /// The value; nil when it is unknown.
  @inlinable public var value: Value? {
    switch self {
    case .recorded(let value), .inferred(let value, _): value
    case .unknown: nil
    }
  }

  /// The origin as one phrase: `recorded`, `inferred from ...` or `unknown: ...`.
  @inlinable public var origin: String {
    switch self {
    case .recorded: Origin.recorded.text
    case .inferred(_, let source): Origin.inferred(from: source).text
    case .unknown(let reason): Origin.unknown(reason).text
    }
  }

  /// The observation that `value` and `origin` describe; `Observation(x.value, origin: x.origin)` is
  /// `x`.
  public init(_ value: Value?, origin: String) { self.init(value, Origin(origin)) }

  /// The observation of a value whose origin has been read already.
  @inlinable public init(_ value: Value?, _ origin: Origin) {
    switch (value, origin) {
    case (let value?, .inferred(let source)): self = .inferred(value, from: source)
    case (let value?, _): self = .recorded(value)
    case (nil, .unknown(let reason)): self = .unknown(reason)
    case (nil, _): self = .unknown(origin.text)
    }
  }

  /// The same origin with another value.
  @inlinable public func map<Other>(_ transform: (Value) -> Other) -> Observation<Other> {
    switch self {
    case .recorded(let value): .recorded(transform(value))
    case .inferred(let value, let source): .inferred(transform(value), from: source)
    case .unknown(let reason): .unknown(reason)
    }
  }
}

/// Where a value is from, without the value.
public enum Origin: Sendable, Hashable {
  case recorded
  case inferred(from: String)
  case unknown(String)

  /// One phrase: `recorded`, `inferred from ...` or `unknown: ...`.
  public var text: String {
    switch self {
    case .recorded: "recorded"
    case .inferred(let source): "inferred from \(source)"
    case .unknown(let reason): "unknown: \(reason)"
    }
  }

  /// Reads `text`; other phrases than that are reasons why a value is unknown.
  public init(_ text: String) {
    if text == "recorded" {
      self = .recorded
    } else if let source = Origin.rest(of: text, after: "inferred from ") {
      self = .inferred(from: source)
    } else {
      self = .unknown(Origin.rest(of: text, after: "unknown: ") ?? text)
    }
  }

  private static func rest(of text: String, after prefix: String) -> String? {
    guard text.utf8.starts(with: prefix.utf8) else { return nil }
    return String(Substring(text.utf8.dropFirst(prefix.utf8.count)))
  }
}
