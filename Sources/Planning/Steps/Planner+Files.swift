import Resources
import Testbed

extension Planner {
  /// The port of the files; nil when nothing in them names a site.
  func fileStep(after needs: [String]) -> PlanStep? {
    guard !question.files.isEmpty else { return nil }
    let changed = question.files.filter(\.isChanged)
    let open = question.references.filter(\.isOpen)
    let rest = open.filter { !Planner.kindsWithSteps.contains($0.kind) }
    let obstacles = question.files.filter { $0.obstacle != nil }
    let state: PlanStep.State =
      !changed.isEmpty ? .todo : open.isEmpty && obstacles.isEmpty ? .done : .decide
    var words = ["chiport", "rewrite"] + question.paths + siteOptions + question.rewriteOptions
    let map = mapCommand.map { [$0] } ?? []
    if !map.isEmpty { words += ["--map-file", Planner.mapFile] }
    var left = obstacles.map { "\($0.path): \($0.obstacle ?? "")" }
    let shown = 20
    left += rest.prefix(shown).map { reference in
      let kind = reference.kind.replacing("_", with: " ")
      return "\(reference.place) \(kind) \(reference.value): \(reference.reason)"
    }
    if rest.count > shown { left.append("and \(rest.count - shown) more: see the report") }
    let title =
      changed.isEmpty
      ? (state == .done ? "the files need no change" : "finish the files by hand")
      : "port \(changed.count) file\(changed.count == 1 ? "" : "s")"
    return PlanStep(
      id: PlanStep.Kind.files.rawValue, kind: .files, title: title, state: state,
      why:
        "\(question.references.count) references, \(open.count) of them to look at, with what other "
        + "steps are about; names and ids "
        + "that are made at \(toName) come from the record of this plan",
      duration: changed.isEmpty ? nil : .files,
      check: [PlanCommand(.here, words + ["--check"]), verification],
      commands: changed.isEmpty
        ? [] : map + [PlanCommand(.here, words + ["-i", "--backup", ".orig"])],
      left: left, needs: needs,
      action: changed.isEmpty
        ? nil : .rewriteFiles(paths: question.paths, options: question.rewriteOptions))
  }

  private static let mapFile = "map.json"

  /// What writes down the names and ids of both sites as they are by then; nil where the files name
  /// nothing of a project, or nobody can log in.
  private var mapCommand: PlanCommand? {
    let isNamed = question.references.contains {
      Planner.kindsWithSteps.contains($0.kind) || $0.kind == "resource_id"
    }
    guard question.map != nil, isNamed else { return nil }
    return PlanCommand(.here, ["chiport", "map"] + siteOptions + ["--save", Planner.mapFile])
  }

  /// What has steps of its own, which say what is left to do.
  private static let kindsWithSteps: Set = [
    "image", "network", "key_pair", "security_group", "share", "floating_ip",
    "application_credential", "container",
  ]

  /// From here on an instance does better than the link here, in seconds.
  private static let longSeconds = 1_800

  /// How to run the plan on an instance, when copying from here takes long.
  func elsewhere(_ steps: [PlanStep]) -> PlanElsewhere? {
    let bytes = steps.filter { $0.state == .todo }.compactMap { $0.action?.bytes }.reduce(0, +)
    guard let rate = question.rate, bytes > 0 else { return nil }
    let duration = rate.duration(of: bytes)
    guard duration.seconds.upperBound > Planner.longSeconds else { return nil }
    return PlanElsewhere(
      why:
        "copying takes \(duration.text) from here (\(duration.basis)); an instance at \(fromName) "
        + "is nearer to both",
      lines: elsewhereLines)
  }

  /// One paste: the plan goes to the instance with what is done of it, and the record comes back.
  private var elsewhereLines: [String] {
    let file = question.planFile ?? "\(question.from.id)-to-\(question.to.id).json"
    let (plan, record) = (Planner.localPath(file), Planner.localPath(file + ".record"))
    // A plan that is there may have been edited: none is written over it.
    let making =
      question.planFile == nil
      ? ["test -e \(plan) || \(ShellText.command(planCommand + ["--output", file]))"] : []
    return making + [
      "INSTANCE=cc@ADDRESS",
      "scp \"$(command -v chiport)\" \"$INSTANCE\":",
      "scp \(plan) \"$INSTANCE\":plan.json",
      "test ! -e \(record) || scp \(record) \"$INSTANCE\":plan.json.record",
      "ssh -t \"$INSTANCE\" \(ShellText.quoted(remoteLine))",
      "scp \"$INSTANCE\":plan.json.record \(record)",
    ]
  }

  /// What is done on the instance.
  private var remoteLine: String {
    // On an instance its metadata tell the project, too; what is told is right in any case.
    let project = source?.projectID.map { " --project-id \(ShellText.quoted($0))" } ?? ""
    return
      "sudo apt-get install -y libsqlite3-0 libcurl4 python3-venv && python3 -m venv ~/ccauth && "
      + "~/ccauth/bin/pip install ccauth && "
      + "~/ccauth/bin/ccauth clouds-yaml --all-sites\(project) "
      + "--output ~/.config/openstack/clouds.yaml && "
      + "./chiport apply plan.json --only copies --yes"
  }

  /// A path as a word that `scp` takes neither for a host's nor for an option.
  private static func localPath(_ path: String) -> String {
    let isPlain = ["/", "./", "../"].contains { path.hasPrefix($0) }
    return ShellText.quoted(isPlain ? path : "./" + path)
  }

  /// The command that makes this plan, but for where its knowledge came from.
  private var planCommand: [String] {
    ["chiport", "plan"] + question.paths + siteOptions + question.planOptions
      + question.rewriteOptions
  }
}
