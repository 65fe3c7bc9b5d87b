import Selectors
import Translation

extension WrittenSelector {
  /// Why Blazar refuses it; nil when it does not.
  var error: SelectorError? {
    do {
      _ = try Selector(parsing: text)
      return nil
    } catch { return error }
  }

  /// What is asked for, at a site with these hosts.
  func kind(of selector: Selector, among hosts: [Host]) -> ReservedKind {
    ReservedKind(of: selector, resourceType: resourceType, among: hosts)
  }
}
