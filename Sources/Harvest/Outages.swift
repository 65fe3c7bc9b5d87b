import FoundationEssentials
package import HTTP

/// An outage that the testbed's portal has announced.
package struct Outage: Sendable, Hashable {
  package let title: String
  /// The announcement as plain text, in one line.
  package let summary: String
  package let link: String?
  package let guid: String?
  /// UTC, ISO 8601, as the other times; nil when it is not told or cannot be read.
  package let publishedAt: String?
  package let startsAt: String?
  /// When it is expected to end.
  package let endsAt: String?

  /// Whether it is expected to have ended before `time`: UTC, ISO 8601, to the second.
  ///
  /// False when its end is not known.
  package func isOver(at time: String) -> Bool { endsAt.map { $0 < time } ?? false }

  /// Makes an outage of an item of the feed.
  ///
  /// Source: https://github.com/ChameleonCloud/portal, `user_news/views.py`, `OutageFeed`: the
  /// description begins with `<p>Outage Start: %Y-%m-%d %H:%M<br>Expected Outage End: ...</p>`, UTC.
  init(_ item: RSSItem) {
    title = PlainText.line(item.title ?? "")
    summary = PlainText.line(ofHTML: item.description ?? "")
    link = item.link.map { PlainText.line($0) }
    guid = item.guid.map { PlainText.line($0) }
    publishedAt = item.pubDate.flatMap(FeedDate.timestamp(ofRFC822:))
    startsAt = FeedDate.timestamp(after: "Outage Start: ", in: summary)
    endsAt = FeedDate.timestamp(after: "Expected Outage End: ", in: summary)
  }
}

/// The portal's feed of outages.
package struct OutageFeed: Sendable {
  /// The feed of the testbed.
  package static let defaultURL = "https://chameleoncloud.org/user/outages/rss/"

  /// Short, since the answer decorates a listing that is wanted without it too.
  package static let timeouts = HTTPTimeouts(
    connect: .seconds(2), total: .seconds(4), stalled: .seconds(2))

  private let url: String
  private let client: any HTTPClient

  /// - Parameters:
  ///   - url: Where the feed is.
  ///   - client: What sends the request; it should not try again.
  package init(url: String = OutageFeed.defaultURL, client: any HTTPClient) {
    self.url = url
    self.client = client
  }

  /// The announced outages in the order of the feed, newest first.
  ///
  /// - Returns: The outages, past ones too.
  /// - Throws: `HarvestProblem` when there is no feed, `CancellationError`.
  package func outages() async throws -> [Outage] {
    let request = HTTPRequest(
      url, timeouts: OutageFeed.timeouts, maximumBodyInBytes: RSSReader.maximumSizeInBytes)
    do {
      return try OutageFeed.outages(try await client.fetch(request).body)
    } catch let error as CurlError {
      throw HarvestProblem(site: nil, place: error.url, reason: error.reason)
    } catch let error as RSSError {
      throw HarvestProblem(site: nil, place: url, reason: error.description)
    }
  }

  /// The outages in a feed.
  ///
  /// - Parameter feed: RSS 2.0 in UTF-8.
  /// - Returns: The outages in the order of the feed.
  /// - Throws: `RSSError`.
  package static func outages(_ feed: [UInt8]) throws(RSSError) -> [Outage] {
    try RSSReader.items(of: feed).map(Outage.init)
  }
}

/// Text without markup.
enum PlainText {
  /// White space and control characters become single blanks.
  static func line(_ text: String) -> String {
    text.split { character in
      character.isWhitespace
        || character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
    }.joined(separator: " ")
  }

  /// The text of some HTML: tags become blanks, entities characters; unknown entities stay.
  static func line(ofHTML html: String) -> String {
    var text = ""
    var rest = html[...]
    while let character = rest.popFirst() {
      switch character {
      case "<":
        guard let end = rest.firstIndex(of: ">") else { return line(text) }
        rest = rest[rest.index(after: end)...]
        text += " "
      case "&":
        guard let end = rest.prefix(10).firstIndex(of: ";"),
          let scalar = entity(String(rest[..<end]))
        else {
          text += "&"
          continue
        }
        rest = rest[rest.index(after: end)...]
        text.unicodeScalars.append(scalar)
      default: text.append(character)
      }
    }
    return line(text)
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    name == "nbsp" ? " " : MarkupEntity.scalar(name)
  }
}

/// The two ways in which the feed writes times.
enum FeedDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// A time such as `Tue, 10 Jun 2025 15:04:05 +0000`; nil for what is none.
  ///
  /// Source: RFC 822, section 5, with years of four digits as RSS has them.
  static func timestamp(ofRFC822 text: String) -> String? {
    let words = text.split { $0 == " " || $0 == "," }.map { $0.lowercased() }
    let parts = words.count == 6 ? Array(words.dropFirst()) : words
    guard parts.count == 5, let day = Int(parts[0]), let month = months.firstIndex(of: parts[1]),
      let year = Int(parts[2]), let offset = offsetInSeconds(parts[4])
    else { return nil }
    let time = parts[3].split(separator: ":").map { Int($0) ?? -1 }
    guard (2...3).contains(time.count) else { return nil }
    return timestamp(
      year, month + 1, day, time[0], time[1], time.count == 3 ? time[2] : 0, minus: offset)
  }

  /// The time `2025-06-10 15:04`, in UTC, that follows `label`.
  static func timestamp(after label: String, in text: String) -> String? {
    guard let range = text.firstRange(of: label) else { return nil }
    let numbers = text[range.upperBound...].prefix(16)
      .split { "- :".contains($0) }.map { Int($0) ?? -1 }
    guard numbers.count == 5 else { return nil }
    return timestamp(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], 0, minus: 0)
  }

  private static func offsetInSeconds(_ zone: String) -> Int? {
    if ["gmt", "ut", "utc", "z"].contains(zone) { return 0 }
    guard zone.count == 5, let digits = Int(zone.dropFirst()),
      let sign = ["+": 1, "-": -1][zone.prefix(1)]
    else { return nil }
    return sign * (digits / 100 * 3600 + digits % 100 * 60)
  }

  private static func timestamp(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int,
    minus offset: Int
  ) -> String? {
    guard (1970...9999).contains(year), (0...23).contains(hour), (0...59).contains(minute),
      (0...60).contains(second)
    else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let day = DateComponents(year: year, month: month, day: day)
    guard day.isValidDate(in: calendar), let midnight = calendar.date(from: day) else { return nil }
    return midnight.addingTimeInterval(Double(hour * 3600 + minute * 60 + second - offset))
      .formatted(.iso8601)
  }
}
