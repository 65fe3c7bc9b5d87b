import SourceText

/// The surveys of a run, by what they can tell a file.
package struct Neighbourhood: Sendable {
  private var byFolder: [Substring: [Survey]] = [:]

  package init() {}

  /// Keeps a survey; surveys are small, whatever the size of the file.
  package mutating func add(_ survey: Survey) {
    byFolder[Neighbourhood.folder(of: survey.path[...]), default: []].append(survey)
  }

  /// What can tell the file at `path` something: files of its folder, and of the folders above those
  /// that programs look for there, such as `clouds.yaml`, `.env` and openrc files.
  ///
  /// - Complexity: O(*n*) in the number of files in these folders.
  package func neighbours(of path: String) -> [Survey] {
    var folder = Neighbourhood.folder(of: path[...])
    var found = (byFolder[folder] ?? []).filter { $0.path != path }
    while !folder.isEmpty {
      folder = Neighbourhood.folder(of: folder)
      found += (byFolder[folder] ?? []).filter(\.isForFoldersBelow)
    }
    return found
  }

  /// What stands before the last `/`; nothing for a name alone.
  private static func folder(of path: Substring) -> Substring {
    path.lastIndex(of: "/").map { path[..<$0] } ?? ""
  }
}

extension Survey {
  /// Whether programs in folders below look for the file.
  fileprivate var isForFoldersBelow: Bool {
    let name = path.split(separator: "/").last ?? ""
    return name == "clouds.yaml" || name.hasPrefix(".env") || name.contains("openrc")
  }

  /// Whether other files may take values of names from this one: settings and sourced scripts, and
  /// modules that are imported, but no notebook.
  func mayDefine(for path: String) -> Bool {
    switch language {
    case .shell, .ini, .hcl: true
    case .python: path.hasSuffix(".py") || path.hasSuffix(".ipynb")
    default: false
    }
  }
}
