import SourceText

extension Bindings {
  /// What the value of `name` is used for, also through other names that get it.
  func roles(of name: String) -> Set<Role> {
    let key = Bindings.key(name)
    var found = roles[key] ?? []
    for copy in copies[key] ?? [] where copy != key { found.formUnion(roles[copy] ?? []) }
    return found
  }

  /// The texts that `name` may have where it is used inside `scopes`: the innermost that define it,
  /// and what callers give for a parameter.
  func definitions(of name: String, in scopes: [Scope] = []) -> [Definition] {
    values(of: name, in: scopes).compactMap {
      if case .text(let definition) = $0 { definition } else { nil }
    }
  }

  /// The numbers that `name` may have.
  func numbers(of name: String, in scopes: [Scope] = []) -> [Int] {
    values(of: name, in: scopes).compactMap {
      if case .number(let number) = $0 { number } else { nil }
    }
  }

  /// Where `name` gets what only the running program knows, following copies.
  func origin(of name: String) -> Origin? {
    var key = Bindings.key(name)
    var last: Origin?
    for _ in 0..<8 {
      guard let origin = origins[key]?.first else { return last }
      last = origin
      key = Bindings.key(origin.text.first == "$" ? String(origin.text.dropFirst()) : origin.text)
    }
    return last
  }

  private func values(of name: String, in scopes: [Scope]) -> [Entry.Value] {
    var visited: Set<String> = []
    return values(of: name, in: scopes, &visited)
  }

  private func values(
    of name: String, in scopes: [Scope], _ visited: inout Set<String>
  ) -> [Entry.Value] {
    let key = Bindings.key(name)
    guard visited.insert(key).inserted else { return [] }
    let all = entries[key] ?? []
    let names = scopes.map(\.name)
    let visible = all.filter { $0.scopes.count <= names.count && names.starts(with: $0.scopes) }
    let deepest = visible.map(\.scopes.count).max() ?? -1
    var found = visible.filter { $0.scopes.count == deepest }
    let given = arguments(for: name, in: names, besides: deepest)
    if let given {
      // An option of the command line gives a parameter of its name a value.
      if given.depth > deepest, !(given.values.isEmpty && options.contains(key)) { found = [] }
    } else if found.isEmpty {
      found = all
    }
    var result: [Entry.Value] = []
    for entry in found {
      guard case .name(let source) = entry.value else {
        result.append(entry.value)
        continue
      }
      if Bindings.key(source) != key {
        result += values(of: source, in: scopes, &visited)
      } else {
        for value in arguments(for: source, of: entry.scopes) ?? [] {
          result += values(of: value, &visited)
        }
      }
    }
    for value in given?.values ?? [] { result += self.values(of: value, &visited) }
    return result
  }

  private func values(of argument: Syntax, _ visited: inout Set<String>) -> [Entry.Value] {
    switch argument {
    case .text(let literal) where literal.holes.isEmpty:
      let number = Int(literal.text).map { [Entry.Value.number($0)] } ?? []
      return [
        .text(Definition(name: literal.text, literal: literal, kind: .assignment, scopes: []))
      ] + number
    case .text(let literal):
      guard literal.text == "\u{FFFC}", let name = literal.holes[0].name else { return [] }
      return values(of: name, in: [], &visited)
    case .number(let text, _): return Int(text).map { [.number($0)] } ?? []
    case .name(let name): return values(of: name.text, in: [], &visited)
    default: return Bindings.path(of: argument).map { values(of: $0, in: [], &visited) } ?? []
    }
  }

  /// What callers give for a parameter, and how deep the function is; nil for what is no parameter
  /// of the functions around, or is given a value further inside.
  private func arguments(
    for name: String, in scopes: [String], besides deepest: Int
  ) -> (depth: Int, values: [Syntax])? {
    guard !name.contains(".") else { return nil }
    for depth in stride(from: scopes.count, to: max(0, deepest - 1), by: -1) {
      let given = arguments(for: name, of: Array(scopes.prefix(depth)))
      if let given { return (depth, given) }
    }
    return nil
  }

  /// What callers give for a parameter of a function; nil when it has none of this name.
  private func arguments(for name: String, of path: [String]) -> [Syntax]? {
    let names = parameters[path.joined(separator: ".")] ?? []
    let isPlace = Int(name) != nil
    guard isPlace || names.contains(name), let last = path.last else { return nil }
    let isMethod = names.first == "self" || names.first == "cls"
    let place = names.firstIndex(of: name).map { isMethod ? $0 - 1 : $0 }
    // A class is called by its own name.
    let function = last == "__init__" ? path.dropLast().last ?? last : last
    return (arguments[function] ?? []).filter {
      $0.name == name || !isPlace && $0.name == nil && $0.place == place
    }.map(\.value)
  }
}
