import SourceText
import Testbed

/// Reservations of any node of the site: portable, but other hardware without a word.
struct AnyNodeRule {
  func proposals(in file: ReadFile, _ job: Job) -> [Proposal] {
    var found: [Span] = []
    let look = { (node: Syntax, context: Context) in
      // Last, as it costs more than to look at the rest.
      func add(_ span: Span) { if job.reasonToKeep(context) == nil { found.append(span) } }
      switch node {
      case .text(let literal):
        for use in AnyNodeRule.uses(of: literal, context, job)
        where use.key == "resource_properties" && ["", "[]"].contains(use.text)
          && AnyNodeRule.isOfNodes(context)
        {
          add(literal.span)
        }
        if AnyNodeRule.isUnrestricted(literal, context) { add(literal.span) }
      case .list(let items, let span):
        guard items.isEmpty, context.key == "resource_properties", AnyNodeRule.isOfNodes(context)
        else { return }
        add(span)
      case .call(let call):
        guard Bindings.key(call.callee) == "add_node_reservation", call.positional.count < 2,
          !call.keywords.contains(where: { AnyNodeRule.restrictions.contains($0.name) })
        else { return }
        let start = call.span.range.lowerBound + call.callee.utf8.count
        add(Span(call.span.region, start..<call.span.range.upperBound))
      default: break
      }
    }
    for kind in [Visit.Kind.word, .list, .call] { file.forEach(kind, look) }
    return found.map {
      Proposal(
        .selector, $0, "any node", .portable,
        "any node of the site is taken: at \(job.targetName) that is other hardware")
    }
  }

  /// The uses of a text that may say that any node will do.
  private static func uses(of literal: Literal, _ context: Context, _ job: Job) -> [Use] {
    let isShort = literal.text.utf8.count < 3
    var isReservation = false
    if case .word? = context.step { isReservation = literal.text.utf8.contains(UInt8(ascii: "=")) }
    return isShort || isReservation ? Use.uses(of: literal, in: context, job.document) : []
  }

  private static let restrictions: Set = [
    "resource_properties", "node_type", "nodes", "node_name", "architecture",
  ]

  /// Whether what stands around reserves nodes, and not networks or addresses.
  private static func isOfNodes(_ context: Context) -> Bool {
    for step in context.outward {
      switch step {
      case .word(let index, let command):
        return reservesNodes(command.words[index], option: command.option(before: index))
      case .member(_, let siblings):
        return siblings.contains {
          if $0.name == "resource_type", case .text(let type) = $0.value {
            type.text == "physical:host"
          } else {
            false
          }
        }
      case .keyword(_, let call):
        return Bindings.key(call.callee) == "add_node_reservation"
      default: continue
      }
    }
    return false
  }

  private static func reservesNodes(_ word: Literal, option: String?) -> Bool {
    option == "physical-reservation" || word.text.contains("resource_type=physical:host")
      || word.text.hasPrefix("--physical-reservation=")
  }

  /// Whether it is the word of a command that reserves nodes and says nothing of their properties.
  private static func isUnrestricted(_ word: Literal, _ context: Context) -> Bool {
    guard case .word(let index, let command)? = context.step, index > 1 else { return false }
    return word.text.contains("=") && word.holes.allSatisfy { $0.name != nil }
      && !word.text.contains("resource_properties")
      && reservesNodes(word, option: command.option(before: index))
  }
}
