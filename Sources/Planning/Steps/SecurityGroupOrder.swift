/// Security groups in an order in which they can be made: a rule cannot name a group that is not there.
struct SecurityGroupOrder {
  /// Each once: those that rules name before those that have the rules, else as they were given.
  private(set) var names: [String] = []
  /// Those that have to be there before their own rules, as the rules of some name each other.
  private(set) var early: [String] = []
  private var met: Set<String> = []
  /// Those whose needs are being looked at.
  private var open: Set<String> = []

  /// Orders groups, and what they need.
  ///
  /// - Parameters:
  ///   - names: Which are wanted.
  ///   - needs: The groups that the rules of one name, but for itself; they are wanted then, too.
  /// - Complexity: O(*n* + *m*) calls and steps for *n* groups with *m* needs.
  init(_ names: [String], needs: (String) -> [String]) {
    for name in names { visit(name, needs) }
  }

  private mutating func visit(_ name: String, _ needs: (String) -> [String]) {
    guard met.insert(name).inserted else {
      if open.contains(name), !early.contains(name) { early.append(name) }
      return
    }
    open.insert(name)
    for other in needs(name) { visit(other, needs) }
    open.remove(name)
    names.append(name)
  }
}
