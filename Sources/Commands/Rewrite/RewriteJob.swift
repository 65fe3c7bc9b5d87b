import Files
import Rewriting
import SourceText

/// One run over files: a walk that learns what they tell each other, then each file by itself.
struct RewriteJob {
  let command: RewriteCommand
  let session: Session
  let rewriter: Rewriter

  /// A file that may hold references.
  struct Candidate {
    let path: FilePath
    let relative: FilePath
    let root: Int
  }

  /// The state of a run.
  struct State {
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
    if let own = OwnDocument(bytes) {
      throw CommandFailure("standard input is \(own.description), and no file of an experiment")
    }
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
  struct Root {
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
