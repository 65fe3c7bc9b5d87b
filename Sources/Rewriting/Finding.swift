package import Equivalence
package import SourceText

/// What binds a text to a site.
package enum ReferenceClass: String, Sendable, Hashable, CaseIterable {
  case nodeType = "node_type"
  case selector
  /// One node, by name or UUID.
  case node
  /// A site or region by name.
  case site
  case authURL = "auth_url"
  /// The client id of a site's single sign-on.
  case clientID = "client_id"
  /// A path of the Reference API.
  case discoveryURL = "discovery_url"
  case dashboardURL = "dashboard_url"
  case objectStoreURL = "object_store_url"
  case rcloneRemote = "rclone_remote"
  /// The cloud of a `clouds.yaml` by name.
  case cloud
  case image
  case network
  case flavor
  case keyPair = "key_pair"
  case securityGroup = "security_group"
  case floatingIP = "floating_ip"
  /// A lease, reservation, server or anything else with a UUID of one project at one site.
  case resourceID = "resource_id"
  case projectID = "project_id"
  case applicationCredential = "application_credential"
  case share
  /// A container of an object store.
  case container
  /// A device of CHI@Edge.
  case device
  /// A fixed date, which a lease cannot begin at once it is past.
  case date
  /// A command, host or API that is gone.
  case retired
  /// A part that could not be read, though it has words that references have.
  case unread
}

/// What is done about a reference.
package enum Decision: String, Sendable, Hashable, CaseIterable {
  case rewritten
  /// It means the same at the target as it is.
  case portable
  /// Something was chosen, or has to be: the report lists it so that a person looks at it.
  case choice
  /// It has to change, and nothing could be written.
  case unresolved
  /// It is left alone on purpose: other sites' words, branches, names.
  case kept
}

/// A reference, and what was decided about it.
package struct Finding: Sendable {
  package let kind: ReferenceClass
  /// As written; a secret's name, never its value.
  package let value: String
  /// Where in the file its first byte is.
  package let position: Position
  /// The number of the notebook's cell, from 1; nil outside of cells.
  package let cell: Int?
  package let decision: Decision
  /// What stands there afterwards, or would stand there; nil when nothing is proposed.
  package let replacement: String?
  package let grade: Grade?
  /// How fast the replacement is expected to be, such as `1.8 to 2.2 times`.
  package let ratio: String?
  /// On what grounds, one sentence without a full stop.
  package let reason: String
  /// What else a person can choose, best first.
  package let options: [String]
  /// The entry of the user's map that was followed; nil where none was.
  package let mapEntry: String?
  /// What `reason` comes to, where programs have to know; nil for everything else.
  package let ground: Ground?

  /// Grounds that programs tell apart.
  package enum Ground: Sendable, Hashable {
    /// It repeats a variable, and is decided where that is defined.
    case follows
    /// It means the same to everybody at a site that the port is not about.
    case ofAnotherSite
    /// The experiment makes it itself.
    case made
  }

  package init(
    kind: ReferenceClass, value: String, position: Position, cell: Int?, decision: Decision,
    replacement: String? = nil, grade: Grade? = nil, ratio: String? = nil, reason: String,
    options: [String] = [], mapEntry: String? = nil, ground: Ground? = nil
  ) {
    self.kind = kind
    self.value = value
    self.position = position
    self.cell = cell
    self.decision = decision
    self.replacement = replacement
    self.grade = grade
    self.ratio = ratio
    self.reason = reason
    self.options = options
    self.mapEntry = mapEntry
    self.ground = ground
  }
}
