import ArgumentParser
import Selectors

/// The selector on the command line.
struct SelectorArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The selector; - reads it from standard input.", valueName: "selector"))
  var selector: String

  /// What was given, before it is known to be right.
  var written: WrittenSelector { WrittenSelector(argument: selector) }
}

/// A selector as somebody wrote it: alone, or inside the value of `--reservation`.
struct WrittenSelector: Equatable {
  /// The selector alone.
  let text: String
  /// How many nodes the reservation asks for; nil where it does not say.
  var minimum: Int?
  /// Whether it was taken out of more.
  var isExtracted = false
  /// The value of `resource_type=`; nil where it does not say.
  var resourceType: String?
  /// What stands for the number of nodes and is none.
  var brokenMinimum: String?

  /// - Parameter argument: The selector, or `-` for that on standard input.
  init(argument: String) {
    guard argument == "-" else {
      self.init(argument)
      return
    }
    var lines: [String] = []
    while let line = readLine(strippingNewline: true) { lines.append(line) }
    self.init(lines.joined(separator: "\n"))
  }

  private static let key = "resource_properties="

  init(_ written: String) {
    guard let start = written.firstRange(of: WrittenSelector.key) else {
      isExtracted = WrittenSelector.isReservation(written)
      text = isExtracted ? "" : written
      if isExtracted { read(parts: written) }
      return
    }
    let value = WrittenSelector.value(written[start.upperBound...])
    text = value.text
    isExtracted = true
    read(parts: written[..<start.lowerBound] + "," + value.rest)
  }

  /// Whether a text without a selector is the value of `--reservation` all the same.
  private static func isReservation(_ text: String) -> Bool {
    text.split(separator: ",").allSatisfy { part in
      ["min=", "max=", "resource_type=", "hypervisor_properties=", "before_end="]
        .contains { part.hasPrefix($0) }
    } && !text.isEmpty
  }

  private mutating func read(parts: some StringProtocol) {
    for part in parts.split(separator: ",") {
      guard let sign = part.firstIndex(of: "=") else { continue }
      let value = part[part.index(after: sign)...]
      switch part[..<sign] {
      case "min":
        minimum = Int(value).flatMap { $0 > 0 ? $0 : nil }
        brokenMinimum = minimum == nil ? String(value) : nil
      case "resource_type": resourceType = String(value)
      default: break
      }
    }
  }

  /// The value after the key and what follows it: in quotes, an array, or up to the next comma.
  private static func value(_ text: Substring) -> (text: String, rest: Substring) {
    guard let first = text.first else { return ("", "") }
    if first == "'" || first == "\"" { return quoted(text.dropFirst(), first) }
    guard first == "[" else {
      let end = text.firstIndex(of: ",") ?? text.endIndex
      return (String(text[..<end]), text[end...])
    }
    var depth = 0
    var isInside = false
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isInside.toggle()
      } else if !isInside {
        depth += character == "[" ? 1 : character == "]" ? -1 : 0
        if depth == 0 { return (String(text[...index]), text[text.index(after: index)...]) }
      }
    }
    return (String(text), "")
  }

  /// The text up to the closing quote; in double quotes a backslash stands for the next character.
  private static func quoted(
    _ text: Substring, _ quote: Character
  ) -> (text: String, rest: Substring) {
    var result = ""
    var index = text.startIndex
    while index < text.endIndex, text[index] != quote {
      if quote == "\"", text[index] == "\\", text.index(after: index) < text.endIndex {
        index = text.index(after: index)
      }
      result.append(text[index])
      index = text.index(after: index)
    }
    return (result, index < text.endIndex ? text[text.index(after: index)...] : "")
  }
}

extension WrittenSelector {
  /// The selector.
  ///
  /// - Parameter session: Where the place of a mistake is shown, below the text.
  /// - Returns: What Blazar reads.
  /// - Throws: `CommandFailure` for what Blazar refuses.
  func parsed(_ session: Session) throws -> Selector {
    if isExtracted {
      session.warn("note", "the selector of the reservation is \(text.isEmpty ? "empty" : text)")
    }
    if let brokenMinimum {
      throw CommandFailure(
        "min=\(brokenMinimum): expected a number, 1 or more", code: .usage)
    }
    do { return try Selector(parsing: text) } catch {
      session.terminal.printError(pointer(to: error))
      throw CommandFailure("\(error)", hint: error.hint)
    }
  }

  /// The line of the mistake with a mark below the place of the mistake; a long text is cut around it.
  func pointer(to error: SelectorError) -> String {
    guard !text.isEmpty else { return "" }
    let bytes = Array(text.utf8)
    let offset = min(error.place.byteOffset(in: text), bytes.count)
    let newline = UInt8(ascii: "\n")
    let start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    let before = Array(String(decoding: bytes[start..<offset], as: UTF8.self))
    let after = Array(String(decoding: bytes[offset..<end], as: UTF8.self))
    let head = before.suffix(60)
    let cut = head.count < before.count ? "..." : ""
    let line = cut + String(head) + String(after.prefix(76 - min(60, head.count)))
    return Sanitised(line).text + "\n"
      + String(repeating: " ", count: cut.count + head.count) + "^\n"
  }
}
