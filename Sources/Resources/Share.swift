package import JSON

/// A share of Manila.
///
/// Source of the members: Shared File Systems API v2, "List shares with details" and "List export
/// locations" (https://docs.openstack.org/api-ref/shared-file-system/).
package struct Share: Resource {
  package static let kind = ResourceKind.share

  package let id: String
  package let name: String
  /// In GiB.
  package let size: Int?
  /// `CEPHFS`, `NFS` and others.
  package let shareProtocol: String?
  /// `available` once it can be used.
  package let status: String?
  /// Whether all projects see it.
  package let isPublic: Bool
  package let projectID: String?
  /// What is mounted, such as `10.140.82.1:/volumes/_nogroup/…`, the preferred one first.
  package let exportLocations: [String]
  package let type: String?
  package let createdAt: String?

  /// Makes a share; its size in GiB.
  package init(
    id: String, name: String, size: Int? = nil, shareProtocol: String? = nil,
    status: String? = "available", isPublic: Bool = false, projectID: String? = nil,
    exportLocations: [String] = [], type: String? = nil, createdAt: String? = nil
  ) {
    self.id = id
    self.name = name
    self.size = size
    self.shareProtocol = shareProtocol
    self.status = status
    self.isPublic = isPublic
    self.projectID = projectID
    self.exportLocations = exportLocations
    self.type = type
    self.createdAt = createdAt
  }

  package init?(document: JSONValue) {
    guard let id = document.text("id") else { return nil }
    // Services before microversion 2.9 tell locations here.
    let locations = document.texts("export_locations")
    self.init(
      id: id, name: document.text("name") ?? "", size: document.number("size"),
      shareProtocol: document.text("share_proto"), status: document.text("status"),
      isPublic: document.flag("is_public") ?? false, projectID: document.text("project_id"),
      exportLocations: locations.isEmpty
        ? [document.text("export_location")].compactMap { $0 } : locations,
      type: document.text("share_type_name") ?? document.text("share_type"),
      createdAt: document.text("created_at"))
  }

  /// The same share with what it is mounted from, which Manila tells apart from it.
  package func located(at locations: [String]) -> Share {
    Share(
      id: id, name: name, size: size, shareProtocol: shareProtocol, status: status,
      isPublic: isPublic, projectID: projectID, exportLocations: locations, type: type,
      createdAt: createdAt)
  }

  package var document: JSONValue {
    var record = Members()
    record.add("id", id)
    record.add("name", name)
    record.add("size", size)
    record.add("share_proto", shareProtocol)
    record.add("status", status)
    record.add("is_public", isPublic)
    record.add("project_id", projectID)
    record.add("export_locations", exportLocations)
    record.add("share_type_name", type)
    record.add("created_at", createdAt)
    return record.object
  }
}
