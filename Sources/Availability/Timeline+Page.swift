extension Timeline {
  /// One page that needs no other file: the answer, the picture, and a table with the same facts.
  package func page() -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(TimelineStyle.picture)
    \(TimelineStyle.page)
    </style>
    </head>
    <body>
    <main>
    <h1>\(Markup.escaped(title))</h1>
    \(answer)
    <h2>Calendar</h2>
    <figure>
    \(inlineSVG)
    <figcaption>\(legend)</figcaption>
    </figure>
    <h2>Reservations</h2>
    \(table)
    </main>
    </body>
    </html>

    """
  }

  private var answer: String {
    let what = subject.map { Markup.escaped($0) + ", " } ?? ""
    var lines = [
      found.map { "<p class=\"answer\">\(what)\(range($0)) \(Markup.escaped(zone))</p>" }
        ?? "<p class=\"answer\">No slot was found.</p>"
    ]
    if let command { lines.append("<pre>\(Markup.escaped(command))</pre>") }
    if let answers { lines += ["<h2>Answers</h2>", Self.text(answers)] }
    if !others.isEmpty {
      lines += ["<h2>Other ways, best first</h2>", "<ol>"]
      lines += others.map { "<li>\(Markup.escaped($0))</li>" } + ["</ol>"]
    }
    lines += notes.map { "<p>\(Markup.escaped($0))</p>" }
    return lines.joined(separator: "\n")
  }

  private static func text(_ table: Table) -> String {
    let head = table.columns.map { "<th scope=\"col\">\(Markup.escaped($0))</th>" }.joined()
    let rows = table.rows.map { row in
      let texts = row.cells.map(Markup.escaped)
      let cells = texts.dropFirst().map { "<td>\($0)</td>" }.joined()
      let command = row.command.map {
        "<tr><td colspan=\"\(texts.count)\"><code>\(Markup.escaped($0))</code></td></tr>"
      }
      return "<tr><th scope=\"row\">\(texts.first ?? "")</th>\(cells)</tr>\(command ?? "")"
    }
    return """
      <div class="table" role="region" aria-label="Answers" tabindex="0">
      <table>
      <caption>For each configuration</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      """
  }

  /// The kinds of bars that occur, and what they mean.
  var keys: [(kind: String, name: String)] {
    var keys = [("free", "free"), ("busy", "taken")]
    if found != nil { keys.append(("found", "found slot")) }
    if rows.contains(where: { !$0.outages.isEmpty }) { keys.append(("outage", "outage")) }
    if rows.contains(where: \.isUncertain) { keys.append(("unknown", "not known")) }
    return keys
  }

  private var legend: String {
    keys.map { kind, name in
      """
      <span class="key"><svg width="22" height="14" aria-hidden="true"><rect class="\(kind)" \
      x="1" y="1" width="20" height="12"/></svg> \(name)</span>
      """
    }.joined(separator: "\n") + "\n<span class=\"key\">Times are in \(Markup.escaped(zone)).</span>"
  }

  private var table: String {
    var lines = [
      """
      <div class="table" role="region" aria-label="Reservations" tabindex="0">
      <table>
      <caption>\(Markup.escaped("\(text(window)) \(zone)"))</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">State</th></tr></thead>
      """
    ]
    var group: String?
    for row in rows {
      if row.group != group {
        if group != nil { lines.append("</tbody>") }
        lines.append(
          "<tbody><tr><th scope=\"rowgroup\" colspan=\"2\">\(Markup.escaped(row.group))</th></tr>")
      }
      group = row.group
      lines.append(
        "<tr><th scope=\"row\">\(Markup.escaped(row.name))</th><td>\(state(row))</td></tr>")
    }
    if group != nil { lines.append("</tbody>") }
    return (lines + ["</table>", "</div>"]).joined(separator: "\n")
  }

  private func state(_ row: Row) -> String {
    var items: [String]
    switch row.content {
    case .unavailable(let reason): items = [Markup.escaped(reason)]
    case .busy(let slots):
      let shown = Self.joined(slots).filter { visible($0) != nil }
      items = shown.isEmpty ? ["no reservations"] : shown.map { "taken \(range($0))" }
    case .counts(let segments):
      let shown = segments.filter { visible($0.slot) != nil }
      items =
        shown.isEmpty
        ? ["not known"] : shown.map { "\($0.available) of \($0.total) free \(range($0.slot))" }
    }
    if row.isChosen, let found { items.insert("<b>found slot \(range(found))</b>", at: 0) }
    items += row.outages.filter { visible($0) != nil }.map { "outage \(range($0))" }
    return "<ul>" + items.map { "<li>\($0)</li>" }.joined() + "</ul>"
  }

  private func range(_ slot: TimeSlot) -> String {
    func time(_ minute: Minute) -> String {
      "<time datetime=\"\(minute.isoText)\">\(offsets.text(minute))</time>"
    }
    return time(slot.start)
      + (slot.end < .never ? " to \(time(slot.end))" : " until further notice")
  }
}

extension Timeline.Row {
  /// Whether a part of it may be drawn as unknown.
  fileprivate var isUncertain: Bool {
    if case .busy = content { false } else { true }
  }
}

enum TimelineStyle {
  /// Kinds of bars differ in outline and pattern too, not in colour alone.
  static let picture = """
    :root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --faint: #57606a;
      --line: #d0d7de; --free: #dcebdf; --busy: #6e7781; --found: #0a6b2d; --outage: #b35900; }
    @media (prefers-color-scheme: dark) {
      :root { --ground: #12161b; --ink: #e6e9ed; --faint: #9aa4af; --line: #333c46;
        --free: #1d3325; --busy: #8b949e; --found: #4ade80; --outage: #f0a050; } }
    @media print {
      :root { color-scheme: light; --ground: #fff; --ink: #000; --faint: #333; --line: #999;
        --free: #fff; --busy: #777; --found: #000; --outage: #000; }
      rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
    svg text { font: 12px system-ui, sans-serif; fill: var(--ink); paint-order: stroke;
      stroke: var(--ground); stroke-width: 3px; }
    svg .label { fill: var(--faint); font-size: 11px; }
    svg .title { font-weight: 600; font-size: 15px; }
    svg .group { font-weight: 600; font-size: 13px; }
    .ground { fill: var(--ground); }
    .tick { stroke: var(--line); }
    .free { fill: var(--free); stroke: var(--line); }
    .busy { fill: var(--busy); }
    .found { fill: var(--found); fill-opacity: .35; stroke: var(--found); stroke-width: 3; }
    .outage { fill: url(#outage); stroke: var(--outage); }
    .outage-line { fill: var(--outage); }
    .unknown { fill: none; stroke: var(--faint); stroke-dasharray: 3 3; }
    """

  static let page = """
    body { margin: 0; background: var(--ground); color: var(--ink);
      font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.4rem; line-height: 1.25; overflow-wrap: anywhere; }
    h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; break-after: avoid; }
    .answer { font-size: 1.15rem; font-weight: 600; }
    pre { font-size: .875rem; white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem;
      border: 1px solid var(--line); border-radius: 6px; }
    figure { margin: .5rem 0 1.5rem; overflow: hidden; }
    figure > svg { display: block; }
    figcaption { margin-top: .5rem; color: var(--faint); font-size: .875rem; }
    .key { display: inline-block; margin-right: 1rem; white-space: nowrap; }
    .key svg { vertical-align: middle; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; }
    caption { text-align: left; font-weight: 600; padding: .5rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
      border-top: 1px solid var(--line); }
    tbody th[scope=row] { white-space: nowrap; }
    td[colspan] { border-top: 0; overflow-wrap: anywhere; }
    td code { display: block; max-width: calc(100vw - 2rem); }
    td ul { margin: 0; padding: 0; list-style: none; }
    time { white-space: nowrap; font-variant-numeric: tabular-nums; }
    @media (max-width: 40rem) { .detail { display: none; } main { padding: .75rem; } }
    @media print { main { max-width: none; padding: 0; } tr, figure { break-inside: avoid; }
      .table { overflow: visible; }
      thead { display: table-header-group; } }
    """
}
