import HTTP
import Harvest
import TestSupport
import Testing

@Suite struct OutageFeedTests {
  /// Written by hand after `OutageFeed` in ChameleonCloud/portal, `user_news/views.py`, and Django's
  /// `Rss201rev2Feed`.
  static let feed = """
    <?xml version="1.0" encoding="utf-8"?>
    <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
    <title>Chameleon Outage Announcements</title><link>https://chameleoncloud.org/user/outages/</link>
    <atom:link href="https://chameleoncloud.org/user/outages/rss/" rel="self"></atom:link>
    <!-- <item> in a comment --><item/>
    <item><title>CHI@TACC &amp; KVM@TACC: network &#38;c</title>
    <link>https://chameleoncloud.org/user/outages/25-06-10-network/</link>
    <description>&lt;p&gt;Outage Start: 2025-06-10 14:00&lt;br&gt;Expected Outage End: 2025-06-12 \
    02:30&lt;/p&gt;&lt;p&gt;R&amp;amp;D&amp;nbsp;is down.&lt;/p&gt;</description>
    <pubDate>Tue, 10 Jun 2025 09:04:05 -0500</pubDate>
    <guid>https://chameleoncloud.org/user/outages/25-06-10-network/</guid></item>
    <item><title><![CDATA[CHI@UC <down> & out]]></title><description/></item>
    </channel></rss>
    """

  @Test func readsTheFeedOfThePortal() throws {
    let outages = try OutageFeed.outages(Array(OutageFeedTests.feed.utf8))
    #expect(outages.count == 3)
    #expect(outages[0].title.isEmpty)
    let first = outages[1]
    #expect(first.title == "CHI@TACC & KVM@TACC: network &c")
    #expect(
      first.summary == """
        Outage Start: 2025-06-10 14:00 Expected Outage End: 2025-06-12 02:30 R&D is down.
        """)
    #expect(first.link == "https://chameleoncloud.org/user/outages/25-06-10-network/")
    #expect(first.guid == first.link)
    #expect(first.publishedAt == "2025-06-10T14:04:05Z")
    #expect(first.startsAt == "2025-06-10T14:00:00Z")
    #expect(first.endsAt == "2025-06-12T02:30:00Z")
    #expect(!first.isOver(at: "2025-06-12T02:30:00Z"))
    #expect(first.isOver(at: "2025-06-12T02:30:01Z"))
    #expect(outages[2].title == "CHI@UC <down> & out")
    #expect(outages[2].endsAt == nil)
    #expect(!outages[2].isOver(at: "2999-01-01T00:00:00Z"))
  }

  @Test(arguments: [
    ("", "invalid feed at byte 0: found the end, expected '</rss>'"),
    ("no feed", "invalid feed at byte 0: found text outside of the feed"),
    ("<html></html>", "found the root element 'html', expected 'rss'"),
    ("<rss>", "found the end, expected '</rss>'"),
    ("<rss></channel></rss>", "found '</channel>', expected '</rss>'"),
    ("<rss></rss><rss></rss>", "found a second root element"),
    ("<rss></rss>text", "found text outside of the feed"),
    ("<rss>&unknown;</rss>", "invalid feed at byte 5: an unknown entity"),
    ("<rss>&#0;</rss>", "an unknown entity"), ("<rss>&#xD800;</rss>", "an unknown entity"),
    ("<rss>a & b</rss>", "a bare '&'"),
    ("<rss a=b></rss>", "expected a quoted value"), ("<rss a></rss>", "expected '='"),
    ("<rss><![CDATA[x</rss>", "found the end, expected ']]>'"),
    ("<!DOCTYPE rss [<!ENTITY a 'aaa'>]><rss>&a;</rss>", "a document type is not accepted"),
    (String(repeating: "<rss>", count: 33), "nested too deeply"),
    (String(repeating: " ", count: (1 << 20) + 1), "larger than 1048576 bytes"),
  ])
  func refusesWhatIsNoFeed(text: String, reason: String) {
    let error = #expect(throws: RSSError.self) { try OutageFeed.outages(Array(text.utf8)) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
    ("29 Feb 2024 23:59 UT", "2024-02-29T23:59:00Z"),
    ("Thu, 29 Feb 2024 23:30:00 -0145", "2024-03-01T01:15:00Z"),
    ("Thu, 29 Feb 2024 23:30:00", nil), ("soon", nil), ("Thu, 29 Foo 2024 23:30:00 GMT", nil),
    ("Fri, 31 Feb 2025 23:30:00 GMT", nil), ("Sat, 29 Feb 2025 23:30:00 GMT", nil),
    ("Thu, 29 Feb 2024 24:30:00 GMT", nil), ("Thu, 29 Feb 2024 a:b:c GMT", nil),
  ])
  func readsDates(text: String, expected: String?) throws {
    let feed = "<rss><channel><item><pubDate>\(text)</pubDate></item></channel></rss>"
    #expect(try OutageFeed.outages(Array(feed.utf8)).map(\.publishedAt) == [expected])
  }

  @Test func cutAnywhereItIsRefusedAndNothingElseHappens() {
    let feed = Array(OutageFeedTests.feed.utf8)
    for end in 0..<(feed.count - 1) {
      #expect(throws: RSSError.self) { try OutageFeed.outages(Array(feed[..<end])) }
    }
  }

  @Test func asksTheFeedOnce() async throws {
    let server = try LoopbackServer { request in
      request.target == "/rss" ? .text(OutageFeedTests.feed) : .status(503)
    }
    let client = CurlClient(userAgent: "chiport/test")
    #expect(try await OutageFeed(url: server.url + "/rss", client: client).outages().count == 3)
    let error = await #expect(throws: HarvestProblem.self) {
      try await OutageFeed(url: server.url + "/", client: client).outages()
    }
    #expect(error?.description == "\(server.url)/: HTTP 503")
    #expect(server.requests.count == 2)
  }
}
