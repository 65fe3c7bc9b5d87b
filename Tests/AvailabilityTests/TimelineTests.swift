import Testing

@testable import Availability

@Suite struct TimelineTests {
  /// Monday 2026-11-23 00:00.
  private static let start = 29_923_200

  private static func slot(_ range: Range<Int>) -> TimeSlot? {
    TimeSlot(
      start: Minute(start + range.lowerBound * 60), end: Minute(start + range.upperBound * 60))
  }

  private static func timeline(
    hours: Range<Int> = 0..<96, offset: Int = 0, outage: Range<Int>? = 80..<84
  ) throws -> Timeline {
    let segments: [(Range<Int>, Int)] = [(-5..<24, 0), (24..<48, 3), (48..<72, 12)]
    let outages = outage.flatMap(slot).map { [$0] } ?? []
    return Timeline(
      title: "2 × gpu_a100_pcie & <more>", window: try #require(slot(hours)),
      rows: [
        .init(
          name: "c08-20", group: "uc gpu_a100_pcie",
          content: .busy([10..<20, 5..<12, -30..<2].compactMap(slot)), isChosen: true,
          outages: outages),
        .init(name: "c08-21", group: "uc gpu_a100_pcie", content: .busy([]), outages: outages),
        .init(name: "c08-22", group: "uc gpu_a100_pcie", content: .unavailable("maintenance")),
        .init(
          name: "g1.h100.pci.1", group: "kvm",
          content: .counts(
            segments.compactMap { range, free in
              slot(range).map { .init(slot: $0, available: free, total: 16) }
            })),
      ],
      found: slot(24..<60),
      notes: ["Read at 2026-11-23 00:00."], subject: "2 x <a>", command: "openstack \"<id>\"",
      offsets: ZoneOffsets(offset), zone: offset == 0 ? "UTC" : "CET")
  }

  @Test func drawsForATerminal() throws {
    let text = try Self.timeline().text(width: 64)
    #expect(
      text == """
        2026-11-23 00:00 to 2026-11-27 00:00 UTC
        column: 2 h
                        Mon 11-23   Tue 11-24   Wed 11-25   Thu 11-26
                        |           |           |           |
        uc gpu_a100_pcie
          c08-20        #.########..==================..........xx......
          c08-21        ........................................xx......
          c08-22        ????????????????????????????????????????????????
        kvm
          g1.h100.pci.1 000000000000333333333333++++++++++++????????????
        # taken  . free  0-9 free at least, + more  = found slot
        x outage  ? not known or not reservable

        """)
  }

  @Test(arguments: [0, 40, 41, 79, 80, 200]) func staysWithinTheTerminal(_ width: Int) throws {
    for hours in [0..<1, 3..<96, 0..<5000] {
      let lines = try Self.timeline(hours: hours).text(width: width).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= max(40, width) })
    }
  }

  @Test func readsTheSameWithoutColour() throws {
    let plain = try Self.timeline().text(width: 80)
    let coloured = try Self.timeline().text(width: 80, isColoured: true)
    #expect(coloured != plain)
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func showsMidnightOfTheZone() throws {
    let text = try Self.timeline(offset: 60).text(width: 80)
    #expect(text.hasPrefix("2026-11-23 01:00 to 2026-11-27 01:00 CET\n"))
    #expect(!text.contains("Mon 11-23"))
  }

  @Test func followsClocksThatAreChanged() throws {
    // At 02:00 of the second day they are put back by an hour.
    let change = ZoneOffsets.Change(at: Minute(Self.start + 24 * 60), offset: 60)
    let window = try #require(Self.slot(20..<32))
    let timeline = Timeline(
      title: "", window: window, rows: [], offsets: ZoneOffsets(120, changes: [change]),
      zone: "CET")
    #expect(timeline.text(window) == "2026-11-23 22:00 to 2026-11-24 09:00")
    #expect(
      timeline.ticks(atMost: 20).map(\.label) == [
        "22:00", "23:00", "Tue 11-24", "01:00", "01:00", "02:00", "03:00", "04:00", "05:00",
        "06:00", "07:00", "08:00",
      ])
  }

  @Test func namesDatesWhereDaysPassBetweenMarks() throws {
    for days in [40, 700, 40_000] {
      let labels = try Self.timeline(hours: 0..<days * 24).ticks(atMost: 6).map(\.label)
      #expect(!labels.isEmpty)
      #expect(labels.allSatisfy { $0.contains("-") }, "\(days): \(labels)")
    }
  }

  @Test func anOutageMayHaveNoEnd() throws {
    let slot = try #require(TimeSlot(start: Minute(Self.start), end: .never))
    let timeline = Timeline(
      title: "", window: try #require(Self.slot(0..<24)),
      rows: [.init(name: "n", group: "g", content: .busy([]), outages: [slot])])
    #expect(timeline.svg().contains("outage: 2026-11-23 00:00 until further notice</title>"))
    #expect(timeline.page().contains("2026-11-23 00:00</time> until further notice</li>"))
    #expect(timeline.text(width: 80).contains("xxxx"))
  }

  @Test func aPictureOfItsOwnHasATitleAZoneAndALegend() throws {
    let svg = try Self.timeline(offset: 60).svg()
    #expect(svg.contains("<text class=\"title\" x=\"4\" y=\"20\">2 × gpu_a100_pcie &amp; "))
    #expect(svg.contains(">2026-11-23 01:00 to 2026-11-27 01:00 CET</text>"))
    for name in ["free", "taken", "found slot", "outage", "not known"] {
      #expect(svg.contains(">\(name)</text>"))
    }
  }

  @Test func svgIsWellFormed() throws {
    let svg = try Self.timeline().svg()
    #expect(wellFormed(svg))
    #expect(svg.contains("role=\"img\""))
    #expect(
      svg.contains("<title id=\"timeline-title\">2 × gpu_a100_pcie &amp; &lt;more&gt;</title>"))
    #expect(
      svg.contains("The found slot is 2026-11-24 00:00 to 2026-11-25 12:00 UTC. It is on c08-20."))
    // From 24 of 96 hours on, for 36.
    #expect(svg.contains("<rect class=\"found\" x=\"25.000%\" width=\"37.500%\""))
    // One bar, and its key.
    #expect(svg.ranges(of: "class=\"found\"").count == 2)
    // Two that overlap and the end of one that began before.
    #expect(svg.ranges(of: "class=\"busy\" x=\"0.000%\" width=\"2.083%\"").count == 1)
    #expect(svg.ranges(of: "class=\"busy\" x=\"5.208%\" width=\"15.625%\"").count == 1)
    #expect(svg.ranges(of: "class=\"outage\"").count == 3)
  }

  @Test func pageSaysTheSameAsThePicture() throws {
    let page = try Self.timeline().page()
    // The name of SVG is the only address.
    #expect(page.ranges(of: "http").count == 1)
    #expect(!page.contains("<script") && !page.contains("src="))
    for text in [
      "<p class=\"answer\">2 x &lt;a&gt;, <time datetime=\"2026-11-24T00:00:00Z\">2026-11-24 00:00</time> to ",
      "<pre>openstack &quot;&lt;id&gt;&quot;</pre>",
      "<th scope=\"row\">c08-20</th><td><ul><li><b>found slot <time datetime=\"2026-11-24T00:00:00Z\">",
      "<th scope=\"row\">c08-21</th><td><ul><li>no reservations</li><li>outage <time datetime=\"2026-11-26T08:00:00Z\">",
      "<th scope=\"row\">c08-22</th><td><ul><li>maintenance</li></ul></td></tr>",
      "<li>taken <time datetime=\"2026-11-21T18:00:00Z\">",
      "<li>12 of 16 free <time datetime=\"2026-11-25T00:00:00Z\">",
      "prefers-color-scheme: dark", "@media print", "name=\"viewport\"",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func pageTellsOfOtherAnswers() throws {
    let timeline = Timeline(
      title: "", window: try #require(Self.slot(0..<24)), rows: [],
      answers: .init(
        columns: ["Configuration", "Earliest"],
        rows: [
          .init(cells: ["a & b", "now"], command: "get '<a>'"),
          .init(cells: ["c", "never"], command: nil),
        ]), others: ["fewer & sooner"])
    let page = timeline.page()
    for text in [
      "<h2>Answers</h2>", "<th scope=\"col\">Earliest</th>",
      "<tr><th scope=\"row\">a &amp; b</th><td>now</td></tr>",
      "<tr><td colspan=\"2\"><code>get '&lt;a&gt;'</code></td></tr>",
      "<tr><th scope=\"row\">c</th><td>never</td></tr>\n</tbody>",
      "<ol>\n<li>fewer &amp; sooner</li>\n</ol>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func drawsNothingFoundAndNoRows() throws {
    let empty = Timeline(title: "none", window: try #require(Self.slot(0..<24)), rows: [])
    #expect(wellFormed(empty.svg()))
    #expect(empty.page().contains("No slot was found."))
    #expect(empty.text(width: 80).contains("# taken  . free"))
  }

  /// Every tag is closed, in order; no bare ampersand.
  private func wellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for tag in text.matches(of: /<(\/?)([A-Za-z]+)[^>]*?(\/?)>/) {
      if tag.1 == "/" {
        guard open.popLast() == tag.2 else { return false }
      } else if tag.3.isEmpty {
        open.append(tag.2)
      }
    }
    return open.isEmpty && text.firstMatch(of: /&(?!amp;|lt;|gt;|quot;)/) == nil
  }
}
