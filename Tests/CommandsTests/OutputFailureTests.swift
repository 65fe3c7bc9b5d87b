import Testing

/// Where standard output cannot take what is printed.
@Suite struct OutputFailureTests {
  @Test(arguments: [
    "list", "list -f json", "show gpu_v100", "doctor", "sites --no-outages",
    "find-equivalent gpu_a100_pcie --to tacc",
  ]) func aFullDiskIsAFailure(command: String) throws {
    let result = try ChiportProcess.shell("\"$CHIPORT\" \(command) >/dev/full")
    #expect(result.errors == "error: standard output: No space left on device\n")
    #expect(result.exitCode == 2)
  }

  @Test(arguments: ["list", "sites --no-outages"])
  func aClosedOutputIsAFailure(command: String) throws {
    let result = try ChiportProcess.shell("\"$CHIPORT\" \(command) >&-")
    #expect(result.errors == "error: standard output: Bad file descriptor\n")
    #expect(result.exitCode == 2)
  }

  /// Nothing was to be written, so nothing is missing.
  @Test func aClosedOutputThatNobodyNeedsIsNone() throws {
    let result = try ChiportProcess.shell("\"$CHIPORT\" list --type no_such_type >&-")
    #expect(result.errors.hasPrefix("error: no node type 'no_such_type'\n"))
    #expect(result.exitCode == 1)
  }

  /// Whether the signal of a closed pipe ends the program or is ignored; the output is larger than
  /// any pipe.
  @Test(arguments: ["", "trap '' PIPE; "])
  func aReaderThatGoesIsNone(preparation: String) throws {
    let result = try ChiportProcess.shell(
      "\(preparation)\"$CHIPORT\" list --nodes -f json | head -n 1")
    #expect(result.output == "[\n")
    #expect(result.errors.isEmpty)
    #expect(result.exitCode == 0)
  }

  @Test func aReaderThatGoesIsNoFailureWhereTheSignalIsIgnored() throws {
    let result = try ChiportProcess.shell(
      "trap '' PIPE; { \"$CHIPORT\" list --nodes -f json; echo $? >&2; } | head -n 1")
    #expect(result.errors == "0\n")
  }
}
