/// What nodes lose, and how many of them do.
struct CountedLosses {
  private let total: Int
  private var losses: [(text: String, nodes: Int)] = []

  /// - Parameter total: How many nodes there are.
  init(of total: Int) { self.total = total }

  mutating func add(_ texts: [String], nodes: Int) {
    for text in texts {
      if let known = losses.firstIndex(where: { $0.text == text }) {
        losses[known].nodes += nodes
      } else {
        losses.append((text, nodes))
      }
    }
  }

  /// One for each loss, in their order; with a number where it is not that of all nodes.
  var texts: [String] {
    losses.map { $0.nodes < total ? "\($0.text) (\($0.nodes) of \(total) nodes)" : $0.text }
  }
}
