import Resources
import Testbed

extension Planner {
  /// The step that others wait for, as everything at the target needs a login.
  var credentialID: String { PlanStep.Kind.credentials.rawValue }

  /// The logins of the experiment and of the move: copies need one at the source too.
  var credentialStep: PlanStep {
    let named = references("application_credential", "project_id", "client_id")
    let sides = [
      (question.source, question.from, PlanCommand.Place.source),
      (question.target, question.to, .target),
    ]
    let missing = sides.filter { state, _, place in
      // Nothing is copied from a site that is down.
      !state.isLoggedIn && !(place == .source && state.outage != nil)
    }.map { $0.1.name }
    let reports = sides.map { state, site, _ in
      state.isLoggedIn
        ? "a login at \(site.name) works"
        : state.outage != nil
          ? "\(site.name) is down"
          : state.inventory != nil
            ? "no login at \(site.name) was tried" : "no login at \(site.name) is known to work"
    }
    var why = reports.joined(separator: "; ")
    if !named.isEmpty { why += "; credentials are per site, \(places(named))" }
    return PlanStep(
      id: credentialID, kind: .credentials,
      title: !missing.isEmpty
        ? "log in at \(missing.joined(separator: " and "))"
        : named.isEmpty
          ? "the logins at \(fromName) and \(toName) are there"
          : "make the credentials of \(toName) that the files name",
      state: missing.isEmpty && named.isEmpty ? .done : .todo,
      why: why
        + "; a restricted application credential cannot create leases, as these make a trust",
      duration: missing.isEmpty ? nil : .login,
      check: sides.map { PlanCommand($0.2, ["openstack", "token", "issue", "-c", "project_id"]) },
      commands: loginCommands(missing) + credentialCommands,
      left: loginAdvice(missing) + credentialAdvice(named))
  }

  /// Nothing where a login works: its `clouds.yaml` is there, and `ccauth` would leave it as it is.
  ///
  /// Source: https://github.com/ChameleonCloud/ccauth at commit 7650b49: outside of an instance
  /// nothing but `--project-id` tells the project; `ccauth/writers.py` keeps a file that is there.
  private func loginCommands(_ missing: [String]) -> [PlanCommand] {
    guard !missing.isEmpty, !question.source.isLoggedIn, !question.target.isLoggedIn else {
      return []
    }
    let project = source?.projectID ?? "PROJECT_ID"
    return [
      PlanCommand(.here, ["ccauth", "discover-projects"], caution: .fillIn),
      PlanCommand(
        .here,
        line: "ccauth clouds-yaml --all-sites --project-id \(ShellText.quoted(project)) "
          + "--output ~/.config/openstack/clouds.yaml", caution: .fillIn),
    ]
  }

  private func loginAdvice(_ missing: [String]) -> [String] {
    guard !missing.isEmpty else { return [] }
    guard question.source.isLoggedIn || question.target.isLoggedIn else {
      return [
        "a clouds.yaml that is there already is left as it is: log in with that, or add to it"
      ]
    }
    return [
      "add \(missing.joined(separator: " and ")) to the clouds.yaml that you have: "
        + "'ccauth discover-projects' prints the command"
    ]
  }

  /// Only what the files name: the credential is as good as a password.
  private var credentialCommands: [PlanCommand] {
    guard !references("application_credential").isEmpty else { return [] }
    let name = "\(question.to.id)-experiment"
    return [
      PlanCommand(
        .target, ["openstack", "application", "credential", "create", "--unrestricted", name],
        caution: .printsSecret)
    ]
  }

  private func credentialAdvice(_ named: [PlanReference]) -> [String] {
    guard !named.isEmpty else { return [] }
    let files = Set(named.map(\.path)).sorted().joined(separator: ", ")
    return [
      "write what \(toName) has instead where the old one stands, and keep secrets out of "
        + "repositories: \(files)"
    ]
  }
}

// Key pairs.
extension Planner {
  /// A step for each key pair that the files name.
  var keyPairSteps: [PlanStep] {
    grouped(references("key_pair")).map { name, all in
      let taken = all.compactMap(\.replacement).first { $0 != name }
      if let taken, target?.keyPairs.elements?.contains(where: { $0.name == taken }) == true {
        return keyPair(
          name, .done, "key pair \(name) is \(taken) at \(toName)",
          "the files will name that one; \(places(all))", check: taken)
      }
      return pair(.keyPair, name).flatMap { pairedKey(name, $0, all) }
        ?? missingKey(name, all)
    }
  }

  /// What the pairing says of a key pair; nil when the target has nothing like it.
  private func pairedKey(
    _ name: String, _ pair: ResourcePair, _ references: [PlanReference]
  ) -> PlanStep? {
    let place = places(references)
    switch pair.outcome {
    case .paired(let end, _):
      return keyPair(
        name, .done,
        end.name == name
          ? "key pair \(name) is at \(toName)" : "key pair \(name) is \(end.name) at \(toName)",
        "\(pair.remark ?? "with the same fingerprint"); \(place)", check: end.name)
    case .conflict(let end):
      let prints = [source, target].compactMap { inventory in
        inventory?.keyPairs.elements?.first { $0.name == end.name }?.fingerprint
      }
      return keyPair(
        name, .decide, "key pair \(name) is another key at \(toName)",
        "fingerprints \(prints.joined(separator: " and ")); \(place)",
        left: ["see that you have the private half of that one", pair.advice].compactMap { $0 })
    case .ambiguous, .missing, .unknown: return nil
    }
  }

  private func missingKey(_ name: String, _ references: [PlanReference]) -> PlanStep {
    let place = places(references)
    if target?.keyPairs.elements?.contains(where: { $0.name == name }) == true {
      return keyPair(
        name, .done, "key pair \(name) is at \(toName)", "it is listed there; \(place)")
    }
    let own = source?.keyPairs.elements?.first { $0.name == name }
    guard let own, let key = own.publicKey else {
      return keyPair(
        name, .todo, "upload key pair \(name)",
        "key pairs are per site; its public half is "
          + whyUnknown(source?.keyPairs, at: question.source, fromName) + "; \(place)",
        commands: [importCommand(name, own?.type, "PUBLIC_KEY_FILE", caution: .fillIn)],
        left: ["the public half of the key that you use, such as ~/.ssh/id_ed25519.pub"])
    }
    let file = "\(name.replacing(scalar: "/", with: "-")).pub"
    return keyPair(
      name, .todo, "import key pair \(name)",
      "key pairs are per site, and only the public half is needed; \(place)",
      commands: [
        PlanCommand(
          .source, ["openstack", "keypair", "show", "--public-key", name], output: file),
        importCommand(name, own.type, file),
      ], action: .importKeyPair(name: name, publicKey: key, type: own.type))
  }

  /// Source: python-openstackclient 10.5, `keypair create`: `--type` wants Nova's API 2.2, and the client
  /// asks for 2.1 by default.
  private func importCommand(
    _ name: String, _ type: String?, _ file: String, caution: PlanCommand.Caution? = nil
  ) -> PlanCommand {
    let isPlain = type == nil || type == "ssh"
    let version = isPlain ? [] : ["--os-compute-api-version", "2.2"]
    let option = type.map { isPlain ? [] : ["--type", $0] } ?? []
    return PlanCommand(
      .target,
      ["openstack"] + version + ["keypair", "create"] + option + ["--public-key", file, name],
      unless: ["openstack", "keypair", "show", name], caution: caution)
  }

  private func keyPair(
    _ name: String, _ state: PlanStep.State, _ title: String, _ why: String,
    check: String? = nil, commands: [PlanCommand] = [], left: [String] = [],
    action: PlanAction? = nil
  ) -> PlanStep {
    PlanStep(
      id: PlanStep.id(.keyPair, name), kind: .keyPair, title: title, state: state, why: why,
      duration: state == .todo ? .requests : nil,
      check: [PlanCommand(.target, ["openstack", "keypair", "show", check ?? name])],
      commands: commands, left: left, needs: state == .todo ? [credentialID] : [], action: action)
  }
}
