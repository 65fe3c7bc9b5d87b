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
}
