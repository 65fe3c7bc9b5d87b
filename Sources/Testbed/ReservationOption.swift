/// The value of `--reservation`, as `openstack reservation lease create` takes it.
///
/// Source: chameleon-blazarclient 3.6.5, `v1/shell_commands/leases.py`: `openstack` has no
/// `--physical-reservation`, which its `blazar` has, and the type has to be named.
package enum ReservationOption {
  /// So many hosts that a selector matches.
  package static func hosts(count: Int, selector: String) -> String {
    "resource_type=physical:host,min=\(count),max=\(count),resource_properties=\(selector)"
  }

  /// So many instances of a flavor by Nova's id, as Blazar takes no name.
  package static func instances(count: Int, flavor id: String) -> String {
    "resource_type=flavor:instance,flavor_id=\(id),amount=\(count)"
  }
}
