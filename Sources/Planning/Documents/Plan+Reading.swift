package import JSON
import Resources
import Testbed

extension Plan {
  /// Reads a plan that a person may have edited; members that are not known are passed over.
  ///
  /// - Throws: `PlanError` with the member that is wrong.
  package init(document: JSONValue) throws(PlanError) {
    let reader = PlanReader(value: document, path: "")
    guard try reader.member("document").string() == "plan" else {
      throw try reader.member("document").error("expected 'plan'")
    }
    let version = try reader.member("version").integer(atLeast: 1)
    guard version == Plan.version else {
      throw try reader.member("version").error(
        "found version \(version), expected \(Plan.version): make the plan again")
    }
    let from = try reader.member("from").site()
    let to = try reader.member("to").site()
    let steps = try reader.member("steps").map { (item) throws(PlanError) in
      try PlanStep(item)
    }
    try Plan.check(steps, reader)
    self.init(
      from: from, to: to, madeAt: try reader.member("made_at").string(),
      paths: try reader.member("paths").strings(),
      folder: try reader.optional("folder")?.name(),
      warnings: try reader.optional("warnings")?.strings() ?? [],
      grounds: try reader.optional("grounds")?.strings() ?? [],
      unknowns: try reader.optional("unknowns")?.strings() ?? [], steps: steps,
      elsewhere: try reader.optional("elsewhere").map { (item) throws(PlanError) in
        PlanElsewhere(
          why: try item.member("why").string(), lines: try item.member("lines").strings())
      },
      map: try reader.optional("map").map { (item) throws(PlanError) in
        do throws(ResourceError) { return try ResourceMap(document: item.value) } catch {
          throw item.error("\(error)")
        }
      })
  }

  /// Whether ids are unique, and what is needed comes before.
  private static func check(_ steps: [PlanStep], _ reader: PlanReader) throws(PlanError) {
    let all = Set(steps.map(\.id))
    var seen: Set<String> = []
    for (index, step) in steps.enumerated() {
      guard seen.insert(step.id).inserted else {
        throw PlanError(
          member: "steps[\(index)].id", reason: "found '\(step.id)', which another step has")
      }
      // Steps that were taken out are needed no more.
      if let late = step.needs.first(where: { all.contains($0) && !seen.contains($0) }) {
        throw PlanError(
          member: "steps[\(index)].needs", reason: "found '\(late)', which comes later")
      }
    }
  }
}

extension PlanStep {
  fileprivate init(_ reader: PlanReader) throws(PlanError) {
    let action = try reader.optional("action").map { (item) throws(PlanError) in
      try PlanAction(item)
    }
    self.init(
      id: try reader.member("id").name(), kind: try reader.member("kind").word(Kind.self),
      title: try reader.optional("title")?.string() ?? "",
      state: try reader.member("state").word(State.self),
      why: try reader.optional("why")?.string() ?? "",
      duration: try reader.optional("seconds").map { (item) throws(PlanError) in
        try PlanDuration(item)
      },
      check: try PlanStep.commands(reader, "check"),
      commands: try PlanStep.commands(reader, "commands"),
      shortcut: try reader.optional("chiport").map { (item) throws(PlanError) in
        try PlanCommand(item)
      },
      left: try reader.optional("left")?.strings() ?? [],
      needs: try reader.optional("needs")?.strings() ?? [], action: action)
  }

  private static func commands(
    _ reader: PlanReader, _ name: String
  ) throws(PlanError) -> [PlanCommand] {
    try reader.optional(name)?.map { (item) throws(PlanError) in try PlanCommand(item) } ?? []
  }
}

extension PlanDuration {
  fileprivate init(_ reader: PlanReader) throws(PlanError) {
    let least = try reader.member("least").integer(atLeast: 0)
    let most = try reader.member("most").integer(atLeast: least)
    self.init(
      seconds: least...most, basis: try reader.optional("basis")?.string() ?? "")
  }
}

extension PlanCommand {
  fileprivate init(_ reader: PlanReader) throws(PlanError) {
    let place = try reader.member("at").word(Place.self)
    let caution = try reader.optional("caution")?.word(Caution.self)
    if let line = try reader.optional("line") {
      self.init(place, line: try line.string(), caution: caution)
    } else {
      self.init(
        place, try reader.member("words").strings(),
        unless: try reader.optional("unless")?.strings() ?? [],
        unlessPrints: try reader.optional("unless_prints")?.strings() ?? [],
        tolerating: try reader.optional("tolerates")?.string(),
        output: try reader.optional("output")?.string(), caution: caution)
    }
  }
}

extension PlanReader {
  /// How many bytes are copied; nil where that is not told.
  fileprivate func bytes() throws(PlanError) -> Int? { try optional("bytes")?.integer(atLeast: 0) }

  fileprivate func newName() throws(PlanError) -> String {
    guard let given = try optional("new_name") else { return try member("name").name() }
    return try given.name()
  }

  fileprivate func subnet() throws(PlanError) -> Subnet {
    guard let subnet = Subnet(document: value) else {
      throw error("expected a subnet as Neutron has it, with an id")
    }
    return subnet
  }
}

extension PlanAction {
  fileprivate init(_ reader: PlanReader) throws(PlanError) {
    func name() throws(PlanError) -> String { try reader.member("name").name() }
    switch try reader.member("do").word(Name.self) {
    case .copyImage:
      self = .copyImage(
        id: try reader.optional("id")?.string() ?? "", name: try name(),
        newName: try reader.newName(), bytes: try reader.bytes())
    case .copyContainer:
      self = .copyContainer(
        name: try name(), newName: try reader.newName(), bytes: try reader.bytes(),
        stores: try PlanStores(reader))
    case .importKeyPair:
      self = .importKeyPair(
        name: try name(), publicKey: try reader.member("public_key").name(),
        type: try reader.optional("type")?.string())
    case .createSecurityGroup:
      self = .createSecurityGroup(
        name: try name(), description: try reader.optional("description")?.string() ?? "",
        rules: try reader.member("rules").map { (item) throws(PlanError) in
          SecurityGroupRule(document: item.value)
        })
    case .createNetwork:
      self = .createNetwork(
        name: try name(),
        subnets: try reader.member("subnets").map { (item) throws(PlanError) in
          try item.subnet()
        })
    case .rewriteFiles:
      self = .rewriteFiles(
        paths: try reader.member("paths").strings(),
        options: try reader.optional("options")?.strings() ?? [])
    case .createLease: self = .createLease(try PlanLease(reader))
    }
  }
}

extension PlanStores {
  /// Nil where no store is named.
  fileprivate init?(_ reader: PlanReader) throws(PlanError) {
    guard let from = try reader.optional("from"), let to = try reader.optional("to") else {
      return nil
    }
    self.init(from: try from.site(), to: try to.site())
  }
}

extension PlanLease {
  fileprivate init(_ reader: PlanReader) throws(PlanError) {
    let resource: Resource
    if let selector = try reader.optional("selector") {
      resource = .hosts(selector: try selector.name())
    } else {
      resource = .flavor(id: try reader.member("flavor").name())
    }
    self.init(
      name: try reader.member("name").name(), resource: resource,
      count: try reader.member("nodes").integer(atLeast: 1),
      start: try reader.optional("start")?.string(), end: try reader.member("end").name())
  }
}
