extension Language {
  /// The language of a file, by its name, else by how it begins.
  ///
  /// It fails for a file that no reader is for.
  ///
  /// - Parameters:
  ///   - path: Where the file is; only its last part counts.
  ///   - contents: The file, or at least its first few KiB.
  package init?(path: String, contents: [UInt8]) {
    let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    guard let language = Language.named(name, contents) else { return nil }
    self = language
  }

  /// The shell for files that settings are sourced from, such as `openrc`, `.bashrc` and `prod.env`;
  /// nil for any other name.
  static func ofSettings(_ path: String) -> Language? {
    Language(path: path, contents: []) == .shell ? .shell : nil
  }

  /// The shell for a text that sets variables of its own accord; nil for any other.
  static func ofSettings(text: ArraySlice<UInt8>) -> Language? {
    beginning(of: Array(text.prefix(4096))) == .shell ? .shell : nil
  }

  private static func named(_ name: String, _ contents: [UInt8]) -> Language? {
    if let language = wholeNames[name] { return language }
    if name.hasPrefix(".env.") { return .shell }
    let parts = name.drop { $0 == "." }.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last.map(String.init) else {
      if namesWithoutLanguage.contains(name) { return nil }
      return name.contains("openrc") ? .shell : beginning(of: contents)
    }
    if let language = extensions[last] { return language }
    if templateExtensions.contains(last) {
      let inner = String(name.dropLast(last.count + 1))
      if inner.contains(".") || inner.contains("openrc") { return named(inner, contents) }
      return last == "template" && isHeat(contents) ? .yaml : beginning(of: contents)
    }
    // Keystone's own files are called `openrc.v3` or `CH-1234-openrc.txt` as well.
    return name.contains("openrc") ? .shell : shebang(contents)
  }

  private static let wholeNames: [String: Language] = [
    ".env": .shell, ".envrc": .shell, ".bashrc": .shell, ".bash_profile": .shell,
    ".bash_aliases": .shell, ".profile": .shell, ".zshrc": .shell, "openrc": .shell,
  ]

  private static let extensions: [String: Language] = [
    "sh": .shell, "bash": .shell, "zsh": .shell, "env": .shell, "rc": .shell, "envrc": .shell,
    "py": .python, "ipynb": .notebook, "json": .json, "jsonl": .json, "jsonc": .json,
    "ndjson": .json, "tf": .hcl, "tfvars": .hcl,
    "hcl": .hcl, "yaml": .yaml, "yml": .yaml, "ini": .ini, "conf": .ini, "cfg": .ini,
    "md": .markdown, "markdown": .markdown, "qmd": .markdown, "rst": .restructuredText,
  ]

  /// What may follow the real ending, as in `clouds.yaml.example`.
  ///
  /// Heat's `server.template` is YAML, but others use the ending as well.
  private static let templateExtensions: Set = [
    "template", "example", "sample", "dist", "tmpl", "j2",
  ]

  private static func isHeat(_ contents: [UInt8]) -> Bool {
    String(decoding: contents.prefix(4096), as: UTF8.self).contains("heat_template_version")
  }

  private static let namesWithoutLanguage: Set = ["dockerfile", "makefile", "gnumakefile"]

  /// The language of a text that begins like `contents`.
  private static func beginning(of contents: [UInt8]) -> Language? {
    var bytes = contents.prefix(4096)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.starts(with: "#!".utf8) { return shebang(contents) }
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    for line in lines {
      let line = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      return language(ofLine: String(decoding: line, as: UTF8.self), in: bytes)
    }
    return nil
  }

  private static func language(ofLine line: String, in bytes: ArraySlice<UInt8>) -> Language? {
    if line.hasPrefix("{") {
      let isNotebook = String(decoding: bytes, as: UTF8.self).contains("\"cells\"")
      return isNotebook ? .notebook : .json
    }
    if line.hasPrefix("[") {
      let inside = line.dropFirst().prefix { $0 != "]" }
      let isSection =
        line.contains("]") && !inside.isEmpty
        && inside.allSatisfy { $0.isLetter || $0.isNumber || " _-.:/".contains($0) }
      return isSection ? .ini : .json
    }
    if line.hasPrefix("heat_template_version") || line == "---" || line.hasPrefix("--- ") {
      return .yaml
    }
    let commands = ["export ", "unset ", "source ", "openstack ", "blazar ", "set -"]
    if commands.contains(where: line.hasPrefix) { return .shell }
    let name = line.prefix { $0 != "=" }
    let isVariable =
      name.count < line.count && !name.isEmpty
      && name.allSatisfy { $0 == "_" || ($0.isASCII && ($0.isUppercase || $0.isNumber)) }
    return isVariable ? .shell : nil
  }

  /// The language of the interpreter that `#!` names, whether through `env` or by its path.
  private static func shebang(_ contents: [UInt8]) -> Language? {
    var bytes = contents.prefix(256)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard bytes.starts(with: "#!".utf8) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let words = line.dropFirst(2).split { " /\t\r".contains($0) }
    for word in words {
      if ["sh", "bash", "zsh", "dash", "ksh", "ash"].contains(word) { return .shell }
      if word.hasPrefix("python") || word == "ipython" { return .python }
      if word == "ansible-playbook" { return .yaml }
    }
    return nil
  }
}
