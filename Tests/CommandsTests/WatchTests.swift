import Availability
import Testbed
import Testing

@testable import Commands

@Suite struct WatchTests {
  /// 2026-11-22T10:00Z, with time that passes only by waiting.
  private final class World {
    static let now = Minute(29_922_360)
    var passed = Duration.zero
    var asked: [SlotQuestion] = []
    var said: [String] = []

    /// Asks until the answer is yes, which it is for the question of this number.
    func answer(
      _ question: SlotQuestion, yesAt number: Int = .max, every seconds: Int = 60,
      timeout: Int = 3_600, failure: String? = nil
    ) async throws -> AvailabilityAnswer {
      let watch = Watch(
        every: .seconds(seconds), timeout: .seconds(timeout), passed: { self.passed },
        sleep: { self.passed += $0 }, say: { self.said.append($0) })
      return try await watch.answer(to: question) { asked in
        self.asked.append(asked)
        return try Self.answer(asked, isYes: self.asked.count == number, failure)
      }
    }

    /// One node, which is free or taken for good.
    private static func answer(
      _ question: SlotQuestion, isYes: Bool, _ failure: String?
    ) throws -> AvailabilityAnswer {
      let site = try #require(SiteID("uc"))
      let slot = try #require(TimeSlot(start: now, end: now.advanced(by: 1_000_000)))
      let calendar = SiteCalendar(
        site: site, readAt: now, syncedAt: nil, source: "test",
        nodes: [NodeCalendar(uid: "a", state: .known, reservations: isYes ? [] : [slot])],
        flavors: [])
      let candidate = SlotCandidate(
        site: site, nodeType: "t", name: "t", resource: .hosts(selector: nil),
        nodes: [.init(uid: "a", name: "a")])
      var reading = CalendarReader.Reading()
      if let failure {
        reading.failures = [site: failure]
      } else {
        reading.calendars = [site: calendar]
      }
      return AvailabilityAnswer(
        subject: "t", question: question,
        answers: [
          SlotAnswer(
            candidate, in: failure == nil ? calendar : nil, failure: failure, outages: [], question)
        ], isMixYes: false, alternatives: [], reading: reading, outages: .none, siteNames: [:])
    }
  }

  private static func question(
    minutes: Int = 60, until: Int? = nil, before: Int? = nil
  ) throws -> SlotQuestion {
    SlotQuestion(
      count: 1, minutes: minutes, now: World.now, start: World.now,
      until: until.map { World.now.advanced(by: $0) },
      before: before.map { World.now.advanced(by: $0) }, gap: 0, zone: try ShownZone(named: nil))
  }

  @Test func givesTheAnswerThatWasYes() async throws {
    let world = World()
    let answer = try await world.answer(try Self.question(), yesAt: 3)
    #expect(answer.isYes)
    #expect(world.asked.map(\.start) == [0, 1, 2].map { World.now.advanced(by: $0) })
    #expect(world.said == Array(repeating: "not free yet; asked again in 60 s", count: 2))
    #expect(answer.question.now == World.now.advanced(by: 2))
  }

  @Test func givesUpInTime() async throws {
    let world = World()
    #expect(!(try await world.answer(try Self.question(), timeout: 150)).isYes)
    #expect(world.asked.count == 3)
  }

  @Test func stopsWhenADeadlineLeavesNoTime() async throws {
    let world = World()
    let answer = try await world.answer(try Self.question(before: 62))
    #expect(!answer.isYes)
    #expect(answer.question.start == World.now.advanced(by: 2))
    #expect(world.asked.count == 3)
    #expect(world.said.last == "there is no time left for 1 h")
  }

  @Test func neverMovesTheEndThatWasAskedFor() async throws {
    let world = World()
    _ = try await world.answer(try Self.question(minutes: 3, until: 3))
    #expect(world.asked.map(\.minutes) == [3, 2, 1])
    #expect(world.asked.allSatisfy { $0.start.advanced(by: $0.minutes) == $0.until })
    #expect(world.said.last == "there is no time left for 1 min")
  }

  @Test func tellsTheUnknownFromNo() async throws {
    let world = World()
    _ = try await world.answer(try Self.question(), timeout: 60, failure: "HTTP 503")
    #expect(
      world.said == ["nobody knows whether they are free (HTTP 503); asked again in 60 s"])
  }

  @Test func seesTheTimeThatAMachineSlept() async throws {
    let world = World()
    var slept = false
    let watch = Watch(
      every: .seconds(60), timeout: .seconds(86_400), passed: { world.passed },
      sleep: { _ in
        world.passed += .seconds(slept ? 60 : 7_200)
        slept = true
      }, say: { _ in })
    let question = try Self.question(before: 100)
    var count = 0
    _ = try await watch.answer(to: question) { asked in
      count += 1
      return try await World().answer(asked, timeout: 0)
    }
    #expect(count == 1)
  }
}
