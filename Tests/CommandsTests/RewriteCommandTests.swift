import TestSupport
import Testing

/// `chiport rewrite` as far as it concerns files and options; what becomes of references is tested
/// beside the rewriter.
@Suite struct RewriteCommandTests {
  @Test(arguments: [
    ("-i --output out", "exclude each other"),
    ("--check -i", "--check writes nothing"),
    ("--backup .orig", "only with -i"),
    ("-i --backup a/b", "expected the end of a name"),
    ("--force", "only with --output"),
    ("-f json --diff", "save the report with --report"),
    ("--language shell", "only for standard input"),
    ("--prefer gpu_v100", "expected A=B"),
    ("--map a", "expected OLD=NEW"),
    ("--min-grade none", "one of 'partial', 'close' or 'drop-in'"),
    ("--from CHI@TACC", "are the same site"),
  ]) func refusesOptionsThatContradict(options: String, message: String) throws {
    let arguments =
      ["rewrite", ".", "--to", "tacc"] + options.split(separator: " ").map(String.init)
    let result = try ChiportProcess.run(arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test(arguments: [
    ["-", "x"], ["-", "-i"], ["-", "--output", "x"], ["-", "-f", "csv"],
  ]) func standardInputStandsAlone(arguments: [String]) throws {
    #expect(try ChiportProcess.run(["rewrite", "--to", "tacc"] + arguments).exitCode == 64)
  }

  @Test func namesTheNearestSites() throws {
    let result = try ChiportProcess.run(["rewrite", ".", "--to", "tac"])
    #expect(result.exitCode == 2)
    #expect(result.errors == "error: no site 'tac'\n  hint: nearest names: tacc\n")
  }

  @Test(arguments: [("gpu_rtx_600", true), ("gpu_rtx_6000", false), ("compute_haswell", false)])
  func warnsOfAPreferenceForWhatNoSiteHas(_ name: String, _ warns: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("echo\n", to: "a.sh")
    let result = try ChiportProcess.run(
      ["rewrite", folder.path, "--to", "tacc", "--prefer", "\(name)=compute_liqid"])
    #expect(result.errors.contains("warning: --prefer: '\(name)'") == warns)
    #expect(result.errors.contains("nearest names: gpu_rtx_6000") == warns)
    #expect(result.exitCode == 0)
  }

  @Test func aFileThatIsNotThereIsAFailureAndStopsNothing() throws {
    let folder = try TemporaryFolder()
    try folder.write("echo\n", to: "a.sh")
    let result = try ChiportProcess.run(["rewrite", folder["none"], folder.path, "--to", "tacc"])
    #expect(result.exitCode == 2)
    #expect(result.output == "")
    let text = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("/none': No such file or directory"))
    #expect(text.contains("1 file read."))
  }

  @Test func whatIsNoTextIsAFailureWhenGivenByName() throws {
    let folder = try TemporaryFolder()
    try folder.write([0], to: "data.bin")
    #expect(try ChiportProcess.run(["rewrite", folder.path, "--to", "tacc"]).exitCode == 0)
    let result = try ChiportProcess.run(["rewrite", folder["data.bin"], "--to", "tacc"])
    #expect(result.exitCode == 2)
    let text = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("it is binary"), "\(result.errors)")
    let device = try ChiportProcess.run(["rewrite", "/dev/null", "--to", "tacc"])
    #expect(device.exitCode == 2)
    #expect(device.errors.contains("neither a file nor a folder"), "\(device.errors)")
  }

  @Test func tellsWhatNamesTheSourceInTextsOfOtherLanguages() throws {
    let folder = try TemporaryFolder()
    try folder.write("FROM x\nENV OS_REGION_NAME=CHI@UC\n# CHI@TACC\n", to: "Dockerfile")
    try folder.write("[x]\nurl = \"https://chi.uc.chameleoncloud.org:5000\"\n", to: "a.toml")
    let result = try ChiportProcess.run(
      ["rewrite", folder.path, "--from", "uc", "--to", "tacc", "-f", "json"])
    #expect(result.exitCode == 0)
    #expect(result.output.split(separator: "its language is not read").count == 3)
    #expect(result.output.contains("\"text\": \"CHI@UC\""), "\(result.output)")
  }

  @Test func portsFilesThatOnlyNameACloud() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      clouds:
        main-cloud: {region_name: CHI@UC}
        other-cloud: {region_name: CHI@TACC}
      """, to: "clouds.yaml")
    try folder.write("cloud = \"main-cloud\"\n", to: "a.tf")
    try folder.write("# nothing\n", to: "b.tf")
    let result = try ChiportProcess.run([
      "rewrite", folder.path, "--from", "uc", "--to", "tacc", "-i",
    ])
    #expect(folder.contents(of: "a.tf") == Array("cloud = \"other-cloud\"\n".utf8))
    #expect(result.errors.contains("3 files read"), "\(result.errors)")
  }

  @Test func saysWhatItSkipped() throws {
    let folder = try TemporaryFolder()
    try folder.write("*.log\n", to: ".gitignore")
    try folder.write("", to: "a.log")
    try folder.write([0], to: "data.bin")
    try folder.write("", to: "node_modules/x.js")
    try folder.write("{}", to: "terraform.tfstate")
    try folder.link(to: "data.bin", at: "link")
    let result = try ChiportProcess.run(["rewrite", folder.path, "--to", "tacc"])
    #expect(result.exitCode == 0)
    let text = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.contains(
        "1 file read; skipped: 1 ignored, 1 vendored, 1 binary, 1 terraform state, 1 symbolic link."
      ),
      "\(result.errors)")
  }

  @Test func standardInputComesOutAsItIs() throws {
    let result = try ChiportProcess.shell(
      "printf 'echo \\r\\nno end' | \"$CHIPORT\" rewrite - --to tacc --language shell")
    #expect(result.output == "echo \r\nno end")
    #expect(result.exitCode == 0)
  }

  @Test func outputIsAWholeCopy() throws {
    let folder = try TemporaryFolder()
    try folder.write("echo\n", to: "in/sub/a.sh")
    try folder.write([0, 1], to: "in/data.bin")
    try folder.write("x", to: "in/skip.log")
    try folder.write("*.log\n", to: "in/.gitignore")
    try folder.link(to: "data.bin", at: "in/link")
    let arguments = ["rewrite", folder["in"], "--to", "tacc", "--output", folder["in/out"]]
    for _ in 0..<2 { #expect(try ChiportProcess.run(arguments).exitCode == 0) }
    #expect(folder.contents(of: "in/out/sub/a.sh") == Array("echo\n".utf8))
    #expect(folder.contents(of: "in/out/link") == [0, 1])
    #expect(folder.contents(of: "in/out/skip.log") == nil)
    #expect(folder.contents(of: "in/out/out/sub/a.sh") == nil)
    try folder.write("mine\n", to: "in/out/sub/a.sh")
    #expect(try ChiportProcess.run(arguments).exitCode == 2)
    #expect(folder.contents(of: "in/out/sub/a.sh") == Array("mine\n".utf8))
    #expect(try ChiportProcess.run(arguments + ["--force"]).exitCode == 0)
    #expect(folder.contents(of: "in/out/sub/a.sh") == Array("echo\n".utf8))
  }

  @Test func refusesToWriteTheCopyIntoWhatItReads() throws {
    let folder = try TemporaryFolder()
    let result = try ChiportProcess.run(
      ["rewrite", folder.path, "--to", "tacc", "--output", folder.path])
    #expect(result.exitCode == 64)
  }

  @Test func removesWhatAKilledRunLeft() throws {
    let folder = try TemporaryFolder()
    try folder.write("half", to: ".a.sh.chiport-abc123")
    _ = try ChiportProcess.run(["rewrite", folder.path, "--to", "tacc"])
    #expect(folder.contents(of: ".a.sh.chiport-abc123") != nil)
    let result = try ChiportProcess.run(["rewrite", folder.path, "--to", "tacc", "-i"])
    #expect(folder.contents(of: ".a.sh.chiport-abc123") == nil)
    #expect(result.errors.contains("1 left by a killed run removed."))
  }

  @Test func theSavedReportIsTheMapOfTheNextRun() throws {
    let folder = try TemporaryFolder()
    try folder.write("echo\n", to: "a.sh")
    let arguments = ["rewrite", folder.path, "--to", "tacc", "--report", folder["port.json"]]
    for _ in 0..<2 { #expect(try ChiportProcess.run(arguments).exitCode == 0) }
    let again = try ChiportProcess.run(
      ["rewrite", folder.path, "--to", "tacc", "--map-file", folder["port.json"], "-f", "json"])
    #expect(again.exitCode == 0)
    #expect(again.output.contains("\"version\": 1"))
    // The report itself is not a file of the experiment.
    #expect(again.output.contains("\"files\": 1"))
  }
}
