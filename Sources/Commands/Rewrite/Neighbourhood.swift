import Files
import Rewriting

/// What files tell those beside and below them.
struct Neighbourhood {
  private var folders: [FilePath: [Survey]] = [:]

  /// So that a folder of thousands of files does not cost the square of it.
  private static let limit = 200

  mutating func add(_ survey: Survey, in folder: FilePath) {
    guard folders[folder, default: []].count < Neighbourhood.limit else { return }
    folders[folder, default: []].append(survey)
  }

  /// What the files in the folder of a file tell, and those in the folders above it, as far as the
  /// path that the user named; the nearest first.
  func surveys(for file: FilePath, upTo root: FilePath) -> [Survey] {
    var found: [Survey] = []
    var folder = file.parent
    let path = "\(file)"
    while true {
      found += (folders[folder] ?? []).filter { $0.path != path }
      let parent = folder.parent
      guard folder != root, parent != folder, file != root else { return found }
      folder = parent
    }
  }
}
