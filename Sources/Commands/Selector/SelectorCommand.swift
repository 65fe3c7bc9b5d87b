import ArgumentParser

/// `chiport selector`: all that can be done with a selector without a network.
struct SelectorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selector",
    abstract: "Check, match, explain, translate and write Blazar selectors.",
    discussion: """
      A selector is the value of resource_properties in a reservation, such as \
      '["=", "$node_type", "gpu_rtx_6000"]'. The whole value of --reservation, or \
      resource_properties=..., will do as well; - reads it from standard input.

      Blazar's rules are followed to the letter: texts are compared as texts, a node without a \
      property never matches, of a nested 'and' the first comparison counts.

      Exit code 0: done; 1: nothing matches, or a warning; 2: Blazar refuses the selector.
      """,
    subcommands: [
      SelectorCheck.self, SelectorMatch.self, SelectorExplain.self, SelectorTranslate.self,
      SelectorFor.self, SelectorHosts.self,
    ])
}
