import Testing

/// What copies have recorded is not planned again.
@Suite struct PlanCopiedTests {
  private typealias Golden = PlanGoldenTests

  /// Neither its name nor its content tells that it was copied.
  @Test(arguments: ["$XDG_STATE_HOME/chiport/copied.json", "mine.json"])
  func whatWasCopiedIsNotCopiedAgain(_ record: String) throws {
    let option = record.hasPrefix("$") ? [] : ["--map-file", record]
    let result = try Golden.shell(
      """
      export XDG_STATE_HOME="$PWD/state"; mkdir -p state/chiport
      cat >"\(record)" <<'END'
      {"version": 1, "copied": [{"kind": "image", "from": "uc", "to": "tacc",
        "name": "trainer-2026", "id": "2f6b2f0c-7c1f-4d0a-9d8f-0c6b1f9a4e11",
        "new_name": "trainer", "new_id": "9b1f9a4e-7c1f-4d0a-9d8f-0c6b1f9a4e11"}]}
      END
      image='{"id": "9b1f9a4e-7c1f-4d0a-9d8f-0c6b1f9a4e11", "name": "trainer", "status": "active"}'
      sed -i 's/"images": \\[\\]/"images": ['"$image"']/' tacc.json
      \(Golden.plan(Golden.known + option + ["--output", "plan.json"]))
      "$CHIPORT" apply plan.json --dry-run --only image; echo $?
      """)
    #expect(result.output == "0\n", "\(result.output)\(result.errors)")
  }

  /// The store has no ids.
  @Test func aContainerThatWasCopiedIsNotCopiedAgain() throws {
    let result = try Golden.shell(
      """
      export XDG_STATE_HOME="$PWD/state"; mkdir -p state/chiport
      echo '{"version": 1, "copied": [{"kind": "container", "from": "uc", "to": "tacc",
        "name": "checkpoints", "new_name": "ckpt2"}]}' >state/chiport/copied.json
      container='{"name": "ckpt2", "count": 42, "bytes": 21474836480}'
      sed -i 's/"containers": \\[\\]/"containers": ['"$container"']/' tacc.json
      \(Golden.plan(Golden.known + ["--output", "plan.json"]))
      "$CHIPORT" apply plan.json --dry-run --only objects; echo $?
      "$CHIPORT" map --from uc --to tacc --inventory-from uc.json --inventory-to tacc.json \
        --copied state/chiport/copied.json -f json | grep -A 5 '"name": "checkpoints"'
      """)
    #expect(result.output.hasPrefix("0\n"), "\(result.output)\(result.errors)")
    #expect(result.output.contains("\"new_name\": \"ckpt2\""), "\(result.output)")
  }

  @Test func aRecordOfCopiesThatCannotBeReadIsTold() throws {
    let result = try Golden.shell(
      """
      export XDG_STATE_HOME="$PWD/state"; mkdir -p state/chiport
      echo '{"version": 1, "cop' >state/chiport/copied.json
      \(Golden.plan(Golden.known)); "$CHIPORT" map --from uc --to tacc --inventory-from uc.json \
        --inventory-to tacc.json --save map.json >log
      rm state/chiport/copied.json; echo "then" >&2
      \(Golden.plan(Golden.known + ["--map-file", "map.json"]))
      """)
    let parts = result.errors.split(separator: "then\n", omittingEmptySubsequences: false)
    #expect(
      parts.first?.hasPrefix("warning: what was copied before may be planned again: ") == true
        && parts.first?.contains("copied.json") == true, "\(result.errors)")
    #expect(parts.last?.contains("warning") == false, "\(result.errors)")
  }
}
