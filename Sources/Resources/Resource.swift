package import JSON

/// Something that a project has at a site, or uses there.
///
/// Every resource reads and writes the JSON of its own service, so that a saved inventory is read as
/// the service's answer is; members that are missing there are nil or empty here.
package protocol Resource: Sendable, Hashable {
  /// What it is.
  static var kind: ResourceKind { get }
  /// What the service knows it by; the name where the service has no ids.
  var id: String { get }
  /// What people call it; may be empty, and may be the name of several.
  var name: String { get }
  /// The members that are kept, in the service's spelling; none that is nil or empty.
  var document: JSONValue { get }

  /// Reads a service's record of it; nil when the record has no id.
  ///
  /// - Parameter document: One element of a listing, without the object around it.
  init?(document: JSONValue)
}
