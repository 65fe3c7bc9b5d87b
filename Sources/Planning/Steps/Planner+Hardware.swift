import Equivalence
import Resources
import Testbed

extension Planner {
  /// A step for each kind of hardware that the files name.
  var hardwareSteps: [PlanStep] {
    let named = references("node_type", "selector", "flavor", "node", "device").filter {
      $0.decision != "portable" || !$0.isRepeated
    }
    return grouped(named).map { value, all in
      let best = all.first { !$0.isOpen } ?? all[0]
      let shown = value.count > 60 ? "\(value.prefix(57))..." : value
      let title: String
      let state: PlanStep.State
      if best.decision == "portable" {
        (title, state) = ("\(shown) stays", .done)
      } else if let new = best.replacement {
        let grade = best.grade.map { " (\($0.rawValue))" } ?? ""
        title = "\(shown) becomes \(new)\(grade)"
        state = best.decision == "choice" ? .decide : .done
      } else {
        (title, state) = ("\(shown) has no place at \(toName) yet", .decide)
      }
      let speed = best.ratio.map { "; expected speed \($0) times" } ?? ""
      let options = best.options.prefix(5)
      return PlanStep(
        id: PlanStep.id(.hardware, value), kind: .hardware, title: title, state: state,
        why: "\(best.reason)\(speed); \(places(all))", check: hardwareCheck(best),
        commands: [], shortcut: hardwareCommand(best),
        left: state != .decide
          ? []
          : options.isEmpty
            ? ["choose what to use instead, and tell it with --prefer or --map"]
            : ["choose: \(options.joined(separator: ", ")); tell it with --prefer \(value)=NEW"])
    }
  }

  private func hardwareCommand(_ reference: PlanReference) -> PlanCommand? {
    guard reference.kind == "node_type" else { return nil }
    return PlanCommand(
      .here,
      [
        "find-equivalent", "\(reference.value)@\(question.from.id)", "--to",
        question.to.id.text,
      ])
  }

  private func hardwareCheck(_ reference: PlanReference) -> [PlanCommand] {
    guard
      let new = reference.replacement ?? (reference.decision == "portable" ? reference.value : nil)
    else { return [verification] }
    switch reference.kind {
    case "selector":
      return [
        PlanCommand(.here, ["chiport", "selector", "match", new, "--at", question.to.id.text])
      ]
    case "node_type":
      return [PlanCommand(.here, ["chiport", "show", new, "--at", question.to.id.text])]
    default: return [verification]
    }
  }

  /// What sees afterwards whether the files name nothing that the target has not.
  var verification: PlanCommand { .verification(of: question.paths, at: question.to.id) }

  /// Whether and when the nodes are free; nil when the files name no hardware.
  var availabilityStep: PlanStep? {
    let hardware = hardwareSteps
    guard !hardware.isEmpty else { return nil }
    let count = question.nodes ?? 1
    let length = PlanDuration.text((question.minutes ?? 1_440) * 60)
    func step(
      _ state: PlanStep.State, _ title: String, _ why: String, left: [String] = [],
      shortcut: PlanCommand? = nil
    ) -> PlanStep {
      PlanStep(
        id: PlanStep.Kind.availability.rawValue, kind: .availability, title: title, state: state,
        why: why, check: [shortcut].compactMap { $0 }, shortcut: shortcut, left: left,
        needs: hardware.map(\.id))
    }
    guard case .known(let slots) = question.slots, !slots.isEmpty else {
      var reason = "no hardware to look for is decided"
      if case .unknown(let text) = question.slots { reason = text }
      let name = references("node_type").first.map { $0.replacement ?? $0.value }
      return step(
        .decide, "see when \(count) x \(length) is free", "unknown: \(reason)",
        left: ["ask again when it is known, before anything is moved"],
        shortcut: name.map { availabilityCommand($0) })
    }
    let texts = slots.map { text(of: $0, count: count) }
    let late = slots.filter { !$0.isNow }
    let impossible = slots.contains { $0.start == nil }
    return step(
      impossible ? .decide : .done,
      late.isEmpty
        ? "\(count) node\(count == 1 ? " is" : "s are") free now for \(length)"
        : impossible
          ? "not everything is free for \(length)"
          : "the nodes are free from \(late.compactMap(\.start).max() ?? "") UTC on",
      texts.joined(separator: "; "),
      left: late.isEmpty
        ? [] : ["see whether equivalents are free sooner, or other sites"],
      shortcut: availabilityCommand((late.first ?? slots[0]).name))
  }

  private func text(of slot: PlanSlot, count: Int) -> String {
    let total = slot.total.map { " of \($0)" } ?? ""
    let now = slot.freeNow.map { "\($0)\(total) free now" } ?? "unknown whether free now"
    guard let start = slot.start, let end = slot.end else {
      return "\(slot.name): \(now), no slot for \(count)"
    }
    return "\(slot.name): \(now), \(slot.isNow ? "at once" : "from \(start)") to \(end) UTC"
  }

  private func availabilityCommand(_ name: String) -> PlanCommand {
    var words = [
      "chiport", "availability", name.hasPrefix("[") ? name : "\(name)@\(question.to.id)",
    ]
    if name.hasPrefix("[") { words += ["--from", question.to.id.text] }
    words += ["--nodes", "\(question.nodes ?? 1)"]
    words += ["--hours", "\(((question.minutes ?? 1_440) + 59) / 60)"]
    return PlanCommand(.here, words + ["--equivalents"])
  }

  /// The reservation of the nodes, last of all; nil when the files name no hardware.
  func leaseStep(after steps: [PlanStep]) -> PlanStep? {
    guard steps.contains(where: { $0.kind == .hardware }) else { return nil }
    let needs = steps.filter { $0.kind != .snapshot && $0.state != .done }.map(\.id)
    guard let nodes = question.nodes, question.minutes != nil else {
      return leaseStep(
        .decide, "reserve nodes at \(toName)", "how many and for how long was not told", needs,
        left: ["make the plan again with --nodes and --days"])
    }
    guard case .known(let slots) = question.slots,
      let slot = slots.first(where: { $0.start != nil && $0.resource != nil }),
      let resource = slot.resource.map(withID), let end = slot.end
    else {
      return leaseStep(
        .decide, "reserve \(nodes) node\(nodes == 1 ? "" : "s") at \(toName)",
        "no slot is known", needs, left: ["see the step 'availability'"])
    }
    if let last = question.to.retiresOn, end.prefix(10) > last {
      return leaseStep(
        .blocked, "reserve \(nodes) x \(slot.name) to \(end) UTC",
        "\(toName) retires on \(last), and no lease may end later", needs,
        left: ["reserve for a time that ends by then, or move to another site"])
    }
    let day = (slot.start ?? question.madeAt).prefix(10).replacing("-", with: "")
    let lease = PlanLease(
      name: "\(leaseName(slot.name))-\(day)", resource: resource, count: nodes,
      start: slot.isNow ? nil : slot.start, end: end)
    return leaseStep(
      .todo,
      "reserve \(nodes) x \(slot.name), \(slot.isNow ? "now" : slot.start ?? "") to \(end) UTC",
      "created only when asked for with 'chiport apply --lease': reserved time is charged", needs,
      left: [
        "reserve when the data is there",
        slots.count > 1 ? "further reservations: see the step 'availability'" : nil,
      ].compactMap { $0 }, lease: lease)
  }

  private func leaseStep(
    _ state: PlanStep.State, _ title: String, _ why: String, _ needs: [String], left: [String],
    lease: PlanLease? = nil
  ) -> PlanStep {
    PlanStep(
      id: PlanStep.Kind.lease.rawValue, kind: .lease, title: title, state: state, why: why,
      duration: lease == nil ? nil : .requests,
      check: lease.map {
        [PlanCommand(.target, ["openstack", "reservation", "lease", "show", $0.name])]
      } ?? [],
      commands: lease.map { [leaseCommand($0)] } ?? [], left: left, needs: needs,
      action: lease.map { .createLease($0) })
  }

  /// A flavor by Nova's id, where the target's flavors are known.
  private func withID(_ resource: PlanLease.Resource) -> PlanLease.Resource {
    guard case .flavor(let text) = resource, let flavors = target?.flavors.elements,
      !flavors.contains(where: { $0.id == text }),
      let named = flavors.first(where: { $0.name == text })
    else { return resource }
    return .flavor(id: named.id)
  }

  private func leaseCommand(_ lease: PlanLease) -> PlanCommand {
    let look = "$(openstack --os-cloud \"$TO_CLOUD\" flavor show -f value -c id "
    guard case .flavor(let text) = lease.resource,
      target?.flavors.elements?.contains(where: { $0.id == text }) != true
    else {
      return PlanCommand(
        .target, lease.command,
        unless: ["openstack", "reservation", "lease", "show", lease.name], caution: .reserves)
    }
    let option = ReservationOption.instances(
      count: lease.count, flavor: look + ShellText.quoted(text) + ")")
    let words = lease.command.map {
      $0.hasPrefix("resource_type=") ? "\"\(option)\"" : ShellText.quoted($0)
    }
    return PlanCommand(
      .target,
      line: (["openstack", "--os-cloud", "\"$TO_CLOUD\""] + words.dropFirst())
        .joined(separator: " "), caution: .reserves)
  }

  private func leaseName(_ name: String) -> String {
    name.hasPrefix("[") ? "experiment" : name
  }
}
