/// Hosts that once answered.
///
/// Source: openrc files and documentation of 2015 to 2020 in public repositories.
enum RetiredHosts {
  static let names: Set = [
    "openstack.tacc.chameleoncloud.org", "openstack.uc.chameleoncloud.org",
    "ironic.chameleon.tacc.utexas.edu", "chi-uc.chameleoncloud.org", "chi-tacc.chameleoncloud.org",
    "ironic.chameleoncloud.org", "chi.evl.uic.edu", "chameleon.cs.iit.edu",
  ]
}
