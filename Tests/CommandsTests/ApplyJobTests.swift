import JSON
import Planning
import Resources
import Synchronization
import TestSupport
import Testbed
import Testing

@testable import Commands

/// Remembers what it was asked to do, and fails or is killed where it is told.
private final class FakePerformer: StepPerformer {
  private let asked = Mutex<[PlanAction]>([])
  let failing: Set<String>
  /// After so many actions the process ends before it can note the last.
  let lifetime: Int

  init(failing: Set<String> = [], lifetime: Int = .max) {
    self.failing = failing
    self.lifetime = lifetime
  }

  var actions: [PlanAction] { asked.withLock { $0 } }

  func perform(_ action: PlanAction, record: String) async throws -> [RecordedCopy] {
    let count = asked.withLock {
      $0.append(action)
      return $0.count
    }
    if count > lifetime { throw CancellationError() }
    guard case .copyImage(let id, let name, let newName, _) = action else { return [] }
    if failing.contains(name) { throw CommandFailure("'\(name)' failed", hint: "try again") }
    return [
      RecordedCopy(
        kind: .image, source: ApplyJobTests.uc, target: ApplyJobTests.tacc, name: name, id: id,
        newName: newName, newID: "new-\(id)")
    ]
  }
}

@Suite struct ApplyJobTests {
  static let uc = site("uc")
  static let tacc = site("tacc")

  private static func site(_ text: String) -> SiteID {
    guard let site = SiteID(text) else { preconditionFailure("'\(text)' is no site") }
    return site
  }

  private static func step(_ name: String, needs: [String] = []) -> PlanStep {
    PlanStep(
      id: "image-\(name)", kind: .image, title: "copy \(name)", state: .todo, why: "grounds",
      needs: needs, action: .copyImage(id: name, name: name, newName: name, bytes: 1))
  }

  private static let plan = Plan(
    from: uc, to: tacc, madeAt: "2026-11-22T10:00:00Z", paths: ["x"],
    steps: [
      step("a"), step("b"), step("c", needs: ["image-b"]), step("d"),
      PlanStep(
        id: "files", kind: .files, title: "port", state: .todo, why: "w", needs: ["image-b"],
        action: .rewriteFiles(paths: ["x"], options: [])),
    ])

  private static func run(
    _ performer: FakePerformer, in folder: TemporaryFolder, only: [String] = []
  ) async throws -> [String] {
    let path = folder["plan.json.record"]
    var record = PlanRecord(of: plan)
    if folder.contents(of: "plan.json.record") != nil {
      record = try PlanRecord(document: SavedDocument.read(path))
    }
    let selection = try PlanSelection(plan, record: record, only: only)
    var job = ApplyJob(
      plan, selection, record: record, at: path, performer: performer, tell: { _ in },
      now: { "2026-11-22T11:00:00Z" })
    return try await job.run().map(\.step.id)
  }

  private static func record(_ folder: TemporaryFolder) throws -> PlanRecord {
    try PlanRecord(document: SavedDocument.read(folder["plan.json.record"]))
  }

  @Test func carriesOutStepsInTheirOrderAndNothingTwice() async throws {
    let folder = try TemporaryFolder()
    let first = FakePerformer()
    #expect(try await Self.run(first, in: folder) == [])
    #expect(first.actions == Self.plan.steps.compactMap(\.action))
    let before = folder.contents(of: "plan.json.record")
    let second = FakePerformer()
    #expect(try await Self.run(second, in: folder) == [])
    #expect(second.actions.isEmpty)
    #expect(folder.contents(of: "plan.json.record") == before)
  }

  @Test func aFailureStopsOnlyWhatNeedsIt() async throws {
    let folder = try TemporaryFolder()
    let failed = try await Self.run(FakePerformer(failing: ["b"]), in: folder)
    #expect(failed == ["image-b", "image-c", "files"])
    #expect(try Self.record(folder).entries.map(\.step) == ["image-a", "image-d"])
    let again = FakePerformer()
    #expect(try await Self.run(again, in: folder) == [])
    #expect(again.actions.count == 3)
  }

  @Test func filesWaitForTheNamesOfWhatTheyNeed() async throws {
    let folder = try TemporaryFolder()
    let early = FakePerformer()
    #expect(try await Self.run(early, in: folder, only: ["files"]) == ["files"])
    #expect(early.actions.isEmpty)
    #expect(try await Self.run(FakePerformer(), in: folder, only: ["copies"]) == [])
    let late = FakePerformer()
    #expect(try await Self.run(late, in: folder, only: ["files"]) == [])
    #expect(late.actions.count == 1)
  }

  @Test(arguments: 0..<5) func goesOnWhereItWasKilled(_ lifetime: Int) async throws {
    let folder = try TemporaryFolder()
    await #expect(throws: CancellationError.self) {
      try await Self.run(FakePerformer(lifetime: lifetime), in: folder)
    }
    #expect(try Self.record(folder).entries.count == lifetime)
    let again = FakePerformer()
    #expect(try await Self.run(again, in: folder) == [])
    #expect(again.actions == Self.plan.steps.dropFirst(lifetime).compactMap(\.action))
    #expect(
      try Self.record(folder).copies.copies.map(\.newID) == ["new-a", "new-b", "new-c", "new-d"])
  }
}
