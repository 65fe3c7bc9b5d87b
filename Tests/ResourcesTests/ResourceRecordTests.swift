import JSON
import Resources
import Testbed
import Testing

/// Records as the API references of the services show them, and what is read from them.
@Suite struct ResourceRecordTests {
  /// Source: Image API v2, "Show image", response example; two properties added.
  @Test func readsAnImage() throws {
    let image = try #require(
      Image(
        document: JSONValue(
          parsing: """
            {"status": "active", "name": "cirros-0.3.2-x86_64-disk", "tags": ["a"],
             "container_format": "bare", "created_at": "2014-05-05T17:15:10Z",
             "disk_format": "qcow2", "updated_at": "2014-05-05T17:15:11Z", "visibility": "public",
             "self": "/v2/images/1bea47ed-f6a9-463b-b423-14b9cca9ad27", "min_disk": 1,
             "protected": false, "id": "1bea47ed-f6a9-463b-b423-14b9cca9ad27",
             "file": "/v2/images/1bea47ed-f6a9-463b-b423-14b9cca9ad27/file",
             "checksum": "64d7c1cd2b6f60c92c14662941cb7913", "os_hash_algo": "sha512",
             "os_hash_value": "073b4523", "os_hidden": false,
             "owner": "5ef70662f8b34079a6eddb8da9d75fe8", "size": 13167616, "min_ram": 512,
             "schema": "/v2/schemas/image", "virtual_size": null, "hw_cpu": 4,
             "build-name": "Ubuntu"}
            """)))
    #expect(image.name == "cirros-0.3.2-x86_64-disk")
    #expect(image.size?.bytes == 13_167_616)
    #expect(image.minDisk == 1 && image.minRAM == 512)
    #expect(image.checksum == "64d7c1cd2b6f60c92c14662941cb7913")
    #expect(image.hashAlgorithm == "sha512" && image.hashValue == "073b4523")
    #expect(image.properties == ["hw_cpu": "4", "build-name": "Ubuntu"])
    #expect(image.tags == ["a"] && !image.isProtected && !image.isHidden)
    #expect(Image(document: image.document) == image)
  }

  /// Source: Compute API v2.1, "List Servers Detailed", response example of microversion 2.47.
  @Test func readsAnInstance() throws {
    let instance = try #require(
      Instance(
        document: JSONValue(
          parsing: """
            {"id": "569f39f9-7c76-42a1-9c2d-8394e2638a6d", "name": "new-server-test",
             "addresses": {"private": [{"addr": "192.168.1.30", "OS-EXT-IPS:type": "fixed",
               "OS-EXT-IPS-MAC:mac_addr": "00:0c:29:0d:11:74", "version": 4},
               {"addr": "192.5.87.9", "OS-EXT-IPS:type": "floating", "version": 4}]},
             "created": "2017-10-10T15:49:08Z", "flavor": {"disk": 1, "ephemeral": 0,
               "extra_specs": {}, "original_name": "baremetal", "ram": 512, "swap": 0},
             "image": {"id": "70a599e0-31e7-49b7-b260-868f441e862b"}, "key_name": null,
             "metadata": {"My Server Name": "Apache1"}, "security_groups": [{"name": "default"}],
             "status": "ACTIVE", "OS-EXT-SRV-ATTR:hypervisor_hostname": "fake-mini"}
            """)))
    #expect(instance.flavor == "baremetal" && instance.keyName == nil)
    #expect(instance.addresses == ["private": ["192.168.1.30", "192.5.87.9"]])
    #expect(instance.floatingAddresses == ["192.5.87.9"])
    #expect(instance.imageID == "70a599e0-31e7-49b7-b260-868f441e862b")
    #expect(Instance(document: instance.document) == instance)
  }

  @Test func readsAnInstanceThatBootsFromAVolume() throws {
    let instance = Instance(document: ["id": "a", "image": "", "flavor": ["id": "3"]])
    #expect(instance?.imageID == nil && instance?.flavor == "3" && instance?.name == "")
  }

  /// Source: Networking API v2.0, "Show security group", response example, shortened.
  @Test func readsASecurityGroup() throws {
    let group = try #require(
      SecurityGroup(
        document: JSONValue(
          parsing: """
            {"id": "85cc3048-abc3-43cc-89b3-377341426ac5", "name": "ssh", "tenant_id": "e4f5",
             "security_group_rules": [
               {"id": "93aa", "direction": "ingress", "ethertype": "IPv4", "protocol": "tcp",
                "port_range_min": 22, "port_range_max": 22, "remote_ip_prefix": "0.0.0.0/0",
                "remote_group_id": null, "description": ""},
               {"id": "c0b0", "direction": "egress", "ethertype": "IPv6", "protocol": null,
                "port_range_min": null, "port_range_max": null, "remote_ip_prefix": null}]}
            """)))
    #expect(group.projectID == "e4f5")
    #expect(
      group.rules.map(\.description) == ["ingress IPv4 tcp 22 from 0.0.0.0/0", "egress IPv6 any"])
    #expect(SecurityGroup(document: group.document) == group)
  }

  /// Source: Shared File Systems API v2, "List shares with details", response example, shortened.
  @Test func readsAShare() throws {
    let share = try #require(
      Share(
        document: JSONValue(
          parsing: """
            {"id": "f45cc5b2-d1bb-4a3e-ba5b-5c4125613adc", "size": 1, "name": "test_share",
             "share_proto": "NFS", "status": "available", "is_public": true,
             "project_id": "16e1ab15c35a457e9c2b2aa189f544e1", "share_type_name": "default",
             "export_location": null, "created_at": "2015-09-16T18:19:50.000000"}
            """)))
    #expect(share.exportLocations.isEmpty && share.isPublic && share.size == 1)
    let located = share.located(at: ["10.254.0.3:/shares/share-42"])
    #expect(Share(document: located.document) == located)
  }

  @Test func readsWhatNeutronLists() throws {
    let network = try #require(
      Network(
        document: JSONValue(
          parsing: """
            {"id": "d32019d3", "name": "net1", "status": "ACTIVE", "shared": true,
             "router:external": false, "subnets": ["54d6"], "project_id": "4fd4",
             "provider:network_type": "vlan", "tags": ["tag1"], "mtu": 1500}
            """)))
    #expect(network.isShared && network.type == "vlan" && network.subnetIDs == ["54d6"])
    #expect(Network(document: network.document) == network)
    let subnet = try #require(
      Subnet(
        document: JSONValue(
          parsing: """
            {"id": "08ea", "name": "my_subnet", "enable_dhcp": false, "network_id": "d32019d3",
             "dns_nameservers": ["8.8.8.8"], "ip_version": 4, "gateway_ip": "192.0.0.1",
             "cidr": "192.0.0.0/8"}
            """)))
    #expect(subnet.addresses == "192.0.0.0/8" && !subnet.hasDHCP)
    #expect(Subnet(document: subnet.document) == subnet)
    let address = FloatingIP(id: "2f24", address: "129.114.108.9", fixedAddress: "10.0.0.3")
    #expect(FloatingIP(document: address.document) == address)
  }

  @Test func refusesRecordsWithoutAnIdentifier() {
    #expect(Image(document: ["name": "a"]) == nil)
    #expect(Network(document: ["id": ""]) == nil)
    #expect(KeyPair(document: [:]) == nil)
    #expect(Container(document: .null) == nil)
    #expect(Flavor(document: ["id": 3]) == nil)
  }
}
