/// Work on many things, some of it at once.
enum Bounded {
  /// The results in the order of the elements.
  ///
  /// - Parameters:
  ///   - elements: What is worked on.
  ///   - limit: How many at once, 1 or more.
  ///   - transform: The work; the first that throws ends the rest.
  /// - Returns: One result for each element.
  /// - Throws: What `transform` throws first.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], atOnce limit: Int,
    _ transform: @escaping @Sendable (Element) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var results: [Result?] = Array(repeating: nil, count: elements.count)
      for index in elements.indices {
        if index >= limit, let (done, result) = try await group.next() { results[done] = result }
        group.addTask { (index, try await transform(elements[index])) }
      }
      for try await (done, result) in group { results[done] = result }
      return results.compactMap { $0 }
    }
  }
}
