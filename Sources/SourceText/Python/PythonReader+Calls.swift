extension PythonReader {
  /// Names of the mapping that holds the environment.
  static let environments: Set<String> = ["os.environ", "environ"]

  private static let shells: Set<String> = [
    "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput",
    "commands.getoutput", "commands.getstatusoutput",
  ]

  private struct Arguments {
    var positional: [Syntax] = []
    var keywords: [Call.Keyword] = []
    var nameSpans: [Span] = []
    var hasShell = false

    func keyword(_ name: String) -> Syntax? { keywords.first { $0.name == name }?.value }
  }

  /// A call of the name in `path`, or of a method in `path` of `base`.
  mutating func readCall(of base: Syntax?, path: Range<Int>, from start: Int) -> Syntax {
    let callee = path.isEmpty ? "" : name(path).text
    advance()
    let arguments = readArguments()
    let span = span(from: start)
    let call = Call(
      callee: callee, receiver: base, positional: arguments.positional,
      keywords: arguments.keywords, span: span)
    if case .call(let inner)? = base, inner.callee == "get_ipython",
      [".system", ".getoutput", ".getoutput_pv"].contains(callee),
      case .text(let script)? = arguments.positional.first
    {
      appendScript(script, as: .shell)
    }
    guard base == nil, let first = callee.utf8.first, "oegsc".utf8.contains(first) else {
      return .call(call)
    }
    let isShell =
      Self.shells.contains(callee) || arguments.hasShell && callee.hasPrefix("subprocess.")
    if isShell, case .text(let script) = arguments.positional.first ?? arguments.keyword("args") {
      appendScript(script, as: .shell)
    }
    return environmentCall(callee, arguments, span) ?? .call(call)
  }

  private mutating func readArguments() -> Arguments {
    var arguments = Arguments()
    while token.kind != .close, token.kind != .end, token.kind != .lineStart {
      let start = index
      if token.kind == .name, nextToken.kind == .assign {
        let name = text(of: token)
        arguments.nameSpans.append(Span(region, token.range))
        advance()
        advance()
        if name == "shell", token.keyword == .true || token.kind == .number {
          arguments.hasShell = true
        }
        arguments.keywords.append(.init(name: name, value: readElement()))
      } else if canStartExpression {
        arguments.positional.append(readElement())
      } else if token.kind != .comma {
        // What cannot be read: the words of a template.
        advance()
      }
      skip(.comma)
      if index == start { advance() }
    }
    skip(.close)
    return arguments
  }

  /// A read of the environment, with its default, or a write to it.
  private func environmentCall(_ callee: String, _ arguments: Arguments, _ span: Span) -> Syntax? {
    switch callee {
    case "os.environ.update", "environ.update": return environmentUpdate(arguments, span)
    case "os.environ.get", "environ.get", "os.getenv", "getenv", "os.environ.setdefault",
      "environ.setdefault", "os.putenv":
      break
    default: return nil
    }
    guard let variable = plainText(arguments.positional.first ?? arguments.keyword("key")) else {
      return nil
    }
    let name = "env." + variable.text
    let value =
      arguments.positional.dropFirst().first ?? arguments.keyword("default")
      ?? arguments.keyword("value") ?? Self.nothing
    if case .group(let parts) = value, parts.isEmpty {
      return .name(Name(text: name, span: span))
    }
    return .assignment(
      Assignment(
        name: name, nameSpan: variable.span, value: value,
        kind: callee == "os.putenv" ? .assignment : .fallback))
  }

  private func environmentUpdate(_ arguments: Arguments, _ span: Span) -> Syntax? {
    var parts: [Syntax] = []
    for argument in arguments.positional {
      guard case .mapping(let members, _) = argument else {
        Self.append(argument, to: &parts)
        continue
      }
      for member in members {
        guard let key = plainText(member.key) else {
          Self.append(Self.group([member.key, member.value]), to: &parts)
          continue
        }
        parts.append(
          .assignment(
            Assignment(name: "env." + key.text, nameSpan: key.span, value: member.value)))
      }
    }
    for (keyword, nameSpan) in zip(arguments.keywords, arguments.nameSpans) {
      parts.append(
        .assignment(
          Assignment(name: "env." + keyword.name, nameSpan: nameSpan, value: keyword.value)))
    }
    return .group(parts)
  }
}
