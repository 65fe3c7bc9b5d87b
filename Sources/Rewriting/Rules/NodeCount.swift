import SourceText
import Translation

/// How many nodes a request wants at once.
struct NodeCount: Hashable {
  /// What it can do with.
  let least: Int
  let most: Int

  private static let names: Set = [
    "max", "count", "amount", "node_count", "nodes", "num_nodes", "min", "number",
  ]

  /// The numbers that stand beside a text; nil when none does, or only what is computed.
  static func wanted(around context: Context, in job: Job) -> NodeCount? {
    let found = numbers(around: context, in: job)
    guard let most = found.map(\.number).max() else { return nil }
    let least = found.first { $0.name == "min" }?.number ?? most
    return NodeCount(least: min(least, most), most: most)
  }

  /// What is answered for all nodes that are wanted, or else for the least.
  static func translation(
    for count: NodeCount?, _ translate: (Int?) -> Translation
  ) -> Translation {
    let translation = translate(count?.most)
    guard case .none = translation.outcome, let count, count.least < count.most else {
      return translation
    }
    let other = translate(count.least)
    if case .none = other.outcome { return translation }
    return other
  }

  /// What is to be said about a translation, each behind a semicolon.
  static func remarks(
    on translation: Translation, for count: NodeCount?, _ more: [String] = []
  ) -> String {
    var remarks = translation.remarks + more
    switch translation.outcome {
    case .portable(let replacement?), .replaced(let replacement):
      if let count, replacement.nodeCount < count.most {
        remarks.append("fewer than the \(count.most) that are wanted at most")
      }
    default: break
    }
    return remarks.map { "; " + $0 }.joined()
  }

  private static func numbers(
    around context: Context, in job: Job
  ) -> [(name: String, number: Int)] {
    for step in context.outward {
      var found: [(name: String, number: Int)] = []
      func add(_ name: String?, _ value: Syntax) {
        guard let name, names.contains(name) else { return }
        found += numbers(in: value, context.scopes, job).map { (name, $0) }
      }
      switch step {
      case .keyword(_, let call), .positional(_, let call):
        for keyword in call.keywords { add(keyword.name, keyword.value) }
      case .member(_, let siblings):
        for member in siblings { add(member.name, member.value) }
      case .word(let index, let command):
        found = numbers(in: command.words[index], context.scopes, job)
      case .element, .code: break
      default: return []
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The numbers in `min=1,max=$COUNT`.
  private static func numbers(
    in word: Literal, _ scopes: [Scope], _ job: Job
  ) -> [(name: String, number: Int)] {
    let bytes = job.document[word.region].bytes
    return Use.parts(of: bytes).filter { names.contains($0.name) }.flatMap { part in
      let text = String(decoding: bytes[part.value], as: UTF8.self)
      if let number = Int(text) { return [(part.name, number)] }
      guard text == "\u{FFFC}",
        let name = word.holes.first(where: { $0.offset == part.value.lowerBound })?.name
      else { return [] }
      return job.bindings.numbers(of: name, in: scopes).map { (part.name, $0) }
    }
  }

  private static func numbers(in syntax: Syntax, _ scopes: [Scope], _ job: Job) -> [Int] {
    switch syntax {
    case .number(let text, _): return Int(text).map { [$0] } ?? []
    case .text(let literal): return Int(literal.text).map { [$0] } ?? []
    default:
      return Bindings.path(of: syntax).map { job.bindings.numbers(of: $0, in: scopes) } ?? []
    }
  }
}
