/// What the author of a text says that a block of code is written in.
enum CodeBlockLanguage: Hashable {
  case language(Language)
  /// Commands after prompts, and what they print.
  case console
  /// Nothing is said: it is a shell's if it looks like commands.
  case unspecified
  /// Something that no reader is for.
  case other

  /// The language that a fence or a directive names.
  init(name: String) {
    switch name.lowercased() {
    case "": self = .unspecified
    case "console", "shell-session", "shellsession", "sh-session", "bash-session", "terminal":
      self = .console
    case let name: self = Language(name: name).map { .language($0) } ?? .other
    }
  }
}

/// Code within a text for people.
struct CodeBlock {
  let language: CodeBlockLanguage
  /// Each line without the indentation that is not the code's, but with its line break.
  var lines: [Range<Int>] = []
}

extension Document {
  /// Reads a block of code.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - text: The text around it.
  /// - Returns: The code; prose when it is in no language that has a reader; nil when there is
  ///   nothing to read.
  mutating func read(_ block: CodeBlock, in text: TextLines) -> Syntax? {
    guard let first = block.lines.first(where: { !text.isBlank($0) }) else { return nil }
    switch block.language {
    case .language(.shell) where block.beginsWithPrompt(in: text):
      return embed(block.commands(in: text), of: text, as: .shell)
    case .language(.python) where text.starts(first, with: ">>> "):
      return embed(block.statements(in: text), of: text, as: .python)
    case .language(let language):
      return embed(block.lines, of: text, as: language)
    case .console where !block.commands(in: text).isEmpty,
      .unspecified where block.hasPrompts(in: text):
      return embed(block.commands(in: text), of: text, as: .shell)
    case .console where block.looksLikeCommands(in: text) || block.callsPrograms(in: text),
      .unspecified where block.looksLikeCommands(in: text):
      return embed(block.lines, of: text, as: .shell)
    case .unspecified where block.looksLikePython(in: text):
      return embed(block.lines, of: text, as: .python)
    case .console where block.hasPrompts(in: text): return nil
    case .console, .unspecified, .other: return prose(block, in: text)
    }
  }

  /// Text for people that stands as it is.
  mutating func prose(_ range: Range<Int>, in text: TextLines) -> Syntax {
    let region = addVerbatim(Span(text.region, range))
    return .prose(
      Literal(region: region, in: self, span: Span(text.region, range), isQuoted: false))
  }

  private mutating func prose(_ block: CodeBlock, in text: TextLines) -> Syntax? {
    guard let first = block.lines.first, let last = block.lines.last else { return nil }
    return prose(first.lowerBound..<last.upperBound, in: text)
  }

  private mutating func embed(
    _ lines: [Range<Int>], of text: TextLines, as language: Language
  ) -> Syntax {
    var builder = RegionBuilder(in: text.region, of: self)
    for line in lines {
      builder.beginRun(Verbatim(), at: line.lowerBound)
      builder.append(verbatim: line)
    }
    return embed(add(builder.region()), as: language)
  }
}

extension CodeBlock {
  /// Whether a prompt that can be nothing else, such as `$ `, is in it.
  fileprivate func hasPrompts(in text: TextLines) -> Bool {
    lines.contains { text.shellPrompt(in: $0)?.isCertain == true }
  }

  /// Whether code of a shell was pasted with its prompts.
  fileprivate func beginsWithPrompt(in text: TextLines) -> Bool {
    let first = lines.first {
      !text.isBlank($0) && !text.starts(text.trimmed($0), with: "#")
    }
    return first.flatMap { text.shellPrompt(in: $0) }?.isCertain == true
  }

  /// Whether a block of which nothing is said is a shell's.
  fileprivate func looksLikeCommands(in text: TextLines) -> Bool {
    let beginnings: [StaticString] = [
      "openstack ", "blazar ", "export ", "source ", "unset ", "ssh ", "sudo ", "chiport ",
    ]
    return lines.contains { line in
      let contents = text.trimmed(line)
      return beginnings.contains { text.starts(contents, with: $0) }
    }
  }

  /// Whether a block of which nothing is said uses python-chi.
  fileprivate func looksLikePython(in text: TextLines) -> Bool {
    let beginnings: [StaticString] = ["import chi", "from chi", "chi."]
    return lines.contains { line in
      let contents = text.trimmed(line)
      return beginnings.contains { text.starts(contents, with: $0) }
    }
  }

  /// Whether a block without prompts that is said to be of a console has commands in it, and not
  /// only what they print.
  fileprivate func callsPrograms(in text: TextLines) -> Bool {
    let beginnings: [StaticString] = [
      "python", "bash ", "sh ", "./", "cd ", "pip ", "git ", "curl ", "docker ", "ansible",
      "terraform ", "make ", "scp ", "rsync ", "cp ", "mkdir ", "rclone ",
    ]
    return lines.contains { line in
      let contents = text.trimmed(line)
      let isAssignment = Language.ofSettings(text: text.bytes[contents]) != nil
      return isAssignment || beginnings.contains { text.starts(contents, with: $0) }
    }
  }

  /// What stands after prompts, with the lines that go on where a backslash ends one.
  ///
  /// `# ` and `> ` are prompts of their own only where there is no other.
  fileprivate func commands(in text: TextLines) -> [Range<Int>] {
    let hasOthers = hasPrompts(in: text)
    var result: [Range<Int>] = []
    var continues = false
    var follows = false
    for line in lines {
      let prompt = text.shellPrompt(in: line)
      if let prompt, prompt.isCertain || !hasOthers || (follows && text.starts(line, with: "> ")) {
        result.append(prompt.end..<line.upperBound)
      } else if continues {
        result.append(line)
      } else {
        follows = false
        continue
      }
      continues = text.endsWithBackslash(line)
      follows = true
    }
    return result
  }

  /// What stands after Python's prompts.
  fileprivate func statements(in text: TextLines) -> [Range<Int>] {
    lines.compactMap { line in
      guard text.starts(line, with: ">>> ") || text.starts(line, with: "... ") else { return nil }
      return line.lowerBound + 4..<line.upperBound
    }
  }
}

extension TextLines {
  fileprivate func isBlank(_ line: Range<Int>) -> Bool {
    bytes[line].allSatisfy { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
  }

  fileprivate func endsWithBackslash(_ line: Range<Int>) -> Bool {
    bytes[line].last { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
      == UInt8(ascii: "\\")
  }

  /// A prompt at the start of a line: `$ `, `# `, `> `, `(venv) $ `, `cc@node:~$ `, `[cc@node ~]$ `.
  fileprivate func shellPrompt(in line: Range<Int>) -> (end: Int, isCertain: Bool)? {
    let limit = min(line.upperBound - 1, line.lowerBound + 80)
    let start = skipIndentation(from: line.lowerBound, to: line.upperBound, columns: .max).0
    guard start < limit else { return nil }
    let sign = (start..<limit).first {
      "$#%>".utf8.contains(bytes[$0]) && bytes[$0 + 1] == UInt8(ascii: " ")
    }
    guard let sign else { return nil }
    guard sign > start else { return (sign + 2, bytes[sign] == UInt8(ascii: "$")) }
    let before = trimmed(start..<sign)
    guard bytes[sign] != UInt8(ascii: ">"),
      bytes[before].allSatisfy({ !"='\"`|;".utf8.contains($0) })
    else { return nil }
    let isBracketed =
      "([".utf8.contains(bytes[before.lowerBound])
      && ")]".utf8.contains(bytes[before.upperBound - 1])
    let host = bytes[before].split { $0 == UInt8(ascii: " ") }
    let isHost =
      host.last?.contains(UInt8(ascii: "@")) == true
      && host.dropLast().allSatisfy { $0.first == UInt8(ascii: "(") }
    return isBracketed || isHost ? (sign + 2, true) : nil
  }
}
