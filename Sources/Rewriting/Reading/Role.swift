import SourceText

/// What a value is for, told by the name that the program gives it.
enum Role: Sendable, Hashable {
  case nodeType, site, image, network, subnet, flavor, keyPair, securityGroup, projectID
  case resource, credential, authURL, clientID, cloud, name, date, count, device, share, node
  case flavorID
  /// A container of an object store; containers that programs run in are none.
  case container

  /// The role that a key, an option, a keyword or a variable gives its value; nil for most.
  ///
  /// Spelling does not count: `NODE_TYPE`, `--node-type` and `nodeType` are one.
  init?(key: String) {
    // Names are many and mostly ASCII: no characters are put together here.
    let last = Role.last(of: key)
    let word = String(decoding: last.compactMap(Role.wordByte), as: UTF8.self)
    if let role = Role.exact[word] {
      self = role
      return
    }
    guard let role = Role.endings.first(where: { word.hasSuffix($0.0) })?.1 else { return nil }
    self = role
  }

  /// What follows the last dot.
  private static func last(of name: String) -> Substring.UTF8View {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name.utf8[...] }
    return name.utf8[name.utf8.index(after: dot)...]
  }

  /// A letter in lower case or a digit; nil for what only joins the parts of a name.
  private static func wordByte(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      byte
    default: nil
    }
  }

  private static let exact: [String: Role] = [
    "nodetype": .nodeType, "nodetypes": .nodeType, "machinetype": .nodeType,
    "hardwaretype": .nodeType, "flavour": .nodeType, "hosttype": .nodeType,
    "servertype": .nodeType, "gputype": .nodeType, "hardware": .nodeType, "ntype": .nodeType,
    "site": .site, "region": .site, "facility": .site, "subsite": .site, "regionname": .site,
    "location": .site, "testbedsite": .site,
    "image": .image, "imagename": .image, "imageref": .image, "imageid": .image,
    "baseimage": .image, "osimage": .image, "sourceimage": .image,
    "network": .network, "networkname": .network, "networkid": .network, "netid": .network,
    "net": .network, "networks": .network, "nic": .network, "pool": .network,
    "floatingnetwork": .network, "externalnetwork": .network, "publicnet": .network,
    "privatenet": .network, "uuid": .resource,
    "subnet": .subnet, "subnetid": .subnet, "subnetname": .subnet, "fixedsubnet": .subnet,
    "flavor": .flavor, "flavorname": .flavor, "flavorref": .flavor, "instancetype": .flavor,
    "forceflavor": .flavor, "flavorid": .flavorID,
    "keyname": .keyPair, "keypair": .keyPair, "keypairname": .keyPair,
    "sshkeyname": .keyPair, "keypairid": .keyPair,
    "securitygroup": .securityGroup, "securitygroups": .securityGroup, "secgroup": .securityGroup,
    "securitygroupids": .securityGroup, "securitygroupid": .securityGroup,
    "projectid": .projectID, "tenantid": .projectID, "osprojectid": .projectID,
    "ostenantid": .projectID,
    "reservation": .resource, "reservationid": .resource, "lease": .resource, "leaseid": .resource,
    "serverid": .resource, "portid": .resource, "instanceid": .resource, "hint": .resource,
    "applicationcredentialid": .credential, "osapplicationcredentialid": .credential,
    "applicationcredentialsecret": .credential, "osapplicationcredentialsecret": .credential,
    "authurl": .authURL, "osauthurl": .authURL, "auth": .authURL,
    "clientid": .clientID, "osclientid": .clientID,
    "cloud": .cloud, "oscloud": .cloud, "cloudname": .cloud,
    "name": .name, "leasename": .name, "servername": .name, "hostname": .name,
    "instancename": .name, "title": .name, "description": .name, "help": .name, "prefix": .name,
    "label": .name, "jobname": .name, "experimentname": .name,
    "startdate": .date, "enddate": .date, "start": .date, "end": .date,
    "min": .count, "max": .count, "count": .count, "amount": .count, "nodes": .count,
    "machinename": .device, "devicename": .device, "devicemodel": .device,
    "share": .share, "sharename": .share, "shareid": .share, "exportlocation": .share,
    "nodename": .node, "nodeuid": .node, "hypervisorhostname": .node, "uid": .node,
  ]

  private static let endings: [(String, Role)] = [
    ("nodetype", .nodeType), ("machinetype", .nodeType), ("regionname", .site), ("region", .site),
    ("sitename", .site), ("site", .site), ("imagename", .image), ("image", .image),
    ("networkname", .network), ("networkid", .network), ("subnetid", .subnet),
    ("flavorname", .flavor), ("keyname", .keyPair), ("keypair", .keyPair),
    ("securitygroup", .securityGroup), ("projectid", .projectID), ("reservationid", .resource),
    ("leaseid", .resource), ("leasename", .name), ("servername", .name), ("hostname", .name),
    ("authurl", .authURL), ("clientid", .clientID), ("cloud", .cloud),
  ]

  /// The role that a function gives its first argument.
  init?(firstArgumentOf callee: String) {
    let last = Role.last(of: callee)
    // Others connect to databases and sockets.
    if callee == "openstack.connect" || callee == "openstack.connection.from_config" {
      self = .cloud
      return
    }
    let method = String(Substring(last))
    if Role.storeMethods.contains(method), Role.isStore(callee.dropLast(method.count)) {
      self = .container
      return
    }
    guard let role = Role.functions[method] else { return nil }
    self = role
  }

  /// Whether what a method is called on is called like a connection to an object store.
  private static func isStore(_ receiver: Substring) -> Bool {
    let name = receiver.lowercased()
    return ["swift", "object_store", "conn"].contains { name.contains($0) }
  }

  /// Source: python-swiftclient 4, `swiftclient.client.Connection`, and openstacksdk 4,
  /// `openstack.object_store.v1._proxy` and the cloud layer.
  private static let storeMethods: Set = [
    "put_object", "get_object", "head_object", "post_object", "delete_object", "create_object",
    "upload_object", "download_object", "list_objects", "search_objects", "head_container",
    "post_container", "delete_container",
  ]

  private static let functions: [String: Role] = [
    "use_site": .site, "choose_site": .site, "get_image_id": .image, "get_image": .image,
    "get_image_name": .image, "get_network_id": .network, "get_network": .network,
    "get_subnet_id": .subnet, "get_flavor_id": .flavor, "get_flavor": .flavor,
    "get_node_type": .nodeType, "get_share_id": .share, "get_share": .share,
    "add_device_reservation": .device, "create_lease": .name, "create_server": .name,
    "Lease": .name, "Server": .name,
    "get_lease": .name, "get_lease_by_name": .name, "get_server": .name,
  ]
}

extension Role {
  /// The role that the surroundings give to the value of a name.
  init?(in context: Context) {
    // What is compared, or looked up, is not what comes of it.
    if context.isCompared { return nil }
    if let role = context.key.flatMap(Role.init(key:)) {
      self = role
    } else if case .positional(let index, let call) = context.step, index == 0,
      let role = Role(firstArgumentOf: call.callee)
    {
      self = role
    } else {
      return nil
    }
  }

  /// The class of references that values in this role are; nil where the role does not say.
  var referenceClass: ReferenceClass? {
    switch self {
    case .nodeType: .nodeType
    case .site: .site
    case .image: .image
    case .network, .subnet: .network
    case .flavor, .flavorID: .flavor
    case .keyPair: .keyPair
    case .securityGroup: .securityGroup
    case .projectID: .projectID
    case .resource: .resourceID
    case .credential: .applicationCredential
    case .authURL: .authURL
    case .clientID: .clientID
    case .cloud: .cloud
    case .date: .date
    case .device: .device
    case .share: .share
    case .container: .container
    case .node: .node
    case .name, .count: nil
    }
  }
}
