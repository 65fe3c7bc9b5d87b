import Planning
import Testing

/// How the same plan runs on an instance, in one paste.
@Suite struct PlanElsewhereTests {
  @Test func thePasteForAnInstanceMakesItsPlan() throws {
    var question = PlannerOrderTests.everything()
    question.planOptions = ["--start", "2026-11-23 09:00", "--to-cloud", "mine"]
    question.rewriteOptions = ["--prefer", "a=b"]
    let elsewhere = try #require(Planner(question).plan().elsewhere)
    #expect(
      elsewhere.lines.first
        == "test -e ./uc-to-tacc.json || chiport plan experiment --from uc --to tacc "
        + "--start '2026-11-23 09:00' --to-cloud mine --prefer a=b --output uc-to-tacc.json")
    #expect(elsewhere.lines.contains("scp ./uc-to-tacc.json \"$INSTANCE\":plan.json"))
    #expect(elsewhere.lines.contains { $0.contains("python3 -m venv") })
  }

  /// A plan that was written may have been edited, and done in part.
  @Test(arguments: [
    ("plan.json", "./plan.json", "./plan.json.record"),
    ("/a b/x.json", "'/a b/x.json'", "'/a b/x.json.record'"),
    (".a:b.json", "./.a:b.json", "./.a:b.json.record"),
    ("../b.json", "../b.json", "../b.json.record"),
  ])
  func thePasteForAnInstanceTakesThePlanThatWasWritten(
    _ file: String, _ plan: String, _ record: String
  ) throws {
    var question = PlannerOrderTests.everything()
    question.planFile = file
    let lines = try #require(Planner(question).plan().elsewhere).lines
    #expect(!lines.contains { $0.contains("chiport plan") })
    #expect(lines.contains("scp \(plan) \"$INSTANCE\":plan.json"))
    #expect(lines.contains("test ! -e \(record) || scp \(record) \"$INSTANCE\":plan.json.record"))
    #expect(lines.last == "scp \"$INSTANCE\":plan.json.record \(record)")
  }
}
