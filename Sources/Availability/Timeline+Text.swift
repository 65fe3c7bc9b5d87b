extension Timeline {
  /// The picture for a terminal, every line within `width` columns and ended by a newline.
  ///
  /// A column shows the worst that happens in its time, so nothing that is taken hides; only the
  /// found slot goes before it, since it may be shorter than a column. Names are cut with `~`.
  ///
  /// - Parameters:
  ///   - width: Columns of the terminal; at least 40 are used.
  ///   - isColoured: Whether to add ANSI colours; the signs say the same without.
  /// - Returns: Lines of ASCII, as far as names are.
  package func text(width: Int, isColoured: Bool = false) -> String {
    let width = max(40, width)
    let longest = rows.map(\.name.count).max() ?? 0
    let names = min(longest + 2, width / 3)
    let columns = width - names - 1
    var lines = ["\(text(window)) \(zone)", "column: \(columnText(columns))"]
    lines += axis(columns).map { String(repeating: " ", count: names + 1) + $0 }
    var group: String?
    for row in rows {
      if row.group != group, !row.group.isEmpty { lines.append(Self.cut(row.group, width)) }
      group = row.group
      let signs = signs(row, columns)
      let name = Self.cut("  " + row.name, names)
      lines.append(
        name + String(repeating: " ", count: names + 1 - name.count)
          + (isColoured ? Self.coloured(signs) : String(signs)))
    }
    return (lines + legend(width)).map { $0 + "\n" }.joined()
  }

  private func columnText(_ columns: Int) -> String {
    DurationText.text(minutes: max(1, window.length / columns))
  }

  private func legend(_ width: Int) -> [String] {
    var parts = ["# taken", ". free"]
    if rows.contains(where: \.isCounted) { parts.append("0-9 free at least, + more") }
    if found != nil { parts.append("= found slot") }
    if rows.contains(where: { !$0.outages.isEmpty }) { parts.append("x outage") }
    parts.append("? not known or not reservable")
    return parts.reduce(into: []) { lines, part in
      if let last = lines.last, last.count + part.count + 2 <= width {
        lines[lines.count - 1] = "\(last)  \(part)"
      } else {
        lines.append(part)
      }
    }
  }

  private func column(_ minute: Int, _ columns: Int) -> Int {
    // Times are clipped to the window first, and windows are years at most.
    (minute - window.start.value) * columns / window.length
  }

  private func axis(_ columns: Int) -> [String] {
    var labels = Array(repeating: Character(" "), count: columns)
    var marks = labels
    for tick in ticks(atMost: columns / 11) {
      let place = column(tick.minute, columns)
      guard place + tick.label.count <= columns else { continue }
      labels.replaceSubrange(place..<place + tick.label.count, with: Array(tick.label))
      marks[place] = "|"
    }
    return [labels, marks].map { line in
      String(line[...(line.lastIndex { $0 != " " } ?? 0)])
    }
  }

  private func signs(_ row: Row, _ columns: Int) -> [Character] {
    var signs = Array(repeating: Character("."), count: columns)
    switch row.content {
    case .unavailable: return Array(repeating: "?", count: columns)
    case .busy(let slots):
      for slot in slots { mark(slot, "#", in: &signs) }
    case .counts(let segments): signs = counts(segments, columns)
    }
    for slot in row.outages { mark(slot, "x", in: &signs) }
    if row.isChosen, let found { mark(found, "=", in: &signs) }
    return signs
  }

  private func mark(_ slot: TimeSlot, _ sign: Character, in signs: inout [Character]) {
    guard let slot = visible(slot) else { return }
    let last = column(slot.end.value - 1, signs.count)
    for place in column(slot.start.value, signs.count)...last { signs[place] = sign }
  }

  /// The least number that is free in each column's time; `?` where a part of it is unknown.
  private func counts(_ segments: [FlavorCalendar.Segment], _ columns: Int) -> [Character] {
    var least = Array(repeating: Int.max, count: columns)
    var known = window.start.value
    func lower(_ start: Int, _ end: Int, to number: Int) {
      guard start < end else { return }
      for place in column(start, columns)...column(end - 1, columns) {
        least[place] = min(least[place], number)
      }
    }
    for segment in segments.sorted(by: { $0.slot.start < $1.slot.start }) {
      guard let slot = visible(segment.slot) else { continue }
      lower(known, slot.start.value, to: -1)
      lower(slot.start.value, slot.end.value, to: max(0, segment.available))
      known = max(known, slot.end.value)
    }
    lower(known, window.end.value, to: -1)
    return least.map { $0 < 0 ? "?" : $0 > 9 ? "+" : Character("\($0)") }
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(width - 1) + "~"
  }

  private static func coloured(_ signs: [Character]) -> String {
    let colours: [Character: String] = ["#": "31", "0": "31", "=": "1;32", "x": "33", "?": "2"]
    var text = ""
    var current: String?
    for sign in signs {
      let colour = colours[sign]
      if colour != current {
        if current != nil { text += "\u{1B}[0m" }
        if let colour { text += "\u{1B}[\(colour)m" }
        current = colour
      }
      text.append(sign)
    }
    return current == nil ? text : text + "\u{1B}[0m"
  }
}

extension Timeline.Row {
  var isCounted: Bool {
    if case .counts = content { true } else { false }
  }
}
