import Selectors
import Synchronization

/// Translations that were made before: a directory asks for the same few again and again.
final class TranslationMemory: Sendable {
  /// What was asked.
  enum Question: Hashable {
    case nodeType(String, nodes: Int?)
    case selector(Selector, nodes: Int?)
  }

  private let answers = Mutex<[Question: Translation]>([:])

  /// The answer that was given before, otherwise that of `translate`, which is kept.
  func answer(to question: Question, _ translate: () -> Translation) -> Translation {
    if let known = answers.withLock({ $0[question] }) { return known }
    let answer = translate()
    answers.withLock { $0[question] = answer }
    return answer
  }
}
