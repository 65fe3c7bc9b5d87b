/// Who is told how a copy gets on.
package struct CopyObserver: Sendable {
  /// Told how many bytes are about to be sent; it may wait to keep to a rate.
  package let sending: @Sendable (Int) async throws -> Void
  /// Told how many bytes need not be sent; negative when sent ones have to be sent again.
  package let passing: @Sendable (Int) -> Void

  /// Takes both; by default nobody is told.
  package init(
    sending: @escaping @Sendable (Int) async throws -> Void = { _ in },
    passing: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.sending = sending
    self.passing = passing
  }
}
