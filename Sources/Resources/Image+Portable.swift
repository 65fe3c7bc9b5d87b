extension Image {
  /// The properties that say the same at another site, which copies of it get.
  package var portableProperties: [String: String] {
    properties.filter { Image.isPortable($0.key) }
  }

  /// Whether a property says the same at another site.
  ///
  /// Glance refuses `os_glance_` from users and writes `os_hash_`; openstacksdk keeps the digest that
  /// it computed in `owner_specified.openstack.` (and `.shade.` before); Nova and Cinder describe the
  /// instance or volume that a snapshot was made of, which is not there at the other site.
  ///
  /// Source: glance 32.0.0, `glance/api/v2/images.py` (`_reserved_properties`, `os_glance_`
  /// namespace); openstacksdk 4.4, `openstack/image/_base_proxy.py`; Nova, `nova/compute/utils.py`,
  /// `get_image_metadata`, and `nova/conf/api.py`.
  private static func isPortable(_ property: String) -> Bool {
    let prefixes = [
      "os_glance_", "os_hash_", "owner_specified.openstack.", "owner_specified.shade.", "chiport_",
    ]
    let names: Set = [
      "base_image_ref", "bdm_v2", "block_device_mapping", "boot_roles", "clean_attempts",
      "image_location", "image_state", "image_type", "instance_uuid", "locations", "owner_id",
      "owner_project_name", "owner_user_name", "root_device_name", "user_id", "virtual_size",
    ]
    return !names.contains(property) && !prefixes.contains { property.hasPrefix($0) }
  }
}
