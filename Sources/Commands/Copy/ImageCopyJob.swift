import Files
import FoundationEssentials
import JSON
import OpenStack
import Resources
import Testbed
import Transfer

/// Says what the copy of an image comes to, carries it out, and says what became of it.
struct ImageCopyJob: Sendable {
  /// What the user asks for.
  struct Request: Sendable {
    /// Its name or id.
    let text: String
    /// What the copy is called; nil for the same.
    let name: String?
    /// Whether it may be too large to boot.
    let force: Bool
    /// Whether the target may not read every image.
    let isAssociate: Bool
  }

  let session: Session
  let source: SiteSession
  let target: SiteSession
  let spool: ImageSpool?
  let options: CopyOptions
  /// Where the copy is noted; nil for the user's own file.
  let record: String?

  /// Does all of it.
  ///
  /// - Returns: `findings` when something else has the name.
  /// - Throws: `ImageCopyError`, `OpenStackError`, `CancellationError`.
  func run(_ request: Request) async throws -> ExitStatus {
    let survey = ImageSurvey(from: Glance(source.cloud), to: Glance(target.cloud))
    let image = try await survey.image(request.text)
    let plan: ImageCopyPlan
    do {
      plan = try await survey.plan(
        image, name: request.name, force: request.force, isAssociate: request.isAssociate,
        spool: spool)
    } catch let error as ImageCopyError where error.isConflict {
      output.emit([
        "event": "conflict", "name": .string(image.name), "reason": .string(error.reason),
      ])
      session.warn("error", error.description, hint: error.hint)
      return .findings
    }
    for warning in plan.warnings { session.warn("warning", warning) }
    tell(plan)
    if let present = plan.present {
      return options.dryRun ? .done : note(plan, present, isNew: false)
    }
    guard !options.dryRun else { return .done }
    let meter = CopyMeter(CopyTotals(plan, isSpooled: spool != nil), clock: CopyJob.clock)
    let copy = try await carryOut(plan, meter)
    tell(copy, plan, meter)
    return note(plan, copy, isNew: true)
  }

  private func carryOut(_ plan: ImageCopyPlan, _ meter: CopyMeter) async throws -> Image {
    try await output.watching(meter, bytesPerSecond: options.limitRate?.bytes) { observer, _ in
      try await ImageCopier(
        from: Glance(source.cloud), to: Glance(target.cloud), spool: spool, observer: observer
      ).copy(plan)
    }
  }

  private var output: CopyOutput { CopyOutput(session: session, format: options.format) }

  private func say(_ text: String) {
    guard options.format == .text else { return }
    session.terminal.print(Sanitised(text).text + "\n")
  }

  /// Before it begins: what there is to do, and about how long it takes.
  private func tell(_ plan: ImageCopyPlan) {
    let subject = "image '\(plan.source.name)'"
    let digest = ImageDigest(of: plan.source).map(\.description)
    let seconds = Double(plan.size) / Double(options.limitRate?.bytes ?? ImageCopyJob.assumedRate)
    output.emit([
      "event": "plan", "dry_run": .bool(options.dryRun), "name": .string(plan.source.name),
      "id": .string(plan.source.id), "new_name": .string(plan.name),
      "bytes": JSONValue(plan.size), "digest": JSONValue(digest),
      "present": .bool(plan.present != nil), "new_id": JSONValue(plan.present?.id),
      "spooled_bytes": JSONValue(plan.spooledBytes),
      "estimated_seconds": JSONValue(seconds, digits: 1),
      "notes": .array(plan.warnings.map { .string($0) }),
    ])
    if let present = plan.present {
      return say("\(subject) is at \(target.site) already: '\(present.name)', \(present.id).")
    }
    var text = "\(subject), \(ByteAmount.text(plan.size)), from \(source.site) to \(target.site)"
    if plan.name != plan.source.name { text += " as '\(plan.name)'" }
    if let digest { text += ", \(digest)" }
    if plan.spooledBytes > 0 { text += "; \(ByteAmount.text(plan.spooledBytes)) are here already" }
    if options.dryRun {
      text += "; about \(CopyMeter.duration(seconds))"
      text += options.limitRate == nil ? " at 1 Gbit/s" : ""
    }
    say(text + ".")
  }

  /// What an estimate is made with when nothing is to be read: 1 Gbit/s, in bytes per second.
  private static let assumedRate = 125_000_000

  private func tell(_ copy: Image, _ plan: ImageCopyPlan, _ meter: CopyMeter) {
    output.emit([
      "event": "copied", "name": .string(plan.source.name), "id": .string(plan.source.id),
      "new_name": .string(copy.name), "new_id": .string(copy.id),
      "bytes": JSONValue(plan.size), "sent_bytes": JSONValue(meter.sentBytes),
      "digest": JSONValue(ImageDigest(of: copy)?.description),
      "seconds": JSONValue(meter.seconds, digits: 3),
    ])
    var text = "'\(copy.name)' is \(copy.id) at \(target.site)"
    text += ", \(CopyMeter.duration(meter.seconds))"
    if let rate = meter.rate, rate >= 1 { text += ", \(ByteAmount.text(Int(rate)))/s" }
    say(text + ".")
  }

  /// Writes down which image stands for which, for the rewriter.
  private func note(_ plan: ImageCopyPlan, _ copy: Image, isNew: Bool) -> ExitStatus {
    let entry = RecordedCopy(
      kind: .image, source: source.site, target: target.site, name: plan.source.name,
      id: plan.source.id, newName: copy.name, newID: copy.id,
      doneAt: Session.timestamp(session.now))
    guard let path = record ?? CopyRecord.userPath(session.environment) else { return .done }
    do {
      try CopyRecord.add(entry, to: path)
    } catch {
      let reason = (error as? CommandFailure)?.message ?? "\(error)"
      session.warn("error", "the copy is there, but not noted: \(reason)")
      return .failed
    }
    if isNew {
      say("To write its id into files: chiport rewrite --map-file \(ShellText.quoted(path))")
    }
    return .done
  }
}

extension CopyTotals {
  /// One image; through a folder here its bytes go twice.
  init(_ plan: ImageCopyPlan, isSpooled: Bool) {
    noun = "image"
    count = 1
    bytes = isSpooled ? 2 * plan.size : plan.size
    present = (0, 0)
    conflicts = []
    refused = []
    extraCount = 0
    notes = plan.warnings
  }
}

extension CopyRecord {
  /// Where copies are noted unless the user names a file; nil without a home.
  ///
  /// Source: XDG Base Directory Specification 0.8 (state that should stay between restarts).
  static func userPath(_ environment: [String: String]) -> String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return state + "/chiport/copied.json"
    }
    guard let home = environment["HOME"], !home.isEmpty else { return nil }
    return home + "/.local/state/chiport/copied.json"
  }
}
