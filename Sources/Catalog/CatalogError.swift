package import SQLite

/// Why a catalogue cannot be used or changed.
package enum CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
  case notFound(path: String)
  /// The system does not let one reach it, with what it says: `permission denied`.
  case unreachable(path: String, reason: String)
  case notACatalog(path: String, reason: String)
  /// Written by a later version of this program.
  case newer(path: String, version: Int, known: Int)
  case damaged(path: String, reason: String)
  /// The file could not be made.
  case unwritable(path: String, reason: String)
  case database(SQLiteError)
  /// What is to be stored contradicts itself: two configurations have one name, for example.
  case inconsistent(site: String, reason: String)

  /// Whether what was to be stored is to blame, and not the file.
  package var isAboutContent: Bool {
    if case .inconsistent = self { true } else { false }
  }

  /// The file; nil where it is not about one.
  package var path: String? {
    switch self {
    case .notFound(let path), .unreachable(let path, _), .notACatalog(let path, _),
      .newer(let path, _, _), .damaged(let path, _), .unwritable(let path, _):
      path
    case .database(let error): error.path
    case .inconsistent: nil
    }
  }

  package var description: String {
    switch self {
    case .notFound(let path): "\(path): no such catalogue"
    case .unreachable(let path, let reason): "\(path): \(reason)"
    case .notACatalog(let path, let reason): "\(path): not a catalogue of chiport: \(reason)"
    case .newer(let path, let version, let known):
      "\(path): written by a later version of chiport (schema \(version), this one knows \(known))"
    case .damaged(let path, let reason): "\(path): the catalogue is damaged: \(reason)"
    case .unwritable(let path, let reason): "\(path): cannot be made: \(reason)"
    case .database(let error): error.description
    case .inconsistent(let site, let reason):
      "the records of site '\(site)' do not fit together: \(reason)"
    }
  }

  /// How a catalogue came to be the one that is used.
  package enum Naming: Sendable {
    /// It is the user's own, which is used when none is named.
    case own
    /// By `--catalog`.
    case option
    /// By the variable `CHIPORT_CATALOG`.
    case variable
  }

  /// What to do next.
  ///
  /// - Parameter naming: How the catalogue was named: a file that somebody named is theirs, and may be
  ///   no catalogue at all, so that nothing is said of moving it.
  /// - Returns: One line; nil when there is nothing to advise.
  package func hint(for naming: Naming) -> String? {
    switch self {
    case .notFound: "make it with: chiport harvest --catalog PATH"
    case .newer: "update chiport, or " + CatalogError.otherFile(naming)
    case .unreachable where naming == .own, .unwritable where naming == .own:
      "name another file with --catalog"
    case .damaged, .notACatalog, .unreachable, .unwritable: CatalogError.otherFile(naming)
    case .database, .inconsistent: nil
    }
  }

  private static func otherFile(_ naming: Naming) -> String {
    switch naming {
    case .own: "move the file away; then the bundled catalogue answers"
    case .option: "name another file, or leave --catalog out"
    case .variable: "name another file, or unset CHIPORT_CATALOG"
    }
  }
}
