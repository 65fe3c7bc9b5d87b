import Synchronization

/// What recorded models mean, remembered: thousands of nodes record the same few texts, and to look
/// one up is to try many patterns.
final class RecordedNames: Sendable {
  struct ProcessorMatch: Sendable {
    let fact: Processor
    /// Whether the text is not the model's name but the number of the part.
    let isPartNumber: Bool
  }

  private struct Memory: Sendable {
    var processors: [String: ProcessorMatch?] = [:]
    var accelerators: [String: Accelerator?] = [:]
  }

  /// A source that records another text each time is not remembered beyond this.
  private static let maximumCount = 10_000

  private let facts: Facts
  private let memory = Mutex(Memory())

  init(facts: Facts) { self.facts = facts }

  /// The processor that `text` stands for; nil when no fact knows it.
  func processor(_ text: String) -> ProcessorMatch? {
    if let known = memory.withLock({ $0.processors[text] }) { return known }
    var match: ProcessorMatch?
    if let fact = facts.processor(recordedAs: text) {
      let words = ModelPattern.words(of: text)
      let isNamed = ModelPattern(fact.model).matches(words)
      match = ProcessorMatch(fact: fact, isPartNumber: words.count == 1 && !isNamed)
    }
    memory.withLock { memory in
      if memory.processors.count < RecordedNames.maximumCount {
        memory.processors.updateValue(match, forKey: text)
      }
    }
    return match
  }

  /// The accelerator that `text` stands for; nil when no fact knows it.
  func accelerator(_ text: String) -> Accelerator? {
    if let known = memory.withLock({ $0.accelerators[text] }) { return known }
    let accelerator = facts.accelerator(recordedAs: text)
    memory.withLock { memory in
      if memory.accelerators.count < RecordedNames.maximumCount {
        memory.accelerators.updateValue(accelerator, forKey: text)
      }
    }
    return accelerator
  }
}
