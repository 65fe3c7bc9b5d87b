import Catalog
import Harvest
import Synchronization
import TestSupport
import Testing

/// Lines that a harvest tells from other tasks.
final class ProgressLog: Sendable {
  private let storage = Mutex<[String]>([])

  func add(_ line: String) { storage.withLock { $0.append(line) } }

  var lines: [String] { storage.withLock { $0 } }
}

/// What a folder gives as the version of its data.
@Suite struct SourceVersionTests {
  let checkout: Checkout
  static let commit = "5da05901e7b1b7b1a4b1c0ffee00c0ffee00c0de"
  static let other = "0123456789abcdef0123456789abcdef01234567"

  init() throws { checkout = try Checkout() }

  private func version(of folder: String = "") async throws -> String? {
    try await DirectorySource(path: checkout.path + folder).overview().version
  }

  struct Git: Sendable, CustomTestStringConvertible {
    let name: String
    /// The files beside `data`.
    let files: [String: String]
    var testDescription: String { name }
  }

  static let gits: [Git] = [
    Git(name: "a detached head", files: [".git/HEAD": "\(commit)\n"]),
    Git(
      name: "a branch",
      files: [".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "\(commit)\n"]),
    Git(
      name: "a branch with CRLF",
      files: [".git/HEAD": "ref: refs/heads/main\r\n", ".git/refs/heads/main": "\(commit)\r\n"]),
    Git(
      name: "a packed branch",
      files: [
        ".git/HEAD": "ref: refs/heads/main\n",
        ".git/packed-refs": """
        # pack-refs with: peeled fully-peeled sorted
        \(other) refs/heads/again/refs/heads/main
        \(other) refs/heads/main2
        \(commit) refs/heads/main
        \(other) refs/tags/v1
        ^\(other)

        """,
      ]),
    Git(
      name: "a loose branch before a packed one",
      files: [
        ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": commit,
        ".git/packed-refs": "\(other) refs/heads/main\n",
      ]),
    Git(
      name: "a submodule",
      files: [
        ".git": "gitdir: ../modules/reference\n",
        "../modules/reference/HEAD": "ref: refs/heads/main\n",
        "../modules/reference/refs/heads/main": "\(commit)\n",
      ]),
    Git(
      name: "a second work tree",
      files: [
        ".git": "gitdir: ../main/.git/worktrees/checkout\n",
        "../main/.git/worktrees/checkout/HEAD": "ref: refs/heads/side\n",
        "../main/.git/worktrees/checkout/commondir": "../..\n",
        "../main/.git/refs/heads/side": "\(commit)\n",
      ]),
  ]

  @Test(arguments: gits)
  func isTheCommit(_ git: Git) async throws {
    for (name, text) in git.files { try checkout.folder.write(text, to: "checkout/" + name) }
    for folder in ["", "/data", "/data/chameleoncloud"] {
      #expect(try await version(of: folder) == Self.commit, "\(folder)")
    }
  }

  static let unusableGits: [Git] = [
    Git(name: "an unborn branch", files: [".git/HEAD": "ref: refs/heads/main\n"]),
    Git(name: "a head that is no commit", files: [".git/HEAD": "nonsense\n"]),
    Git(
      name: "a branch that is no commit",
      files: [
        ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "nonsense\n",
        ".git/packed-refs": "nonsense refs/heads/main\n",
      ]),
    Git(name: "a folder without head", files: [".git/config": ""]),
    Git(name: "a lost submodule", files: [".git": "gitdir: ../nowhere\n"]),
  ]

  @Test(arguments: unusableGits)
  func isADigestWithoutACommit(_ git: Git) async throws {
    for (name, text) in git.files { try checkout.folder.write(text, to: "checkout/" + name) }
    let version = try #require(try await version())
    #expect(version.hasPrefix("files-"))
    #expect(version.utf8.count == 22)
  }

  @Test func isWhatIsGiven() async throws {
    try checkout.folder.write(Self.commit, to: "checkout/.git/HEAD")
    let source = try DirectorySource(path: checkout.path, version: "given")
    #expect(try await source.overview().version == "given")
  }

  @Test func digestChangesWithEveryFile() async throws {
    var seen = [try #require(try await version())]
    #expect(try await version() == seen[0])
    let changes: [(String, () throws -> Void)] = [
      ("content", { try checkout.writeNode("a", at: "uc", #"{"gpu": null}"#) }),
      ("one byte", { try checkout.write("{ }", to: "tacc/tacc.json") }),
      ("a new file", { try checkout.writeNode("z", at: "uc") }),
      ("a file gone", { try checkout.remove("uc/clusters/chameleon/nodes/b.json") }),
      ("a bad file", { try checkout.write("?", to: "kvm/flavors/m1.small.json") }),
    ]
    for (name, change) in changes {
      try change()
      let version = try #require(try await version())
      #expect(!seen.contains(version), "\(name)")
      seen.append(version)
    }
  }

  @Test func digestDependsOnNamesToo() async throws {
    let first = try await version()
    let folder = "checkout/data/chameleoncloud/sites/uc/clusters/chameleon/nodes/"
    let text = try #require(checkout.folder.contents(of: folder + "a.json"))
    try checkout.folder.remove(folder + "a.json")
    try checkout.folder.write(text, to: folder + "a2.json")
    #expect(try await version() != first)
  }

  @Test func digestIsOfJSONFilesOnly() async throws {
    let first = try await version()
    try checkout.write("notes", to: "uc/.notes")
    #expect(try await version() == first)
  }

  @Test func aHarvestWithADigestIsRepeatable() async throws {
    #expect(try await checkout.harvest(version: nil).storedSites == ["kvm", "tacc", "uc"])
    #expect(try await checkout.harvest(version: nil).unchanged.count == 3)
    try checkout.writeNode("z", at: "uc")
    #expect(try await checkout.harvest(version: nil).stored.map(\.added) == [0, 0, 1])
  }
}
