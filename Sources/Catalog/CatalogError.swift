package import SQLite

/// Why a catalogue cannot be used or changed.
package enum CatalogError: Error, Sendable, Equatable, CustomStringConvertible {
  case notFound(path: String)
  case notACatalog(path: String, reason: String)
  /// Written by a later version of this program.
  case newer(path: String, version: Int, known: Int)
  case damaged(path: String, reason: String)
  /// The file could not be made.
  case unwritable(path: String, reason: String)
  case database(SQLiteError)
  case noSite(String, known: [String])
  /// What is to be stored contradicts itself: two configurations have one name, for example.
  case inconsistent(site: String, reason: String)

  /// Whether what was to be stored is to blame, and not the file.
  package var isAboutContent: Bool {
    if case .inconsistent = self { true } else { false }
  }

  package var description: String {
    switch self {
    case .notFound(let path): "\(path): no such catalogue"
    case .notACatalog(let path, let reason): "\(path): not a catalogue of chiport: \(reason)"
    case .newer(let path, let version, let known):
      "\(path): written by a later version of chiport (schema \(version), this one knows \(known))"
    case .damaged(let path, let reason): "\(path): the catalogue is damaged: \(reason)"
    case .unwritable(let path, let reason): "\(path): cannot be made: \(reason)"
    case .database(let error): error.description
    case .noSite(let name, let known):
      "no site '\(name)' in the catalogue; known: \(known.joined(separator: ", "))"
    case .inconsistent(let site, let reason):
      "the records of site '\(site)' do not fit together: \(reason)"
    }
  }

  package var hint: String? {
    switch self {
    case .notFound: "make it with: chiport harvest --catalog PATH"
    case .newer: "update chiport, or name another file with --catalog"
    case .damaged, .notACatalog: "move the file away; then the bundled catalogue answers"
    default: nil
    }
  }
}
