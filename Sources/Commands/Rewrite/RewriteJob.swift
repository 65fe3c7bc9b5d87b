import Files
import Rewriting
import SourceText

/// One run over files: a walk that learns what they tell each other, then each file by itself.
struct RewriteJob {
  let command: RewriteCommand
  let session: Session
  let rewriter: Rewriter

  /// A file that may hold references.
  private struct Candidate {
    let path: FilePath
    let relative: FilePath
    let root: Int
  }

  /// The state of a run.
  private struct State {
    var outcome = RewriteOutcome()
    var candidates: [Candidate] = []
    /// Files without any word of a reference, which may still name a cloud, and how many candidates
    /// there were before each.
    var passed: [(candidate: Candidate, place: Int)] = []
    var cloudNames: Set<String> = []
    var neighbourhood = Neighbourhood()
  }

  /// Ports what the paths name.
  func portFiles() throws -> RewriteOutcome {
    let roots = try places()
    var state = State()
    survey(roots, &state)
    if let output = command.writing.output.map({ FilePath($0) }) {
      copy(roots, to: output, &state)
    } else {
      for candidate in state.candidates {
        port(candidate, roots, &state) { contents, result throws(FileError) in
          guard command.writing.inPlace, !result.edits.isEmpty else { return }
          try AtomicFile.replace(contents, with: result.bytes, backup: command.writing.backup)
        }
      }
    }
    return state.outcome
  }

  /// Ports one text from standard input to standard output.
  func portStandardInput() throws -> RewriteOutcome {
    let bytes: [UInt8]?
    do { bytes = try FileContents.standardInput() } catch {
      throw CommandFailure(error.description)
    }
    guard let bytes else { throw CommandFailure("standard input has more than 20 MiB") }
    let path = "stdin"
    let result = rewriter.rewrite(path: path, bytes: bytes, language: command.writing.language)
    var outcome = RewriteOutcome()
    outcome.filesRead = 1
    var record = RewriteRecord(result, path: "-")
    if command.showsDiff {
      show(result, FilePath(path), bytes, &record)
    } else if !command.writing.check {
      session.terminal.print(bytes: result.bytes)
    }
    if record.isWorthTelling { outcome.records.append(record) }
    return outcome
  }
}

extension RewriteJob {
  /// The paths of the user, and how a diff names what is below them.
  private struct Root {
    let path: FilePath
    /// Nil for a place outside of the folder that the program runs in.
    let prefix: FilePath?
  }

  private func places() throws -> [Root] {
    let here = try? FilePath(".").resolved()
    let output = command.writing.output.flatMap { try? FilePath($0).resolved() }
    if command.writing.output != nil { try refuseCollisions() }
    return try command.paths.map { text in
      let path = FilePath(text)
      guard let place = try? path.parent.resolved() else { return Root(path: path, prefix: nil) }
      let named = path.name == Array(".".utf8) ? place : place.appending(path.name)
      if let output, (try? path.resolved()) == output {
        throw CommandFailure(
          "--output: '\(output)' is what is read", hint: "-i changes files", code: .usage)
      }
      return Root(path: path, prefix: here.flatMap { named.relative(to: $0) })
    }
  }

  /// Refuses two paths whose copies would have one name.
  private func refuseCollisions() throws {
    var known: [[UInt8]: FilePath] = [:]
    for path in command.paths.map({ FilePath($0) }) {
      let other = known.updateValue(path, forKey: path.name)
      guard let other, (try? other.resolved()) != (try? path.resolved()) else { continue }
      throw CommandFailure(
        "--output: the copies of '\(other)' and '\(path)' would have the same name",
        hint: "port them one after the other, or the folder that has both", code: .usage)
    }
  }

  /// How a diff names a file: from here, or from the path that it was found at.
  private func name(_ candidate: Candidate, _ roots: [Root]) -> FilePath {
    guard let prefix = roots[candidate.root].prefix else { return candidate.relative }
    let isFolder = candidate.path != roots[candidate.root].path
    return isFolder ? prefix.appending(candidate.relative.bytes) : prefix
  }

  /// The first pass.
  private func survey(_ roots: [Root], _ state: inout State) {
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
        let isNamed = item.path == roots[item.root].path
        if !isNamed, isBackup(item.path) {
          state.outcome.skipped.add(.backup)
          break
        }
        guard let contents = read(item.path, isNamed: isNamed, &state.outcome) else { break }
        if OwnDocument.isOne(contents.bytes) {
          state.outcome.skipped.add(.own)
          break
        }
        state.outcome.filesRead += 1
        let candidate = Candidate(path: item.path, relative: item.relative, root: item.root)
        if rewriter.mayHoldReferences(contents.bytes) {
          survey(candidate, contents.bytes, &state)
          state.candidates.append(candidate)
        } else {
          state.passed.append((candidate, state.candidates.count))
        }
      }
    }
    state.outcome.skipped.add(tree.skipped)
    addUsersOfClouds(to: &state)
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
  private func read(
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

  /// Ports one file, shows the diff, and has it written.
  private func port(
    _ candidate: Candidate, _ roots: [Root], _ state: inout State,
    write: (FileContents, FileResult) throws(FileError) -> Void
  ) {
    guard let contents = read(candidate.path, isNamed: true, &state.outcome) else { return }
    let path = "\(candidate.path)"
    let neighbours = state.neighbourhood.surveys(
      for: candidate.path, upTo: roots[candidate.root].path)
    let result = rewriter.rewrite(path: path, bytes: contents.bytes, neighbours: neighbours)
    var record = RewriteRecord(result, path: path)
    do throws(FileError) {
      try write(contents, result)
      if command.showsDiff { show(result, name(candidate, roots), contents.bytes, &record) }
    } catch {
      state.outcome.failures.append(error)
      record.fail(error)
    }
    if record.isWorthTelling { state.outcome.records.append(record) }
  }

  private func show(
    _ result: FileResult, _ name: FilePath, _ old: [UInt8], _ record: inout RewriteRecord
  ) {
    guard !result.edits.isEmpty else { return }
    if let diff = UnifiedDiff(path: name.bytes, old: old, edits: result.edits).bytes {
      session.terminal.print(bytes: diff)
    } else {
      record.isWithheld = true
    }
  }

  /// The second pass where all of a tree is wanted elsewhere.
  private func copy(_ roots: [Root], to output: FilePath, _ state: inout State) {
    let overwrites = command.writing.force
    // A folder that is not there yet could not be left out of the walk.
    do throws(FileError) { try AtomicFile.makeFolder(output) } catch {
      return state.outcome.failures.append(error)
    }
    let candidates = Dictionary(
      state.candidates.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var tree = FileTree(roots.map(\.path), excluding: output)
    while let item = tree.next() {
      var destination = output
      if roots.count > 1, roots[item.root].path != item.path {
        destination = destination.appending(roots[item.root].path.name)
      }
      destination = destination.appending(item.relative.bytes)
      func write(_ contents: FileContents, _ result: FileResult) throws(FileError) {
        try AtomicFile.create(
          destination, result.bytes, permissions: contents.permissions, overwrites: overwrites)
      }
      do throws(FileError) {
        if let candidate = candidates[item.path] {
          port(candidate, roots, &state, write: write)
        } else if item.kind == .file {
          try FileCopy.copy(item.path, to: destination, overwrites: overwrites)
        } else if item.kind == .link {
          try FileCopy.copyLink(item.path, to: destination)
        }
      } catch {
        state.outcome.failures.append(error)
      }
    }
  }
}

/// What files tell those beside and below them.
private struct Neighbourhood {
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
