/// One line of any language, as far as it tells a secret.
struct SecretLine {
  private let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// Whether a value on the line is, or may be, a secret.
  var holdsSecret: Bool {
    assignments.contains { SecretValue($0).isSecret } || hasSecretShape || hasPasswordInURL
      || hasPasswordOption || !signatures.isEmpty
  }

  /// Whether a secret's key is on the line and its value is on the next ones.
  var opensSecret: Bool {
    let word = bytes.drop { $0 <= 0x20 }.prefix(while: SecretLine.isNamePart)
    let isStatement = ["if", "elif", "while", "for", "with", "def", "class"].contains {
      word.elementsEqual($0.utf8)
    }
    return !isStatement && assignments.contains { SecretValue($0).isOpen }
  }

  static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { indentation(line) == line.count }

  /// Blanks, tabs and the end of the line.
  static func indentation(_ line: ArraySlice<UInt8>) -> Int { line.prefix { $0 <= 0x20 }.count }

  static func contains(_ word: String.UTF8View, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first else { return true }
    return text.indices.contains { text[$0] == first && text[$0...].starts(with: word) }
  }
}

// What stands behind the names of secrets.
extension SecretLine {
  /// Parts of names; they end where a word ends (`token`, `tokenFor`, not `tokenizer`).
  private static let words: [[UInt8]] = [
    "password", "passwords", "passwd", "passphrase", "pass", "secret", "secrets", "token", "apikey",
    "accesskey", "privatekey", "secretkey", "authkey", "encryptionkey", "credential",
    "credentials", "authorization", "userpwd",
  ].map { Array($0.utf8) }

  /// Ends of names that only speak of a secret.
  private static let harmless: [[UInt8]] = [
    "file", "path", "url", "uri", "name", "type", "length", "endpoint", "ref", "enabled", "policy",
    "method", "dir",
  ].map { Array($0.utf8) }

  /// The texts behind `=` or `:` (or a blank, for options) of names that are a secret's.
  private var assignments: [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard SecretLine.isNamePart(bytes[index]) else {
        index += 1
        continue
      }
      let rest = bytes[index...]
      let name = rest.prefix(while: SecretLine.isNamePart)
      if SecretLine.namesSecret(name), let value = value(behind: name) { found.append(value) }
      index = name.endIndex
    }
    return found
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20)
  }

  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  /// Whether a name such as `OS_PASSWORD`, `apiKey` or `--auth-token` is a secret's.
  static func namesSecret(_ name: ArraySlice<UInt8>) -> Bool {
    // Most names have no more than these letters in common with the words.
    guard name.count >= 4 else { return false }
    let parts = words(of: name)
    guard let last = parts.last, !harmless.contains(last) else { return false }
    // `pad_token_id` is a number; `application_credential_id` is half of a secret.
    if last.elementsEqual("id".utf8), parts.contains(where: { $0.elementsEqual("token".utf8) }) {
      return false
    }
    return parts.indices.contains { index in
      SecretLine.words.contains { word in
        parts[index] == word || index > 0 && parts[index - 1] + parts[index] == word
          || word.count >= 6 && parts[index].count > word.count
            && parts[index].suffix(word.count)
              == word[...]
      }
    }
  }

  /// The words of a name in lower case: `apiKey` and `API_KEY` are `api`, `key`.
  private static func words(of name: ArraySlice<UInt8>) -> [[UInt8]] {
    var words: [[UInt8]] = [[]]
    var wasLower = false
    for byte in name {
      if !isLetter(byte) {
        words.append([])
        wasLower = false
        continue
      }
      if isUpper(byte), wasLower { words.append([]) }
      wasLower = !isUpper(byte)
      words[words.count - 1].append(byte | 0x20)
    }
    return words.filter { !$0.isEmpty }
  }

  /// What follows a name, its quotes and brackets, and a sign that it is given a value.
  private func value(behind name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let closing = Set("\"'\\]) \t".utf8)
    let rest = bytes[name.endIndex...]
    let gap = rest.prefix { closing.contains($0) }
    let after = rest[gap.endIndex...]
    let isQuoted = gap.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    switch after.first {
    case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "+"):
      return after.drop { "=:?+>".utf8.contains($0) }
    // `set("password", "...")`
    case UInt8(ascii: ",") where isQuoted: return after.dropFirst()
    case _ where !gap.isEmpty && takesValueBehindBlank(name): return after
    default: return nil
    }
  }

  /// `--password X`, `%env OS_PASSWORD X`, `machine M login L password X`.
  private func takesValueBehindBlank(_ name: ArraySlice<UInt8>) -> Bool {
    if name.first == UInt8(ascii: "-") { return true }
    let before = bytes[..<name.startIndex]
    return ["%env", "setenv ", "login ", "set -x", "set -gx", "ENV "].contains {
      SecretLine.contains($0.utf8, before)
    }
  }
}

// Secrets that tell what they are.
extension SecretLine {
  /// What well-known tokens begin with, and how many letters and digits follow at least.
  ///
  /// Source: Keystone's Fernet tokens, and the token formats that AWS, GitHub, GitLab, Hugging Face,
  /// Slack, OpenAI, Docker, Google and JSON Web Tokens (RFC 7519) document.
  private static let shapes: [(prefix: [UInt8], count: Int)] = [
    ("gAAAAA", 20), ("AKIA", 16), ("ASIA", 16), ("ghp_", 20), ("gho_", 20), ("ghu_", 20),
    ("ghs_", 20), ("ghr_", 20), ("github_pat_", 20), ("glpat-", 16), ("hf_", 20), ("xoxb-", 10),
    ("xoxp-", 10), ("xoxa-", 10), ("sk-", 20), ("dckr_pat_", 16), ("AIza", 30), ("eyJ", 20),
    ("AGE-SECRET-KEY-", 10), ("Bearer ", 8), ("Basic ", 8),
  ].map { (Array($0.0.utf8), $0.1) }

  private static let beginnings = Set(shapes.compactMap(\.prefix.first))

  private var hasSecretShape: Bool {
    bytes.indices.contains { index in
      guard SecretLine.beginnings.contains(bytes[index]) else { return false }
      if index > bytes.startIndex, SecretLine.isNamePart(bytes[index - 1]) { return false }
      return SecretLine.shapes.contains { shape in
        let rest = bytes[index...]
        return rest.starts(with: shape.prefix)
          && rest.dropFirst(shape.prefix.count).prefix(shape.count).count { byte in
            SecretLine.isNamePart(byte) || "./+=~".utf8.contains(byte)
          } == shape.count
      }
    }
  }

  /// Parameters of URLs that open what they address, for whoever has them.
  ///
  /// Source: OpenStack Swift's and Ceph's temporary URLs, "Signature Version 4" of AWS and its older
  /// query strings, Azure's shared access signatures, signed URLs of Google Cloud Storage.
  private static let signed: [[UInt8]] = [
    "temp_url_sig", "x-amz-signature", "x-amz-credential", "x-amz-security-token",
    "x-goog-signature", "x-goog-credential", "sig", "signature", "awsaccesskeyid",
  ].map { Array($0.utf8) }

  /// What stands behind the parameters that sign a URL, from the `=` on.
  var signatures: [Range<Int>] {
    bytes.indices.compactMap { index in
      guard bytes[index] == UInt8(ascii: "?") || bytes[index] == UInt8(ascii: "&") else {
        return nil
      }
      // `&amp;`, as documents spell it.
      var rest = bytes[(index + 1)...]
      if rest.starts(with: "amp;".utf8) { rest = rest.dropFirst(4) }
      let name = rest.prefix(while: SecretLine.isNamePart)
      let value = rest[name.endIndex...]
      guard value.first == UInt8(ascii: "="),
        SecretLine.signed.contains(name.map { SecretLine.isUpper($0) ? $0 | 0x20 : $0 })
      else { return nil }
      let text = value.dropFirst().prefix {
        $0 > 0x20 && !"&\"'`<>\\)#".utf8.contains($0)
      }
      return SecretValue(text).isSecret ? text.startIndex..<text.endIndex : nil
    }
  }

  /// A URL such as `https://user:password@host`.
  private var hasPasswordInURL: Bool {
    bytes.indices.contains { index in
      guard bytes[index] == UInt8(ascii: ":"), bytes[index...].starts(with: "://".utf8) else {
        return false
      }
      let authority = bytes[(index + 3)...].prefix { $0 > 0x20 && !"/\"'`<>".utf8.contains($0) }
      // Passwords may have a slash or quotes in them only where they are written as `%2F`.
      guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
        let colon = authority.firstIndex(of: UInt8(ascii: ":")), colon < at
      else { return false }
      return SecretValue(authority[(colon + 1)..<at]).isSecret
    }
  }

  /// An option that takes a password, as in `sshpass -p X` and `curl -u user:X`.
  private var hasPasswordOption: Bool {
    if SecretLine.contains("sshpass -p".utf8, bytes) { return true }
    return ["-u ", "--user "].contains { option in
      bytes.indices.contains { index in
        guard bytes[index] == UInt8(ascii: "-"), bytes[index...].starts(with: option.utf8) else {
          return false
        }
        let word = bytes[(index + option.utf8.count)...].prefix { $0 > 0x20 }
        guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return SecretValue(word[(colon + 1)...]).isSecret
      }
    }
  }
}
