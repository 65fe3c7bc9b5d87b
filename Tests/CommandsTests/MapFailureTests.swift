import Testing

/// `chiport map` and `chiport verify` where something cannot be had.
@Suite struct MapFailureTests {
  private static let inventory = """
    cat >uc.json <<'END'
    {"document": "inventory", "version": 1, "site": "uc", "images": [{"id": "i", "name": "mine"}]}
    END
    """

  @Test func aSiteThatCannotBeAskedLeavesTheOtherAndFails() throws {
    let result = try ChiportProcess.shell(
      """
      \(MapFailureTests.inventory)
      "$CHIPORT" map --from uc --to tacc --inventory-from uc.json --save map.json; echo "exit $?"
      "$CHIPORT" map --from uc --to tacc --inventory-from map.json --inventory-to map.json \
        -f value -c name -c status; echo "exit $?"
      """)
    #expect(result.output.contains("image  mine       unknown"))
    #expect(result.output.hasSuffix("exit 2\nmine unknown\nexit 1\n"))
    #expect(result.errors.contains("error: no login for site 'tacc'"))
  }

  @Test func withoutAnySiteThereIsNoMap() throws {
    let result = try ChiportProcess.run(["map", "--from", "uc", "--to", "tacc"])
    #expect(result.exitCode == 2 && result.output.isEmpty)
    #expect(result.errors.contains("'uc'") && result.errors.contains("'tacc'"))
  }

  @Test func verifyingWithoutALoginSaysSo() throws {
    let result = try ChiportProcess.shell(
      """
      echo 'openstack server create --image CC-Ubuntu24.04 --key-name laptop x' >up.sh
      "$CHIPORT" verify up.sh --to tacc -f value -c state; echo "exit $?"
      "$CHIPORT" verify up.sh --to tacc --strict -f value -c state; echo "exit $?"
      "$CHIPORT" verify gone.sh --to tacc --offline; echo "exit $?"
      """)
    #expect(result.output.hasPrefix("unknown\nexit 0\nunknown\nexit 1\n"))
    #expect(result.output.hasSuffix("exit 2\n"))
    #expect(result.errors.contains("note: no login for site 'tacc'"))
  }

  private static let clouds = """
    cat >clouds.yaml <<'END'
    clouds:
      chi-uc: {auth: {auth_url: "https://chi.uc.chameleoncloud.org:5000/v3"}, region_name: CHI@UC}
    END
    """

  /// A cloud that nobody has is said with those that there are.
  @Test(arguments: [
    ("OS_CLOUD=nope", "", "OS_CLOUD: there is no cloud 'nope' in"),
    ("", "--from-cloud nope", "--from-cloud: there is no cloud 'nope' in"),
  ])
  func aCloudThatIsNotThereIsNamed(_ variable: String, _ option: String, _ text: String) throws {
    let result = try ChiportProcess.shell(
      "\(Self.clouds)\n\(variable) \"$CHIPORT\" map --from uc --to tacc \(option)")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains(text), "\(result.errors)")
    #expect(result.errors.contains("hint: clouds: chi-uc"))
    let none = try ChiportProcess.shell("\"$CHIPORT\" map --from uc --to tacc --from-cloud nope")
    #expect(none.errors.contains("there is no cloud 'nope' as there is no clouds.yaml"))
  }

  /// What is advised goes where the user is logged in.
  @Test func adviceNamesTheCloudThatWasNamed() throws {
    let result = try ChiportProcess.shell(
      """
      printf '{"document": "inventory", "version": 1, "site": "uc", "key_pairs": [{"name": "mine"}]}' >uc.json
      printf '{"document": "inventory", "version": 1, "site": "tacc", "key_pairs": []}' >tacc.json
      "$CHIPORT" map --from uc --to tacc --inventory-from uc.json --inventory-to tacc.json \
        --to-cloud my-tacc-login
      """)
    #expect(
      result.output.contains(
        "openstack --os-cloud my-tacc-login keypair create --public-key mine.pub mine"),
      "\(result.output)\(result.errors)")
  }

  /// Names of clouds and networks count where no inventory or catalogue has them.
  @Test func verifyFindsCloudsAndNetworks() throws {
    let result = try ChiportProcess.shell(
      """
      cat >up.sh <<'END'
      export OS_CLOUD=uc
      openstack --os-cloud chi_uc server create --image CC-Ubuntu24.04 --network lab x
      END
      cat >made.sh <<'END'
      export OS_CLOUD=uc
      openstack reservation lease create --reservation resource_type=network,network_name=own net
      openstack server create --image CC-Ubuntu24.04 --network own x
      END
      printf 'import openstack\nconnection = openstack.connect(cloud="uc")\n' >up.py
      printf '{"document": "inventory", "version": 1, "site": "tacc", "networks": [], "subnets": []}' >tacc.json
      "$CHIPORT" verify up.sh up.py made.sh --to tacc --inventory tacc.json -f value -c place \
        -c class -c value -c state; echo "exit $?"
      """)
    #expect(
      result.output == """
        made.sh:1:17 cloud uc left
        up.py:2:39 cloud uc left
        up.sh:1:17 cloud uc left
        up.sh:2:22 cloud chi_uc left
        up.sh:2:76 network lab absent
        exit 1

        """, "\(result.output)\(result.errors)")
  }
}
