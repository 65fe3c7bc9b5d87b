import JSON
import Planning
import Resources
import Testbed
import TestSupport
import Testing

@Suite struct PlanRecordTests {
  private static let plan = Planner(PlannerOrderTests.everything()).plan()

  private static func selection(
    _ record: PlanRecord, only: [String] = [], withLease: Bool = false
  ) throws -> PlanSelection {
    try PlanSelection(plan, record: record, only: only, withLease: withLease)
  }

  @Test func selectsWhatAProgramCanDo() throws {
    let selection = try Self.selection(PlanRecord(of: Self.plan))
    #expect(
      selection.steps.map(\.id) == [
        "image-my-image", "objects-results", "key-pair-laptop", "files",
      ])
    #expect(selection.left.contains { $0.step.kind == .lease })
    #expect(selection.done.isEmpty)
  }

  @Test(arguments: [
    (["copies"], ["image-my-image", "objects-results"]), (["key_pair"], ["key-pair-laptop"]),
    (["lease"], ["lease"]), (["image-my-image", "files"], ["image-my-image", "files"]),
  ])
  func selectsWhatIsNamed(_ only: [String], _ ids: [String]) throws {
    let record = PlanRecord(of: Self.plan)
    #expect(try Self.selection(record, only: only).steps.map(\.id) == ids)
  }

  @Test func refusesWordsThatFitNothing() {
    let error = #expect(throws: PlanError.self) {
      try Self.selection(PlanRecord(of: Self.plan), only: ["imag"])
    }
    #expect(error?.description.hasPrefix("no step 'imag'; ids: hardware-gpu-v100, ") == true)
  }

  @Test func whatIsRecordedIsNotDoneAgainUnlessItWasEdited() throws {
    var record = PlanRecord(of: Self.plan)
    let step = try #require(Self.plan.steps.first { $0.kind == .image })
    record.add(step, copies: [], at: "2026-11-22T11:00:00Z")
    #expect(try Self.selection(record).done.map(\.id) == ["image-my-image"])
    let edited = PlanStep(
      id: step.id, kind: step.kind, title: step.title, state: .todo, why: step.why,
      action: .copyImage(id: "1", name: "my-image", newName: "another", bytes: nil))
    #expect(!record.has(edited))
  }

  /// Any order of steps, noted twice, is what is noted once.
  @Test func notingTwiceChangesNothing() throws {
    for seed in 0..<50 {
      var generator = SplitMix64(seed: UInt64(seed))
      let steps = Self.plan.steps.filter { $0.action != nil }.shuffled(using: &generator)
      var record = PlanRecord(of: Self.plan)
      func note(_ step: PlanStep) {
        let copy = RecordedCopy(
          kind: .image, source: PlanFixture.uc, target: PlanFixture.tacc, name: step.id)
        record.add(step, copies: [copy], at: "2026-11-22T11:00:00Z")
      }
      for step in steps { note(step) }
      let once = record
      for step in steps { note(step) }
      #expect(record.entries.map(\.step) == once.entries.map(\.step), "seed \(seed)")
      #expect(Set(record.copies.copies) == Set(once.copies.copies), "seed \(seed)")
      #expect(try PlanRecord(document: record.document) == record, "seed \(seed)")
    }
  }

  @Test func aRecordIsARecordOfCopies() throws {
    var record = PlanRecord(of: Self.plan)
    let step = try #require(Self.plan.steps.first { $0.kind == .image })
    let copy = RecordedCopy(
      kind: .image, source: PlanFixture.uc, target: PlanFixture.tacc, name: "my-image", id: "1",
      newName: "my-image", newID: "9", doneAt: "2026-11-22T11:00:00Z")
    record.add(step, copies: [copy], at: "2026-11-22T11:00:00Z")
    #expect(try RecordedCopies(document: record.document).copies == [copy])
  }
}
