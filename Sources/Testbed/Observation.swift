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
    case .recorded: "recorded"
    case .inferred(_, let source): "inferred from \(source)"
    case .unknown(let reason): "unknown: \(reason)"
    }
  }

  /// The observation that `value` and `origin` describe; `Observation(x.value, origin: x.origin)` is
  /// `x`.
  @inlinable public init(_ value: Value?, origin: String) {
    if let value, origin == "recorded" {
      self = .recorded(value)
      return
    }
    guard let value else {
      self = .unknown(Self.text(of: origin, after: "unknown: ") ?? origin)
      return
    }
    self =
      Self.text(of: origin, after: "inferred from ").map { .inferred(value, from: $0) }
      ?? .recorded(value)
  }

  /// What follows `prefix`; nil where `text` does not begin with it.
  ///
  /// By bytes: this runs for every
  /// value of every configuration.
  @usableFromInline
  static func text(of text: String, after prefix: StaticString) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      let count = prefix.utf8CodeUnitCount
      let expected = UnsafeBufferPointer(start: prefix.utf8Start, count: count)
      guard bytes.count >= count, bytes.prefix(count).elementsEqual(expected) else { return nil }
      return String(decoding: bytes.dropFirst(count), as: UTF8.self)
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
