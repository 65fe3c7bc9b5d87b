package import JSON

/// One thing of the source, and what is its counterpart at the target.
package struct ResourcePair: Sendable, Hashable {
  /// One side of a pair.
  package struct End: Sendable, Hashable {
    /// The name where the service has no ids.
    package let id: String
    package let name: String
    /// Other texts that programs find it by, such as what a share is mounted from.
    package let locations: [String]

    /// Makes a side.
    package init(id: String, name: String, locations: [String] = []) {
      self.id = id
      self.name = name
      self.locations = locations
    }

    /// The side that a resource is.
    package init(_ resource: some Resource) {
      self.init(id: resource.id, name: resource.name)
    }
  }

  /// What a pair was told by.
  package enum Ground: String, Sendable, Hashable, CaseIterable {
    /// Both sites know it by the same id.
    case id
    case name
    /// The content of an image is the same.
    case checksum
    /// The key of a key pair is the same.
    case fingerprint
    /// A copy was recorded.
    case copied
  }

  /// What came of looking for a counterpart.
  package enum Outcome: Sendable, Hashable {
    case paired(End, Ground)
    /// Several at the target could be meant.
    case ambiguous([End])
    /// The target has something of this name that is something else.
    case conflict(End)
    case missing
    /// The target's could not be listed.
    case unknown
  }

  package let kind: ResourceKind
  package let source: End
  package let outcome: Outcome
  /// Whether it is the project's own at the source, and not what the site has for everybody.
  package let isOwn: Bool
  /// What differs, or what else there is to know; nil for nothing.
  package let remark: String?
  /// What to do, for people; nil when nothing has to be done.
  package let advice: String?

  /// Makes a pair.
  package init(
    kind: ResourceKind, source: End, outcome: Outcome, isOwn: Bool, remark: String? = nil,
    advice: String? = nil
  ) {
    self.kind = kind
    self.source = source
    self.outcome = outcome
    self.isOwn = isOwn
    self.remark = remark
    self.advice = advice
  }

  /// The counterpart; nil when there is none, or not one.
  package var target: End? {
    if case .paired(let end, _) = outcome { end } else { nil }
  }

  /// What came of it, in one word.
  package var status: String {
    switch outcome {
    case .paired: "paired"
    case .ambiguous: "ambiguous"
    case .conflict: "conflict"
    case .missing: "missing"
    case .unknown: "unknown"
    }
  }
}

extension ResourcePair {
  /// The pair as an element of `pairs` in a map.
  package var document: JSONValue {
    var record = Members()
    record.add("kind", kind.rawValue)
    record.add("status", status)
    record.add("name", source.name)
    record.add("id", source.id)
    record.add("locations", source.locations)
    switch outcome {
    case .paired(let end, let ground):
      record.add("new_name", end.name)
      record.add("new_id", end.id)
      record.add("new_locations", end.locations)
      record.add("by", ground.rawValue)
    case .conflict(let end):
      record.add("candidates", .array([ResourcePair.candidate(end)]))
    case .ambiguous(let ends): record.add("candidates", .array(ends.map(ResourcePair.candidate)))
    case .missing, .unknown: break
    }
    record.add("own", isOwn)
    record.add("remark", remark)
    record.add("advice", advice)
    return record.object
  }

  private static func candidate(_ end: End) -> JSONValue {
    ["id": .string(end.id), "name": .string(end.name)]
  }

  /// Reads what `document` writes; nil when the kind, the status or the id is missing.
  package init?(document: JSONValue) {
    guard let kind = document.text("kind").flatMap(ResourceKind.init(rawValue:)),
      let status = document.text("status"), let id = document.text("id")
    else { return nil }
    let candidates = (document["candidates"]?.array ?? []).compactMap { item in
      item.text("id").map { End(id: $0, name: item.text("name") ?? "") }
    }
    let outcome: Outcome
    switch (status, document.text("new_id"), candidates.first) {
    case ("paired", let newID?, _):
      let end = End(
        id: newID, name: document.text("new_name") ?? "",
        locations: document.texts("new_locations"))
      outcome = .paired(end, document.text("by").flatMap(Ground.init(rawValue:)) ?? .name)
    case ("conflict", _, let end?): outcome = .conflict(end)
    case ("ambiguous", _, _): outcome = .ambiguous(candidates)
    case ("missing", _, _): outcome = .missing
    case ("unknown", _, _): outcome = .unknown
    default: return nil
    }
    self.init(
      kind: kind,
      source: End(
        id: id, name: document.text("name") ?? "", locations: document.texts("locations")),
      outcome: outcome, isOwn: document.flag("own") ?? false, remark: document.text("remark"),
      advice: document.text("advice"))
  }
}
