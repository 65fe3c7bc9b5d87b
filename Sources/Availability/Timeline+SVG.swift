extension Timeline {
  /// The picture as a file of its own, 960 pixels wide, readable on light and dark ground.
  package func svg() -> String {
    let bottom = Drawing.headHeight + Drawing.height(self)
    let height = bottom + Drawing.keysHeight
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 \(height)" width="960" \
      height="\(height)" role="img" aria-labelledby="timeline-title timeline-desc">
      <style>
      \(TimelineStyle.picture)
      </style>
      <rect class="ground" width="100%" height="100%"/>
      <text class="title" x="4" y="20">\(Markup.escaped(title))</text>
      <text class="label" x="4" y="38">\(Markup.escaped("\(text(window)) \(zone)"))</text>
      <g transform="translate(0 \(Drawing.headHeight))">
      \(svgContents)
      </g>
      \(svgKeys(top: bottom + 6))
      </svg>

      """
  }

  /// For a page: as wide as its place, with text of the same size at any width.
  var inlineSVG: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="100%" height="\(Drawing.height(self))" \
    role="img" aria-labelledby="timeline-title timeline-desc">
    \(svgContents)
    </svg>
    """
  }

  /// What the picture shows, for those who do not see it.
  var summary: String {
    let answer = found.map { "The found slot is \(text($0)) \(zone)." } ?? "No slot was found."
    let chosen = rows.filter(\.isChosen).map(\.name)
    return "\(rows.count) \(rows.count == 1 ? "row" : "rows"), \(text(window)) \(zone). \(answer)"
      + (chosen.isEmpty ? "" : " It is on \(chosen.joined(separator: ", ")).")
  }

  private func svgKeys(top: Int) -> String {
    var left = 4
    return keys.map { kind, name in
      defer { left += 46 + 7 * name.count }
      return """
        <rect class="\(kind)" x="\(left)" y="\(top)" width="20" height="12"/>\
        <text class="label" x="\(left + 26)" y="\(top + 10)">\(name)</text>
        """
    }.joined(separator: "\n")
  }

  private var svgContents: String {
    var drawing = Drawing(timeline: self)
    drawing.addAxis()
    var group: String?
    for row in rows {
      if row.group != group { drawing.addHeading(row.group) }
      group = row.group
      drawing.add(row)
    }
    return
      ([
        "<title id=\"timeline-title\">\(Markup.escaped(title))</title>",
        "<desc id=\"timeline-desc\">\(Markup.escaped(summary))</desc>",
        Drawing.patterns,
      ] + drawing.lines).joined(separator: "\n")
  }
}

/// Lengths along time are shares of the width, so that text keeps its size when the picture does
/// not.
private struct Drawing {
  static let patterns = """
    <defs><pattern id="outage" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect class="outage-line" width="2" height="6"/></pattern></defs>
    """
  /// Above a picture of its own: the title, and the time that it shows.
  static let headHeight = 46
  /// Below it: what the bars mean.
  static let keysHeight = 28
  private static let axisHeight = 26
  private static let headingHeight = 26
  private static let rowHeight = 36

  let timeline: Timeline
  var lines: [String] = []
  private var top = 0

  init(timeline: Timeline) { self.timeline = timeline }

  static func height(_ timeline: Timeline) -> Int {
    let changes = zip(timeline.rows, timeline.rows.dropFirst()).count { $0.group != $1.group }
    let groups = timeline.rows.isEmpty ? 0 : changes + 1
    return axisHeight + groups * headingHeight + timeline.rows.count * rowHeight + 4
  }

  mutating func addAxis() {
    let bottom = Self.height(timeline)
    let ticks = timeline.ticks(atMost: 10)
    // A telephone has room for four labels, of which dates say most; the others are marked.
    let dates = ticks.filter(\.isDate)
    let labels = dates.isEmpty ? ticks : dates
    let step = (labels.count + 3) / 4
    let shown = Set(stride(from: 0, to: labels.count, by: max(1, step)).map { labels[$0].minute })
    for tick in ticks {
      let place = share(tick.minute)
      let detail = shown.contains(tick.minute) ? "" : " detail"
      lines.append(
        "<line class=\"tick\(detail)\" x1=\"\(place)\" x2=\"\(place)\" y1=\"4\" y2=\"\(bottom)\"/>")
      // A label that begins near the end would be cut.
      guard permille(tick.minute) < 84_000 else { continue }
      lines.append(
        "<text class=\"label\(detail)\" x=\"\(place)\" dx=\"3\" y=\"14\">\(tick.label)</text>")
    }
    top = Self.axisHeight
  }

  mutating func addHeading(_ group: String) {
    lines.append("<text class=\"group\" x=\"0\" y=\"\(top + 18)\">\(Markup.escaped(group))</text>")
    top += Self.headingHeight
  }

  mutating func add(_ row: Timeline.Row) {
    var name = row.name
    if case .unavailable(let reason) = row.content { name += ": \(reason)" }
    if row.isChosen { name += " (chosen)" }
    lines.append(
      "<text class=\"name\" x=\"0\" y=\"\(top + 11)\">\(Markup.escaped(name))</text>")
    let all = timeline.window
    switch row.content {
    case .unavailable(let reason): addBar(all, "unknown", reason)
    case .busy(let slots):
      addBar(all, "free", "free")
      for slot in Timeline.joined(slots) { addBar(slot, "busy", "taken") }
    case .counts(let segments):
      addBar(all, "unknown", "not known")
      for segment in segments { add(segment) }
    }
    for outage in row.outages { addBar(outage, "outage", "outage") }
    if row.isChosen, let found = timeline.found { addBar(found, "found", "found slot") }
    top += Self.rowHeight
  }

  private mutating func add(_ segment: FlavorCalendar.Segment) {
    let text = "\(segment.available) of \(segment.total) free"
    addBar(segment.slot, "busy", text)
    let share = max(0, min(14, 14 * segment.available / max(1, segment.total)))
    if share > 0 { addBar(segment.slot, "free", text, height: share) }
  }

  private mutating func addBar(
    _ slot: TimeSlot, _ kind: String, _ name: String, height: Int = 14
  ) {
    guard let visible = timeline.visible(slot) else { return }
    let (from, to) = (permille(visible.start.value), permille(visible.end.value))
    lines.append(
      """
      <rect class="\(kind)" x="\(Self.percent(from))" width="\(Self.percent(to - from))" \
      y="\(top + 16 + 14 - height)" height="\(height)"><title>\(name): \
      \(timeline.text(slot))</title></rect>
      """)
  }

  private func share(_ minute: Int) -> String { Self.percent(permille(minute)) }

  /// Thousandths of a percent of the width.
  private func permille(_ minute: Int) -> Int {
    (minute - timeline.window.start.value) * 100_000 / timeline.window.length
  }

  private static func percent(_ thousandths: Int) -> String {
    "\(thousandths / 1_000).\(CalendarDate.padded(thousandths % 1_000, 3))%"
  }
}

enum Markup {
  /// Text that is safe between tags and in quoted attributes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML has no other control characters.
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
