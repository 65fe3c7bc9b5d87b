/// The first line of a cell that says what the rest of it is, such as `%%bash`.
struct PythonCellMagic {
  /// Of the rest; nil when it is unknown.
  let language: Language?
  /// Whether the rest is a part of the program itself.
  let isPython: Bool
  /// Where the rest starts.
  let body: Int

  /// Nil when the text does not start with `%%`.
  init?(_ bytes: [UInt8]) {
    guard let start = bytes.firstIndex(where: { !" \t\r\n".utf8.contains($0) }),
      bytes[start...].starts(with: Array("%%".utf8))
    else { return nil }
    let end = bytes[start...].firstIndex(where: PythonLexer.isNewline) ?? bytes.count
    let words = bytes[start + 2..<end].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .map { String(decoding: $0, as: UTF8.self) }
    var body = end
    if body < bytes.count {
      let isPair = bytes[body...].starts(with: Array("\r\n".utf8))
      body += isPair ? 2 : 1
    }
    self.body = body
    let name = words.first ?? ""
    isPython = ["time", "timeit", "capture", "prun"].contains(name)
    language = Self.language(of: name, arguments: words.dropFirst())
  }

  private static func language(of name: String, arguments: ArraySlice<String>) -> Language? {
    switch name {
    case "bash", "sh", "shell", "system", "sx", "!": .shell
    case "python", "python2", "python3", "pypy": .python
    case "script": arguments.first { !$0.hasPrefix("-") }.flatMap { interpreter($0) }
    case "writefile", "file": arguments.last.flatMap { language(ofFile: $0) }
    default: nil
    }
  }

  /// The language of a program that runs scripts, with or without its folder.
  static func interpreter(_ path: String) -> Language? {
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix("python") { return .python }
    return ["sh", "bash", "zsh", "ksh", "dash"].contains(name) ? .shell : nil
  }

  private static func language(ofFile path: String) -> Language? {
    let name = path.filter { $0 != "\"" && $0 != "'" }
    switch name.split(separator: ".").last {
    case "sh", "bash", "zsh", "env": return .shell
    case "py": return .python
    case "yaml", "yml": return .yaml
    case "json": return .json
    case "tf", "tfvars", "hcl": return .hcl
    case "ini", "cfg", "conf": return .ini
    case "md": return .markdown
    case "rst": return .restructuredText
    case "ipynb": return .notebook
    default: return Language.ofSettings(name)
    }
  }
}
