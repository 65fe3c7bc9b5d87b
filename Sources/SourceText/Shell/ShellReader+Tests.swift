extension ShellReader {
  /// What `[ … ]` or `test …` compares; nil for any other command.
  mutating func test(_ command: SimpleCommand) -> [Syntax]? {
    guard let first = command.words.first, !first.isQuoted,
      first.text == "[" || first.text == "test", command.redirections.documents.isEmpty
    else { return nil }
    var words = command.words.dropFirst()
    if words.last?.text == "]" { words.removeLast() }
    return command.environment.map(Syntax.assignment) + comparisons(Array(words))
      + command.redirections.strings.map(Syntax.text)
  }

  /// Reads `[[ … ]]`.
  mutating func conditional() throws(ReadingError) -> [Syntax] {
    position += 2
    var words: [Literal?] = []
    while position < end {
      skipLines()
      if isReserved("]]") {
        position += 2
        break
      }
      let isRegex = words.last??.text == "=~"
      if byte() == UInt8(ascii: "<") || byte() == UInt8(ascii: ">"), byte(1) != UInt8(ascii: "(") {
        let span = Span(region, position..<position + 1)
        let id = store.document.addVerbatim(span, encoding: Unwritable())
        words.append(
          Literal(region: id, in: store.document, span: span, isQuoted: false))
        position += 1
      } else if let word = try word(isRegex ? .regex : .word), !word.span.range.isEmpty {
        words.append(word)
      } else {
        words.append(nil)
        position += 1
      }
    }
    return comparisons(words)
  }

  /// The comparisons among operands and operators; nil stands for what joins tests.
  private func comparisons(_ words: [Literal?]) -> [Syntax] {
    let binary: Set = [
      "=", "==", "!=", "=~", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot",
      "-ef",
    ]
    var result: [Syntax] = []
    var operands: [Syntax] = []
    var isComparison = false
    // Whatever follows an operator is its operand: `[ "$x" = \> ]`.
    var isOperandDue = false
    func finish() {
      if !operands.isEmpty {
        result.append(isComparison ? .comparison(operands) : .group(operands))
      }
      (operands, isComparison, isOperandDue) = ([], false, false)
    }
    for word in words {
      guard let word else {
        finish()
        continue
      }
      if isOperandDue {
        operands.append(.text(word))
        isOperandDue = false
      } else if !word.isQuoted, binary.contains(word.text), !operands.isEmpty {
        (isComparison, isOperandDue) = (true, true)
      } else if !word.isQuoted, ["-a", "-o", "!", "(", ")"].contains(word.text) {
        finish()
      } else if word.isQuoted || !isUnary(word.text) {
        operands.append(.text(word))
      }
    }
    finish()
    return result
  }

  /// Whether a word is an operator such as `-n`.
  private func isUnary(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 2 && bytes[0] == UInt8(ascii: "-") && bytes[1].isShellNameStart
  }
}
