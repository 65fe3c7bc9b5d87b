import SourceText

/// Goes through everything that a reader understood, from the outside in, in the order of the text.
struct Walk {
  let visit: (Syntax, Context) -> Void

  func run(_ nodes: [Syntax], in context: Context = Context()) {
    for node in nodes { run(node, in: context) }
  }

  func run(_ node: Syntax, in context: Context) {
    visit(node, context)
    switch node {
    case .text(let literal): run(holesOf: literal, in: context)
    case .name, .number, .unread: break
    case .comment(let literal): run(holesOf: literal, in: context.inside(.comment))
    case .prose(let literal): run(holesOf: literal, in: context.inside(.prose))
    case .list(let items, _):
      for (index, item) in items.enumerated() {
        run(item, in: context.inside(.element(index: index, siblings: items)))
      }
    case .mapping(let members, _): run(members, in: context)
    case .call(let call): run(call, in: context)
    case .command(let command): run(command, in: context)
    case .assignment(let assignment):
      run(
        assignment.value,
        in: context.inside(.assigned(name: assignment.name, kind: assignment.kind)))
    case .comparison(let operands):
      let isLookup = operands.count == 1 && context.language == .python
      run(operands, in: context.inside(isLookup ? .lookup : .compared))
    case .branch(let conditions, let body):
      run(conditions, in: context.inside(.compared))
      run(body, in: context.inside(.branch(texts: Walk.texts(in: conditions))))
    case .scope(let scope): run(scope.body, in: context.inside(.scope(scope)))
    case .section(let section):
      let inner = context.inside(.section(section))
      for label in section.labels { run(.text(label), in: inner.inside(.label)) }
      run(section.body, in: inner)
    case .code(let code):
      if let text = code.text { run(holesOf: text, in: context) }
      run(code.body, in: context.inside(.code(code.language)))
    case .group(let nodes): run(nodes, in: context.among(nodes))
    }
  }

  private func run(_ members: [Member], in context: Context) {
    for member in members {
      run(member.key, in: context.inside(.member(name: nil, siblings: members)).inside(.key))
      run(member.value, in: context.inside(.member(name: member.name, siblings: members)))
    }
  }

  private func run(_ call: Call, in context: Context) {
    if let receiver = call.receiver { run(receiver, in: context.inside(.receiver(call: call))) }
    for (index, argument) in call.positional.enumerated() {
      run(argument, in: context.inside(.positional(index: index, call: call)))
    }
    for keyword in call.keywords {
      run(keyword.value, in: context.inside(.keyword(name: keyword.name, call: call)))
    }
  }

  private func run(_ command: Command, in context: Context) {
    for assignment in command.environment { run(.assignment(assignment), in: context) }
    for (index, word) in command.words.enumerated() {
      run(.text(word), in: context.inside(.word(index: index, command: command)))
    }
    run(command.input, in: context.inside(.input(command: command)))
  }

  private func run(holesOf literal: Literal, in context: Context) {
    for hole in literal.holes { run(hole.contents, in: context.inside(.hole)) }
  }

  /// The plain texts in conditions.
  private static func texts(in conditions: [Syntax]) -> [String] {
    var texts: [String] = []
    let walk = Walk { node, _ in
      if case .text(let literal) = node { texts.append(literal.text) }
    }
    walk.run(conditions)
    return texts
  }
}
