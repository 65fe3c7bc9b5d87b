import Foundation
import Testing

/// What plans look like, word by word, of saved inventories and calendars.
@Suite struct PlanGoldenTests {
  static let known = [
    "--inventory-from", "uc.json", "--inventory-to", "tacc.json", "--calendar", "week.json",
  ]

  static let cases = [
    GoldenCase("plan-offline", ["--offline"]),
    GoldenCase(
      "plan", known + ["--nodes", "1", "--hours", "5", "--rate", "10MB/s", "--reads", "3"]),
    GoldenCase("plan-json", known + ["--nodes", "1", "--hours", "5", "-f", "json"]),
    GoldenCase("plan-script", known + ["--nodes", "1", "--hours", "5", "--script"]),
  ]

  /// In a folder with an experiment, inventories of both sites, and the calendar of a week.
  static func shell(_ script: String) throws -> ChiportProcess.Result {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden").path
    return try ChiportProcess.shell(
      """
      cp -r '\(golden)/plan/.' .; cp '\(golden)/calendar/week.json' .
      \(script)
      """)
  }

  /// A plan of that experiment with some options.
  static func plan(_ words: [String]) -> String {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    return """
      "$CHIPORT" plan experiment --from uc --to tacc --no-outages --now 2026-11-22T10:00Z \(quoted)
      """
  }

  @Test(arguments: cases) func printsWhatTheGoldenFileSays(_ one: GoldenCase) throws {
    let result = try Self.shell(Self.plan(one.arguments))
    try GoldenFile.check(
      result.placed, of: ["plan", "experiment", "--from", "uc", "--to", "tacc"] + one.arguments,
      against: one.file)
  }

  @Test func paragraphsFit80Columns() throws {
    let text = try Self.shell(Self.plan(Self.known)).output
    var isCode = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("```") { isCode.toggle() }
      let isFixed = isCode || line.hasPrefix("## ") || line.hasPrefix("Check: `")
      #expect(isFixed || line.count <= 80, "\(line)")
    }
  }

  @Test func theScriptIsOneThatBashReads() throws {
    let result = try Self.shell(Self.plan(Self.known + ["--script"]) + " | bash -n")
    #expect(result.exitCode == 0)
    #expect(result.errors.isEmpty)
  }

  @Test func aPlanThatIsWrittenIsOneThatApplyReads() throws {
    let result = try Self.shell(
      Self.plan(Self.known + ["--output", "plan.json"])
        + "\n\"$CHIPORT\" apply plan.json --dry-run --only copies; ls")
    #expect(
      result.output.hasPrefix(
        "image-trainer-2026: copy trainer-2026, 7.5 GB\nobjects-checkpoints: copy container"))
    #expect(!result.output.contains("plan.json.record"))
  }

  @Test func applyAsksNobodyWhereThereIsNoTerminal() throws {
    let result = try Self.shell(
      Self.plan(Self.known + ["--output", "plan.json"])
        + "\n\"$CHIPORT\" apply plan.json </dev/null; echo $?; ls")
    #expect(result.output.hasPrefix("64\n"))
    #expect(result.errors.contains("nobody can be asked"))
    #expect(!result.output.contains("plan.json.record"))
  }

  /// Porting needs no login; the second run finds it done.
  @Test func applyPortsFilesOnce() throws {
    let apply = "\"$CHIPORT\" apply plan.json --yes --only files 2>/dev/null; echo $?"
    let result = try Self.shell(
      Self.plan(Self.known + ["--output", "plan.json"])
        + "\n\(apply)\ngrep -c CHI@TACC experiment/run.sh\ncp plan.json.record first\n\(apply)\n"
        + "cmp first plan.json.record && echo same")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("files: port 1 file") == true)
    #expect(lines.dropFirst().contains("files: done before"))
    #expect(lines.last == "same")
  }

  /// What both sites have is in the plan: its ids take the place of the source's.
  @Test func applyWritesTheIdsOfTheTarget() throws {
    let id = "2f6b2f0c-7c1f-4d0a-9d8f-0c6b1f9a4e11"
    let newID = "9b1f9a4e-7c1f-4d0a-9d8f-0c6b1f9a4e11"
    let result = try Self.shell(
      """
      sed -i 's/--image trainer-2026/--image \(id)/' experiment/run.sh
      sed -e 's/"site": *"uc"/"site": "tacc"/' -e 's/\(id)/\(newID)/' uc.json >tacc.json
      \(Self.plan(Self.known + ["--output", "plan.json"]))
      "$CHIPORT" apply plan.json --yes --only files 2>/dev/null
      grep -o -e '--image [^ ]*' experiment/run.sh
      """)
    #expect(result.output.hasSuffix("--image \(newID)\n"), "\(result.output)\(result.errors)")
  }

  /// In the file nobody would see it.
  @Test func tellsHowAPlanThatIsWrittenRunsElsewhere() throws {
    let options = Self.known + ["--rate", "1MB/s", "--reads", "3", "--output", "z.json"]
    let result = try Self.shell(Self.plan(options))
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("note: copying takes "), "\(result.errors)")
    #expect(result.errors.contains("\n  scp ./z.json \"$INSTANCE\":plan.json\n"))
    #expect(try Self.shell(Self.plan(Self.known + ["--output", "z.json"])).errors.isEmpty)
  }

  /// Bytes are counted to the last one, whichever awk the instance has.
  @Test func countsEveryByteOfAShare() throws {
    let result = try Self.shell(
      """
      mkdir share; truncate -s 3000000001 share/a; truncate -s 6 share/b
      \(Self.plan(Self.known)) | sed -n 's|^sudo find /mnt/share|find share|p' | head -n 1 >count.sh
      . ./count.sh
      """)
    #expect(result.output == "2 3000000007\n", "\(result.output)\(result.errors)")
  }

  /// A name with a sign in it is no word of every text, however short.
  @Test(arguments: ["a/b", "team/trainer"])
  func anImageWithASlashInItsNameIsPlanned(_ name: String) throws {
    let result = try Self.shell(
      """
      sed -i 's|"trainer-2026"|"\(name)"|' uc.json
      sed -i 's|--image trainer-2026|--image \(name)|' experiment/run.sh
      \(Self.plan(Self.known))
      """)
    #expect(result.output.contains("] copy \(name), 7.5 GB"), "\(result.output)")
  }

  /// The plan says which files it was made of, wherever it is carried out.
  @Test func applyPortsTheFilesOfThePlanFromAnotherFolder() throws {
    let result = try Self.shell(
      """
      mkdir other; cp -r experiment other/experiment
      (cd experiment && "$CHIPORT" plan . --from uc --to tacc --offline --output ../other/plan.json)
      (cd other && "$CHIPORT" apply plan.json --yes --only files) >log 2>&1
      grep -c CHI@TACC experiment/run.sh; grep -c CHI@TACC other/experiment/run.sh
      """)
    #expect(result.output == "1\n0\n", "\(result.errors)")
  }

  /// Plans, records and maps in the experiment's folder are no part of it.
  @Test func whatChiportWroteIsNoPartOfTheExperiment() throws {
    let result = try Self.shell(
      """
      cd experiment
      \(Self.plan(Self.own).replacing("plan experiment", with: "plan .")) --output plan.json
      "$CHIPORT" map --from uc --to tacc --inventory-from ../uc.json --inventory-to ../tacc.json \
        --save map.json >../log
      cp ../uc.json .; cat plan.json map.json uc.json >../before
      \(Self.plan(Self.own).replacing("plan experiment", with: "plan .")) -f json >../second
      "$CHIPORT" apply plan.json --yes --only files >../log 2>&1
      cat plan.json map.json uc.json | cmp - ../before && echo same
      grep -c '"references"' ../second; cmp plan.json ../second
      "$CHIPORT" rewrite . --from uc --to tacc --check -f json | grep "chiport's own"
      "$CHIPORT" verify . --to tacc --offline -f json | grep -c plan.json
      """)
    #expect(result.output.hasPrefix("same\n0\n"), "\(result.output)\(result.errors)")
    #expect(result.output.contains("\"chiport's own\": 4"), "\(result.output)\(result.errors)")
    #expect(result.output.hasSuffix("\n0\n"), "\(result.output)\(result.errors)")
  }

  private static let own = [
    "--inventory-from", "../uc.json", "--inventory-to", "../tacc.json", "--calendar",
    "../week.json",
  ]

  @Test func aPathThatIsNotThereFails() throws {
    let result = try Self.shell(
      "\"$CHIPORT\" plan nothere experiment --from uc --to tacc --offline")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("error: ") && result.errors.contains("nothere"))
    #expect(result.output.contains("# From CHI@UC to CHI@TACC"))
  }

  @Test(arguments: ["", "-f json", "--script"]) func noSignatureIsPrinted(_ words: String) throws {
    let result = try Self.shell(
      """
      echo 'curl https://chi.uc.chameleoncloud.org:7480/swift/v1/AUTH_a/data/x?temp_url_sig=hunter2hunter2' \
        >>experiment/run.sh
      \(Self.plan(Self.known)) \(words)
      "$CHIPORT" verify experiment --to tacc --offline --verbose
      "$CHIPORT" rewrite experiment --from uc --to tacc --check
      "$CHIPORT" rewrite experiment --from uc --to tacc --check -f json
      """)
    #expect(result.output.contains("temp_url_sig=(hidden)"))
    #expect(!(result.output + result.errors).contains("hunter2"))
  }

  /// The retirement of a site is among the facts.
  @Test func tellsThatASiteRetires() throws {
    let result = try Self.shell(
      "\"$CHIPORT\" plan experiment --from uc --to kvm --offline")
    #expect(result.output.contains("KVM@TACC retires on 2027-01-15"))
  }

  @Test(arguments: [
    (["--rate", "fast"], "--rate"), (["--nodes", "0"], "--nodes"),
    (["--offline", "--blazar"], "--offline"),
    (["--script", "-f", "json"], "--script"), (["--to", "uc"], "same site"),
    (["--reads", "-1"], "--reads"),
  ])
  func refusesWhatMeansNothing(_ words: [String], _ part: String) throws {
    let result = try Self.shell(Self.plan(words))
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(part))
  }
}

/// What `chiport snapshot advise` says of a folder that is like the root of an instance.
@Suite struct SnapshotGoldenTests {
  private static let root = """
    mkdir -p root/usr/lib root/home/cc/data root/home/cc/project/tmp root/tmp
    head -c 3000000 /dev/zero > root/home/cc/data/a.gz
    head -c 2000000 /dev/zero > root/usr/lib/libc.so
    head -c 1000000 /dev/zero > root/home/cc/project/tmp/scratch
    printf '80 22 0:50 / %s rw - nfs4 10.0.0.1:/volumes/x rw\\n' "$PWD/root/mnt/share" > mounts

    """

  @Test func measuresAndAdvises() throws {
    let result = try ChiportProcess.shell(
      Self.root + "\"$CHIPORT\" snapshot advise --root root --mountinfo mounts --large 1MB")
    #expect(result.exitCode == 0)
    #expect(result.output.contains("cc-snapshot leaves out 1 MB by itself"))
    #expect(result.output.contains("Large, and stays\n  3 MB  /home/cc/data/a.gz  (data)"))
    #expect(result.output.contains("  /mnt/share  nfs4 10.0.0.1:/volumes/x\n"))
    #expect(result.output.contains("  sudo -E cc-snapshot -e mnt/share my-snapshot\n"))
    #expect(result.output.contains("  ccauth openrc --output ~/openrc\n"))
  }

  @Test func tellsItAsJSONToo() throws {
    let result = try ChiportProcess.shell(
      Self.root + "\"$CHIPORT\" snapshot advise --root root --mountinfo mounts -f json --to tacc")
    #expect(result.output.contains("\"verdict\": \"fits\""))
    #expect(result.output.contains("chiport copy tree /mnt/share tacc:my-data/mnt/share"))
    // The variables of an openrc are for one site.
    #expect(result.output.contains("ccauth clouds-yaml --all-sites"))
  }

  @Test(arguments: [
    ["--large", "much"], ["--name", ""], ["--container", "a/b"], ["--root", ""],
  ])
  func refusesWhatMeansNothing(_ words: [String]) throws {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    #expect(try ChiportProcess.shell("\"$CHIPORT\" snapshot advise \(quoted)").exitCode == 64)
  }

  @Test func failsOnAFolderThatIsNotThere() throws {
    let result = try ChiportProcess.shell("\"$CHIPORT\" snapshot advise --root nowhere")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("nowhere"))
  }
}

extension ChiportProcess.Result {
  /// The same with a name for the temporary folder that the process ran in.
  fileprivate var placed: ChiportProcess.Result {
    ChiportProcess.Result(
      output: output.replacing(/\/[^ "']*chiport-[0-9A-F-]{36}/, with: "/HERE"), errors: errors,
      exitCode: exitCode)
  }
}
