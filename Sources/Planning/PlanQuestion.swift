package import Equivalence
package import Resources
package import Testbed

/// Everything that a plan is made from.
package struct PlanQuestion: Sendable {
  package var from: PlanSite
  package var to: PlanSite
  /// UTC, ISO 8601, to the second.
  package var madeAt: String
  package var paths: [String]
  /// What `paths` are relative to, absolute; nil when nobody said.
  package var folder: String?
  /// How many nodes; nil when nobody said.
  package var nodes: Int?
  /// For how long, in minutes; nil when nobody said.
  package var minutes: Int?
  /// How often a run reads its data; nil when nobody said.
  package var reads: Int?
  package var references: [PlanReference]
  package var files: [PlanFile]
  package var source: SiteState
  package var target: SiteState
  /// Containers of the source whose names are words of the files, with the first place of each, such
  /// as `run.sh:7`: that alone does not say that they are meant.
  package var mentionedContainers: [String: String]
  /// What of the source stands for what at the target; nil unless both are known.
  package var map: ResourceMap?
  /// Options of `chiport rewrite` that the user chose.
  package var rewriteOptions: [String]
  /// Further options of `chiport plan` that the user chose, but for those that say where knowledge
  /// comes from.
  package var planOptions: [String]
  /// The file that the plan is written to as JSON, as the user named it; nil for none.
  package var planFile: String?
  package var slots: SlotKnowledge
  /// The link from the source to here and on; nil when it was not measured.
  package var rate: TransferRate?
  /// Sites that publish an image of Chameleon's; nil for a name that is none.
  package var publishers: @Sendable (String) -> [SiteID]?

  /// A question with nothing known; the caller fills in the rest.
  package init(from: PlanSite, to: PlanSite, madeAt: String, paths: [String]) {
    self.from = from
    self.to = to
    self.madeAt = madeAt
    self.paths = paths
    references = []
    files = []
    source = .unknown("not asked")
    target = .unknown("not asked")
    mentionedContainers = [:]
    rewriteOptions = []
    planOptions = []
    slots = .unknown("not asked")
    publishers = { _ in nil }
  }
}

/// What a plan knows of a site.
package struct PlanSite: Sendable, Hashable {
  package let id: SiteID
  /// For people: `CHI@UC`.
  package let name: String
  /// `baremetal`, `kvm` or `edge`.
  package let siteClass: String
  /// The site whose object store it uses; nil for none.
  package let storeSite: SiteID?
  package let hasShares: Bool
  /// What stands after `--os-cloud`.
  package let cloud: String
  /// What stands there for the site whose object store it uses.
  package let storeCloud: String
  /// Whether volunteers run it, with a lower level of service.
  package let isAssociate: Bool
  /// The day after which no lease may end, `2027-01-15`; nil for a site that stays.
  package let retiresOn: String?

  /// Makes a site from its parts; without a cloud for the store it is that of the site, or called like
  /// the store's.
  package init(
    id: SiteID, name: String, siteClass: String = "baremetal", storeSite: SiteID? = nil,
    hasShares: Bool = false, cloud: String, storeCloud: String? = nil, isAssociate: Bool = false,
    retiresOn: String? = nil
  ) {
    self.id = id
    self.name = name
    self.siteClass = siteClass
    self.storeSite = storeSite
    self.hasShares = hasShares
    self.cloud = cloud
    self.storeCloud =
      storeCloud ?? (storeSite == id ? cloud : storeSite.map { $0.text } ?? cloud)
    self.isAssociate = isAssociate
    self.retiresOn = retiresOn
  }

  /// Whether its object store is another site's, which has a login of its own.
  package var usesOtherStore: Bool { storeSite != nil && storeSite != id }
}

/// What is known of a project at a site.
package struct SiteState: Sendable, Hashable {
  /// What the project has, as far as known; nil for nothing.
  package var inventory: ProjectInventory?
  /// Whether a login was used just now: a saved inventory says nothing about logins.
  package var isLoggedIn: Bool
  /// Why there is no inventory; the text completes the sentence "unknown: ...".
  package var reason: String?
  /// Why the site cannot be used now, as it does not answer or an outage is announced; nil when it can,
  /// as far as known.
  package var outage: String?

  /// What a project has, from a login or from a file.
  package static func known(
    _ inventory: ProjectInventory, isLoggedIn: Bool = true
  ) -> SiteState {
    SiteState(inventory: inventory, isLoggedIn: isLoggedIn)
  }

  /// Nothing, for a reason.
  package static func unknown(_ reason: String) -> SiteState {
    SiteState(isLoggedIn: false, reason: reason)
  }

  /// Nothing, as the site cannot be used.
  package static func down(_ reason: String) -> SiteState {
    SiteState(isLoggedIn: false, outage: reason)
  }
}

/// Something in the files that binds them to the source, and what was decided about it.
package struct PlanReference: Sendable, Hashable {
  /// As the report of `chiport rewrite` has it: `node_type`, `image`.
  package let kind: String
  package let value: String
  package let path: String
  /// From 1.
  package let line: Int
  /// As the report has it: `rewritten`, `portable`, `choice`, `unresolved`, `kept`.
  package let decision: String
  package let replacement: String?
  package let grade: Grade?
  /// For example `1.8 to 2.2`.
  package let ratio: String?
  package let reason: String
  package let options: [String]
  /// Whether it is only a word that is spelled like something of the project, in a comment perhaps.
  package let isMention: Bool
  /// Whether it only repeats a variable, and is decided where that is defined.
  package let isRepeated: Bool

  /// Makes a reference from its parts.
  package init(
    kind: String, value: String, path: String, line: Int, decision: String,
    replacement: String? = nil, grade: Grade? = nil, ratio: String? = nil, reason: String = "",
    options: [String] = [], isMention: Bool = false, isRepeated: Bool = false
  ) {
    self.kind = kind
    self.value = value
    self.path = path
    self.line = line
    self.decision = decision
    self.replacement = replacement
    self.grade = grade
    self.ratio = ratio
    self.reason = reason
    self.options = options
    self.isMention = isMention
    self.isRepeated = isRepeated
  }

  /// Whether a person has to look at it.
  package var isOpen: Bool { decision == "choice" || decision == "unresolved" }
  /// `lease.sh:5`.
  package var place: String { "\(path):\(line)" }
}

/// A file of the experiment.
package struct PlanFile: Sendable, Hashable {
  package let path: String
  package let isChanged: Bool
  /// Why it cannot be ported, or what has to be answered first; nil for nothing.
  package let obstacle: String?

  /// Makes a file from its parts.
  package init(path: String, isChanged: Bool, obstacle: String? = nil) {
    self.path = path
    self.isChanged = isChanged
    self.obstacle = obstacle
  }
}

/// What is known of free nodes.
package enum SlotKnowledge: Sendable, Hashable {
  case known([PlanSlot])
  /// The text completes the sentence "unknown: ...".
  case unknown(String)
}

/// When hardware of the target is free.
package struct PlanSlot: Sendable, Hashable {
  /// What the files will name, which it answers for.
  package let name: String
  package let resource: PlanLease.Resource?
  /// How many can be counted on; nil when nobody knows.
  package let total: Int?
  package let freeNow: Int?
  /// `2026-11-24 09:00`, UTC; nil when there is no slot.
  package let start: String?
  package let end: String?
  /// Whether `start` is the moment of asking.
  package let isNow: Bool

  /// Makes a slot from its parts.
  package init(
    name: String, resource: PlanLease.Resource?, total: Int?, freeNow: Int?, start: String?,
    end: String?, isNow: Bool
  ) {
    self.name = name
    self.resource = resource
    self.total = total
    self.freeNow = freeNow
    self.start = start
    self.end = end
    self.isNow = isNow
  }
}
