package import SourceText

/// What edits change in a file, as `diff -u` tells it and `git apply` takes it.
///
/// Source of the format: POSIX, `diff`, "Diff -u Output Format", and `git-diff`(1) for names.
package struct UnifiedDiff: Sendable {
  /// With its line ends, and empty when nothing changes; nil when it could not be told without
  /// telling a secret.
  package let bytes: [UInt8]?

  private static let context = 3

  /// - Parameters:
  ///   - path: As the diff names the file, from the folder where it will be applied.
  ///   - old: The file.
  ///   - edits: What is changed in it; they must not overlap.
  /// - Complexity: O(*n*) in the number of bytes.
  package init(path: [UInt8], old: [UInt8], edits: [Edit]) {
    let file = Lines(old)
    let changes = UnifiedDiff.changes(file, edits)
    guard !changes.isEmpty else {
      bytes = []
      return
    }
    let oldSecrets = Secrets(old)
    let newSecrets = Secrets(edits.applied(to: old) ?? [])
    guard
      let hunks = UnifiedDiff.hunks(changes, file, oldSecrets),
      !UnifiedDiff.tellsSecret(changes, file, oldSecrets, newSecrets)
    else {
      bytes = nil
      return
    }
    var output = UnifiedDiff.header(path)
    var growth = 0
    for hunk in hunks { hunk.write(to: &output, file, &growth) }
    bytes = output
  }

  /// A run of old lines and the lines in their place.
  fileprivate struct Change {
    var old: Range<Int>
    var new: [ArraySlice<UInt8>]
  }
}

/// A text as lines with their ends.
private struct Lines {
  let bytes: [UInt8]
  let index: LineIndex
  let count: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    index = LineIndex(bytes)
    // After the last LF there is no line.
    count = index.starts.last == bytes.count ? index.starts.count - 1 : index.starts.count
  }

  subscript(line: Int) -> ArraySlice<UInt8> { bytes[range(line..<(line + 1))] }

  func range(_ lines: Range<Int>) -> Range<Int> {
    let end = lines.upperBound < index.starts.count ? index.starts[lines.upperBound] : bytes.count
    return index.starts[lines.lowerBound]..<end
  }

  /// The line with the byte at `offset`; the number of lines for the end of a text that ends with LF.
  func line(at offset: Int) -> Int { index.position(of: offset).line - 1 }
}

extension UnifiedDiff {
  /// The lines that change, each run as short as it can be.
  private static func changes(_ file: Lines, _ edits: [Edit]) -> [Change] {
    var groups: [(lines: Range<Int>, edits: [Edit])] = []
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let first = file.line(at: edit.range.lowerBound)
      let last = file.line(at: edit.range.upperBound)
      if let group = groups.last, first < group.lines.upperBound {
        let lines = group.lines.lowerBound..<max(group.lines.upperBound, last + 1)
        groups[groups.count - 1] = (lines, group.edits + [edit])
      } else {
        groups.append((first..<(last + 1), [edit]))
      }
    }
    return joined(groups.flatMap { changes(file, $0.lines, $0.edits) })
  }

  /// Changes with no line between them as one.
  private static func joined(_ changes: [Change]) -> [Change] {
    changes.reduce(into: []) { found, change in
      if let last = found.last, last.old.upperBound == change.old.lowerBound {
        found[found.count - 1].old = last.old.lowerBound..<change.old.upperBound
        found[found.count - 1].new += change.new
      } else {
        found.append(change)
      }
    }
  }

  /// What edits change within some lines.
  private static func changes(_ file: Lines, _ lines: Range<Int>, _ edits: [Edit]) -> [Change] {
    let lines = min(lines.lowerBound, file.count)..<min(lines.upperBound, file.count)
    let range = lines.isEmpty ? file.bytes.count..<file.bytes.count : file.range(lines)
    let start = range.lowerBound
    let moved = edits.map { edit in
      Edit(
        range: (edit.range.lowerBound - start)..<(edit.range.upperBound - start),
        replacement: edit.replacement)
    }
    let new = moved.applied(to: Array(file.bytes[range])) ?? []
    return shortest(Change(old: lines, new: split(new)), file)
  }

  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let lines = Lines(bytes)
    return (0..<lines.count).map { lines[$0] }
  }

  /// The change without lines that stay: those at its ends, and those in between where lines were
  /// neither added nor taken away.
  private static func shortest(_ change: Change, _ file: Lines) -> [Change] {
    if change.old.count == change.new.count {
      let different = zip(change.old, change.new).filter { file[$0] != $1 }
      return joined(different.map { Change(old: $0..<($0 + 1), new: [$1]) })
    }
    var old = change.old
    var new = change.new[...]
    while let first = new.first, !old.isEmpty, file[old.lowerBound] == first {
      old = (old.lowerBound + 1)..<old.upperBound
      new.removeFirst()
    }
    while let last = new.last, !old.isEmpty, file[old.upperBound - 1] == last {
      old = old.lowerBound..<(old.upperBound - 1)
      new.removeLast()
    }
    return old.isEmpty && new.isEmpty ? [] : [Change(old: old, new: Array(new))]
  }

  private static func tellsSecret(
    _ changes: [Change], _ file: Lines, _ old: Secrets, _ new: Secrets
  ) -> Bool {
    let newLines = Lines(new.bytes)
    var growth = 0
    return changes.contains { change in
      let start = change.old.lowerBound + growth
      growth += change.new.count - change.old.count
      return change.old.contains { old.holdSecret(file.range($0..<($0 + 1))) }
        || change.new.indices.contains {
          new.holdSecret(newLines.range((start + $0)..<(start + $0 + 1)))
        }
    }
  }
}

extension UnifiedDiff {
  /// Changes that stand close together, with the lines around them that are shown.
  private struct Hunk {
    var changes: [Change]
    var shown: Range<Int>

    func write(to output: inout [UInt8], _ file: Lines, _ growth: inout Int) {
      let added = changes.reduce(0) { $0 + $1.new.count - $1.old.count }
      let (old, new) = (shown.count, shown.count + added)
      // An empty side is named by the line before it.
      let oldStart = shown.lowerBound + (old == 0 ? 0 : 1)
      let newStart = shown.lowerBound + growth + (new == 0 ? 0 : 1)
      growth += added
      output += "@@ -\(Hunk.range(oldStart, old)) +\(Hunk.range(newStart, new)) @@\n".utf8
      var line = shown.lowerBound
      for change in changes {
        for index in line..<change.old.lowerBound { Hunk.write(" ", file[index], to: &output) }
        for index in change.old { Hunk.write("-", file[index], to: &output) }
        for text in change.new { Hunk.write("+", text, to: &output) }
        line = change.old.upperBound
      }
      for index in line..<shown.upperBound { Hunk.write(" ", file[index], to: &output) }
    }

    private static func range(_ start: Int, _ count: Int) -> String {
      count == 1 ? "\(start)" : "\(start),\(count)"
    }

    private static func write(
      _ mark: Unicode.Scalar, _ line: ArraySlice<UInt8>, to output: inout [UInt8]
    ) {
      output.append(UInt8(ascii: mark))
      output += line
      if line.last != UInt8(ascii: "\n") { output += "\n\\ No newline at end of file\n".utf8 }
    }
  }

  /// The hunks; nil when one would need a line with a secret around it.
  private static func hunks(
    _ changes: [Change], _ file: Lines, _ secrets: Secrets
  ) -> [Hunk]? {
    func isSecret(_ line: Int) -> Bool { secrets.holdSecret(file.range(line..<(line + 1))) }
    var hunks: [Hunk] = []
    for change in changes {
      if let last = hunks.last?.changes.last,
        change.old.lowerBound - last.old.upperBound <= 2 * context,
        !(last.old.upperBound..<change.old.lowerBound).contains(where: isSecret)
      {
        hunks[hunks.count - 1].changes.append(change)
      } else {
        hunks.append(Hunk(changes: [change], shown: change.old))
      }
    }
    for index in hunks.indices {
      guard let first = hunks[index].changes.first, let last = hunks[index].changes.last,
        let (before, after) = lines(
          around: first.old.lowerBound..<last.old.upperBound, file.count, isSecret)
      else { return nil }
      hunks[index].shown = (first.old.lowerBound - before)..<(last.old.upperBound + after)
    }
    return hunks
  }

  /// How many lines can be shown before and after; nil when none can be shown after, which `git
  /// apply` takes for the end of the file.
  ///
  /// Fewer before than after say to `patch` that the file begins there, so both are made the same.
  private static func lines(
    around change: Range<Int>, _ count: Int, _ isSecret: (Int) -> Bool
  ) -> (before: Int, after: Int)? {
    let wantedBefore = min(context, change.lowerBound)
    let wantedAfter = min(context, count - change.upperBound)
    let before = (0..<wantedBefore).first { isSecret(change.lowerBound - 1 - $0) } ?? wantedBefore
    let after = (0..<wantedAfter).first { isSecret(change.upperBound + $0) } ?? wantedAfter
    guard after > 0 || wantedAfter == 0 else { return nil }
    let isShort = (before: before < wantedBefore, after: after < wantedAfter)
    guard isShort.before || isShort.after else { return (before, after) }
    let most = max(1, min(isShort.before ? before : context, isShort.after ? after : context))
    return (min(before, most), min(after, most))
  }

  private static func header(_ path: [UInt8]) -> [UInt8] {
    let old = name("a/", path)
    let new = name("b/", path)
    // `patch` ends a name at a blank unless a tab follows.
    let tab: [UInt8] = path.contains(UInt8(ascii: " ")) && old.first == UInt8(ascii: "a") ? [9] : []
    var output = Array("diff --git ".utf8)
    for part in [old, [0x20], new, Array("\n--- ".utf8), old, tab, Array("\n+++ ".utf8), new, tab] {
      output += part
    }
    return output + [0x0A]
  }

  /// A name as git writes it: quoted as in C when it has bytes that a line cannot show.
  private static func name(_ prefix: String, _ path: [UInt8]) -> [UInt8] {
    let isPlain = path.allSatisfy {
      $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return Array(prefix.utf8) + path }
    var text = "\"\(prefix)"
    for byte in path {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\""
      case UInt8(ascii: "\\"): text += "\\\\"
      case UInt8(ascii: "\n"): text += "\\n"
      case UInt8(ascii: "\t"): text += "\\t"
      case UInt8(ascii: "\r"): text += "\\r"
      case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return Array((text + "\"").utf8)
  }
}
