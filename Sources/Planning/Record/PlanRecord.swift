package import JSON
package import Resources
package import Testbed

/// What of a plan has been carried out: the file beside it, which is written after each step.
///
/// It is a record of copies too, so that `chiport rewrite --map-file` takes it:
///
/// ```json
/// {"document": "plan_record", "version": 1, "from": "uc", "to": "tacc",
///  "done": [{"step": "image-my-image", "action": {"do": "copy_image", ...}, "at": "..."}],
///  "copied": [...]}
/// ```
package struct PlanRecord: Sendable, Hashable {
  /// A step that was carried out.
  package struct Entry: Sendable, Hashable {
    package let step: String
    /// What was done, so that a step whose action was edited is done again.
    package let action: JSONValue
    /// UTC, ISO 8601.
    package let doneAt: String

    /// Makes an entry.
    package init(step: String, action: JSONValue, doneAt: String) {
      self.step = step
      self.action = action
      self.doneAt = doneAt
    }
  }

  package let from: SiteID
  package let to: SiteID
  /// In the order in which they were done.
  package private(set) var entries: [Entry]
  /// New names and ids.
  package private(set) var copies: RecordedCopies

  /// A record of nothing yet.
  package init(of plan: Plan) {
    from = plan.from
    to = plan.to
    entries = []
    copies = RecordedCopies()
  }

  /// Reads a record.
  ///
  /// - Throws: `PlanError` with the member that is wrong.
  package init(document: JSONValue) throws(PlanError) {
    let reader = PlanReader(value: document, path: "")
    let kind = try reader.member("document")
    guard try kind.string() == "plan_record" else { throw kind.error("expected 'plan_record'") }
    from = try reader.member("from").site()
    to = try reader.member("to").site()
    entries = try reader.member("done").map { (item) throws(PlanError) in
      Entry(
        step: try item.member("step").name(), action: try item.member("action").value,
        doneAt: try item.optional("at")?.string() ?? "")
    }
    do { copies = try RecordedCopies(document: document) } catch {
      throw PlanError(member: "", reason: "\(error)")
    }
  }

  /// The record as JSON.
  package var document: JSONValue {
    let done = entries.map { entry -> JSONValue in
      ["step": .string(entry.step), "action": entry.action, "at": .string(entry.doneAt)]
    }
    return [
      "document": "plan_record", "version": JSONValue(RecordedCopies.version),
      "from": .string(from.text), "to": .string(to.text), "done": .array(done),
      "copied": copies.document["copied"] ?? .array([]),
    ]
  }

  /// Whether a step was done as the plan has it now.
  package func has(_ step: PlanStep) -> Bool {
    guard let action = step.action?.document else { return false }
    return entries.contains { $0.step == step.id && $0.action == action }
  }

  /// Notes a step, and what it made.
  package mutating func add(_ step: PlanStep, copies made: [RecordedCopy], at time: String) {
    guard let action = step.action?.document else { return }
    entries.removeAll { $0.step == step.id }
    entries.append(Entry(step: step.id, action: action, doneAt: time))
    for copy in made { copies.add(copy) }
  }
}
