import Files
import Rewriting
import SourceText

// The first pass: which files there are, and what they tell each other.
extension RewriteJob {
  /// The first pass.
  func survey(_ roots: [Root], _ state: inout State) {
    var tree = FileTree(
      roots.map(\.path), excluding: command.writing.output.map { FilePath($0) })
    // What this or an earlier run reports is no file of the experiment.
    let own = Set(
      ([command.report] + command.choices.mapFile).compactMap { path in
        path.flatMap { try? FilePath($0).resolved() }
      })
    while let item = tree.next() {
      switch item.kind {
      case .link: break
      case .leftover:
        guard command.writing.inPlace else { break }
        state.outcome.removedLeftovers += AtomicFile.removeLeftover(item.path) ? 1 : 0
      case .file:
        if own.contains(where: { $0.name == item.path.name }),
          let place = try? item.path.resolved(), own.contains(place)
        {
          break
        }
        consider(
          Candidate(path: item.path, relative: item.relative, root: item.root),
          isNamed: item.path == roots[item.root].path, &state)
      }
    }
    state.outcome.skipped.add(tree.skipped)
    addUsersOfClouds(to: &state)
  }

  /// Reads a file, and keeps it in mind if it is one of the experiment.
  private func consider(_ candidate: Candidate, isNamed: Bool, _ state: inout State) {
    if !isNamed, isBackup(candidate.path) { return state.outcome.skipped.add(.backup) }
    guard let contents = read(candidate.path, isNamed: isNamed, &state.outcome) else { return }
    if let own = OwnDocument(contents.bytes) {
      return skip(own, candidate.path, isNamed: isNamed, &state.outcome)
    }
    state.outcome.filesRead += 1
    if rewriter.mayHoldReferences(contents.bytes) {
      survey(candidate, contents.bytes, &state)
      state.candidates.append(candidate)
    } else {
      state.passed.append((candidate, state.candidates.count))
    }
  }

  /// Leaves out what chiport wrote; whoever named it is told.
  private func skip(
    _ own: OwnDocument, _ path: FilePath, isNamed: Bool, _ outcome: inout RewriteOutcome
  ) {
    guard isNamed else { return outcome.skipped.add(.own) }
    outcome.skipped.add(
      FileError(
        .read, path, reason: "it is \(own.description), and no file of an experiment",
        hint: "name the folder that it is in: what chiport wrote is left out there"))
  }

  private func survey(_ candidate: Candidate, _ bytes: [UInt8], _ state: inout State) {
    guard let survey = rewriter.survey(path: "\(candidate.path)", bytes: bytes) else { return }
    state.neighbourhood.add(survey, in: candidate.path.parent)
    state.cloudNames.formUnion(survey.cloudNames)
  }

  /// Adds files that hold nothing but the name of a cloud of `clouds.yaml`, in their places.
  private func addUsersOfClouds(to state: inout State) {
    guard !state.cloudNames.isEmpty else { return }
    let scanner = WordScanner(words: state.cloudNames.sorted().map { Array($0.utf8) })
    for (candidate, place) in state.passed.reversed() {
      guard case .contents(let contents)? = try? FileContents.read(candidate.path),
        scanner.containsAny(in: contents.bytes)
      else { continue }
      survey(candidate, contents.bytes, &state)
      state.candidates.insert(candidate, at: place)
    }
  }

  /// Whether a file holds the former text of one beside it, by its name.
  private func isBackup(_ path: FilePath) -> Bool {
    let suffixes = [".orig", ".bak", "~"] + (command.writing.backup.map { [$0] } ?? [])
    return suffixes.contains { suffix in
      guard path.name.count > suffix.utf8.count,
        path.name.suffix(suffix.utf8.count)
          .elementsEqual(suffix.utf8)
      else { return false }
      return (try? FilePath(bytes: path.bytes.dropLast(suffix.utf8.count)).resolved()) != nil
    }
  }

  /// Reads a file; one that the user named must be readable.
  func read(
    _ path: FilePath, isNamed: Bool, _ outcome: inout RewriteOutcome
  ) -> FileContents? {
    do throws(FileError) {
      let reason: Skipped.Reason
      switch try FileContents.read(path) {
      case .contents(let contents): return contents
      case .binary: reason = .binary
      case .huge: reason = .huge
      case .special: reason = .special
      }
      if isNamed { throw FileError(.read, path, reason: "it is \(reason.description)") }
      outcome.skipped.add(reason)
    } catch {
      outcome.skipped.add(error)
    }
    return nil
  }
}
