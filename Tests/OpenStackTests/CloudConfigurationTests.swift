import FoundationEssentials
import JSON
import OpenStack
import Testing

@Suite struct CloudConfigurationTests {
  /// Files of clouds, and what openstacksdk made of them; the source and the date are in the file.
  private static func cases() throws -> [JSONValue] {
    let path = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let data = try Data(contentsOf: URL(filePath: "/\(path)/Fixtures/clouds-cases.json"))
    return try #require(JSONValue(parsing: data)["cases"]?.array)
  }

  private static func texts(_ value: JSONValue?) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: (value?.members ?? []).compactMap { member in
        member.value.string.map { (member.name, $0) }
      })
  }

  private static func configuration(_ example: JSONValue) throws -> CloudConfiguration {
    let files = texts(example["files"])
    func file(_ stem: String) throws -> CloudsFile? {
      let name = [".yaml", ".yml", ".json"].map { stem + $0 }.first { files[$0] != nil }
      return try name.map { try CloudsFile(path: $0, bytes: Array((files[$0] ?? "").utf8)) }
    }
    return try CloudConfiguration(
      clouds: file("clouds"), secure: file("secure"), vendors: file("clouds-public"),
      environment: texts(example["environment"]))
  }

  @Test func readsCloudsAsTheSDKDoes() throws {
    for example in try Self.cases() {
      let name = Comment(rawValue: example["name"]?.string ?? "")
      let configuration = try Self.configuration(example)
      #expect(configuration.defaultName == example["default"]?.string, name)
      var found: [(name: String, settings: CloudSettings)] = []
      for cloud in configuration.names {
        for region in try configuration.regions(of: cloud) {
          found.append((cloud, try configuration.settings(of: cloud, region: region)))
        }
      }
      let wanted = example["clouds"]?.array ?? []
      #expect(found.map(\.name) == wanted.compactMap { $0["name"]?.string }, name)
      for (cloud, expected) in zip(found, wanted) {
        for (setting, text) in Self.texts(expected["auth"]) {
          #expect(cloud.settings.text(setting) == text, "\(name): \(setting)")
        }
        for (setting, text) in Self.texts(expected["top"])
        where setting != "interface" || text != "public" {
          #expect(cloud.settings.text(setting) == text, "\(name): \(setting)")
        }
        let login = try CloudLogin(cloud.settings)
        let interface = expected["top"]?["interface"]?.string ?? ""
        #expect(interface.hasPrefix(login.interface), name)
        #expect(login.isVerificationRefused == (expected["top"]?["verify"] == .bool(false)), name)
      }
    }
  }

  /// File, and what is said of it.
  @Test(arguments: [
    ("clouds:\n  a:\n    auth: {password: s3cret\n  b: 1\n", "clouds.yaml:3: is no YAML"),
    ("clouds:\n\tpassword: s3cret\n", "clouds.yaml:2: is no YAML: a tab stands"),
    ("a: *s3cret\n", "clouds.yaml:1: is no YAML: an alias has no anchor before it"),
    ("a: 1\n---\npassword: s3cret\n", "clouds.yaml:3: is no YAML: there is more than one"),
    ("a: !s3cret b\n", "clouds.yaml:1: is no YAML: the tag is not understood"),
    ("<<: s3cret\n", "clouds.yaml:1: is no YAML: '<<' merges mappings only"),
    ("password: {{ s3cret }}\n", "clouds.yaml:1: is no YAML: a template stands"),
    ("[s3cret]\n", "clouds.yaml: is not a mapping with the key 'clouds'"),
    ("s3cret\n", "clouds.yaml: is not a mapping with the key 'clouds'"),
  ])
  func malformedFilesAreSaidWithoutTheirContent(text: String, problem: String) {
    let error = #expect(throws: OpenStackError.self) {
      try CloudsFile(path: "clouds.yaml", bytes: Array(text.utf8))
    }
    #expect(error?.description.hasPrefix(problem) == true, "\(String(describing: error))")
    #expect(!String(reflecting: error).contains("s3cret"))
  }

  @Test func malformedJSONIsSaidWithoutItsContent() {
    let error = #expect(throws: OpenStackError.self) {
      try CloudsFile(path: "clouds.json", bytes: Array(#"{"password": s3cret}"#.utf8))
    }
    #expect(error?.description == "clouds.json: is no JSON at byte 13")
  }

  @Test func aliasesThatGrowWithoutEndAreRefused() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<9 {
      let item = "*a\(level - 1)"
      text +=
        "a\(level): &a\(level) [\(Array(repeating: item, count: 10).joined(separator: ", "))]\n"
    }
    let error = #expect(throws: OpenStackError.self) {
      try CloudsFile(path: "clouds.yaml", bytes: Array(text.utf8))
    }
    #expect(error?.reason == "is no YAML: there are too many values")
  }

  @Test(arguments: [
    ("nothing", "x", "there is no cloud 'nothing'", "clouds: a"),
    ("a", "z", "has no region 'z'", "regions: x, y"),
  ])
  func namesWhatThereIs(name: String, region: String, reason: String, hint: String) throws {
    let file = try CloudsFile(
      path: "clouds.yaml", bytes: Array("clouds: {a: {regions: [x, y]}}".utf8))
    let configuration = try CloudConfiguration(clouds: file, environment: [:])
    let error = #expect(throws: OpenStackError.self) {
      try configuration.settings(of: name, region: region)
    }
    #expect(error?.reason == reason)
    #expect(error?.hint == hint)
  }

  @Test func aMissingSettingIsNamedWithItsFile() throws {
    let file = try CloudsFile(
      path: "/h/clouds.yaml",
      bytes: Array("clouds: {a: {auth: {auth_url: 'https://k', username: u, password: p}}}".utf8))
    let configuration = try CloudConfiguration(clouds: file, environment: [:])
    let error = #expect(throws: OpenStackError.self) {
      try CloudLogin(configuration.settings(of: "a"))
    }
    #expect(
      error?.description == "/h/clouds.yaml: cloud 'a': 'project_name' not set: a token without a "
        + "project opens no service")
  }

  @Test func aPasswordWithBracesStaysAsItIs() throws {
    let environment = [
      "OS_AUTH_URL": "https://k", "OS_USERNAME": "alice", "OS_PASSWORD": "a{username}{",
    ]
    let configuration = try CloudConfiguration(clouds: nil, environment: environment)
    #expect(try configuration.settings(of: "envvars").text("password") == "a{username}{")
  }

  @Test func looksWhereTheSDKLooks() {
    let path = CloudsSearchPath(
      environment: [
        "HOME": "/home/u", "OS_CLIENT_CONFIG_FILE": "/mine", "XDG_CONFIG_DIRS": "/etc/xdg:/opt/xdg",
      ], currentFolder: "/w")
    #expect(
      path.clouds == [
        "/mine", "/w/clouds.yaml", "/w/clouds.yml", "/w/clouds.json",
        "/home/u/.config/openstack/clouds.yaml", "/home/u/.config/openstack/clouds.yml",
        "/home/u/.config/openstack/clouds.json", "/etc/xdg/openstack/clouds.yaml",
        "/etc/xdg/openstack/clouds.yml", "/etc/xdg/openstack/clouds.json",
        "/opt/xdg/openstack/clouds.yaml", "/opt/xdg/openstack/clouds.yml",
        "/opt/xdg/openstack/clouds.json", "/etc/openstack/clouds.yaml",
        "/etc/openstack/clouds.yml", "/etc/openstack/clouds.json",
      ])
    #expect(path.secure.first == "/w/secure.yaml")
    #expect(path.vendors.first == "/w/clouds-public.yaml")
  }
}
