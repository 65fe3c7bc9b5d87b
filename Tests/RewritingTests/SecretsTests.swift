import Rewriting
import Testing

@Suite struct SecretsTests {
  static let secret = [
    "export OS_PASSWORD=hunter2", "OS_PASSWORD='hunter2'", "export OS_PASSWORD=$'hunter\\'2'",
    "  password: hunter2", "  password: \"hunter2\"  # mine", "\"password\": \"hunter2\",",
    "os.environ[\"OS_PASSWORD\"] = \"hunter2\"", "chi.set(\"password\", \"hunter2\")",
    "conn = connect(user=\"me\", password=\"hunter2\")", "password: str = \"hunter2\"",
    "    \"password = \\\"hunter2\\\"\\n\",", "password = f\"hunter2\"",
    "application_credential_secret: Xq81", "export OS_APPLICATION_CREDENTIAL_SECRET=Xq81",
    "export OS_APPLICATION_CREDENTIAL_ID=0123456789abcdef", "pass = abcDEF_123", "rclone_pass=abc",
    "secret_access_key = abc/def", "aws_access_key_id: AKIA", "apiKey: 12345", "API-KEY=abc",
    "curl -H \"X-Auth-Token: abc123\"", "-H 'Authorization: Bearer abc123def456'",
    "openstack --os-password hunter2 server list", "%env OS_PASSWORD hunter2",
    "machine a login b password c",
    "default = gAAAAABf0123456789abcdefghij", "id: AKIAABCDEFGHIJKLMNOP",
    "login(\"hf_abcdefghijklmnopqrstuvwxyz\")", "git clone https://me:hunter2@example.org/x.git",
    "url = redis://:hunter2@example.org", "sshpass -p hunter2 ssh host",
    "curl -u me:hunter2 https://x",
    "passwd: $6$salt$0123456789", "token = \"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc\"",
    "admin_pass = \"hunter2\"", "password=password1,", "//registry/:_authToken=abc",
    "sudo_pass: abc",
  ]

  @Test(arguments: secret) func finds(line: String) {
    let bytes = Array((line + "\n").utf8)
    #expect(Secrets(bytes).holdSecret(0..<bytes.count))
    #expect(Secrets.redacted(line) == "(hidden)")
  }

  /// A URL that is signed stays, without what opens it.
  @Test(
    arguments: [
      ("https://x/v1/b/c?temp_url_sig=da39a3ee&temp_url_expires=1", "?temp_url_sig=(hidden)&temp"),
      ("curl 'https://x/o?X-Amz-Signature=ab12&X-Amz-Date=1'", "?X-Amz-Signature=(hidden)&X-Amz"),
      ("https://x/o?a=1&sig=Ab%2Fcd%3D", "a=1&sig=(hidden)"),
      ("<a href=\"https://x/o?a=1&amp;Signature=abc\">", "a=1&amp;Signature=(hidden)\">"),
    ])
  func hidesSignatures(_ line: String, _ part: String) {
    let bytes = Array((line + "\n").utf8)
    #expect(Secrets(bytes).holdSecret(0..<bytes.count))
    #expect(Secrets.redacted(line).contains(part), "\(Secrets.redacted(line))")
  }

  static let harmless = [
    "https://x/o?temp_url_sig=$SIG", "https://x/o?sig=<signature>", "signature=abc",
    "", "pass", "    pass  # nothing", "export OS_PASSWORD=$OS_PASSWORD_INPUT",
    "password: ${PASSWORD}",
    "password: {{ vault_password }}", "OS_PASSWORD=<your password>", "password: xxxxxxxx",
    "password = getpass()", "password=os.environ[\"OS_PASSWORD\"],", "password=password,",
    "password = var.password", "read -sr OS_PASSWORD", "export OS_AUTH_TYPE=v3oidcpassword",
    "auth_type: v3applicationcredential", "from transformers import AutoTokenizer",
    "tokenizer = AutoTokenizer.from_pretrained(name)", "max_tokens=512, pad_token_id=0",
    "password_file: /etc/x", "bypass=1", "auth_url: https://chi.uc.chameleoncloud.org:5000/v3",
    "    auth:", "def get_token(self):", "print(\"enter the password\")", "git@github.com:me/x.git",
    "https://example.org:8080/path?to=me@example.org", "password: \"\"", "password: null",
    "secretary: Ann",
    "ssh cc@192.5.87.1", "curl -u $USER:$PASSWORD https://x", "sk-learn", "hf_hub_download(x)",
    "-H \"X-Auth-Token: $TOKEN\"", "-H \"Authorization: Bearer $TOKEN\"",
    "export NODE_TYPE=gpu_v100",
  ]

  @Test(arguments: harmless) func leaves(line: String) {
    let bytes = Array((line + "\n").utf8)
    #expect(!Secrets(bytes).holdSecret(0..<bytes.count))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A `|` begins each line that is a secret.
    let text: String
  }

  static let blocks = [
    Case(
      testDescription: "a private key in a block of YAML",
      text: """
         site: uc
        |key: |
        |  -----BEGIN OPENSSH PRIVATE KEY-----
        |  b3BlbnNzaC1rZXktdjEA
        |  -----END OPENSSH PRIVATE KEY-----
         node: nc33
        """),
    Case(
      testDescription: "a private key that does not end",
      text: """
         a
        |-----BEGIN RSA PRIVATE KEY-----
        |MIIE
        |
        |x
        """),
    Case(
      testDescription: "a certificate is none",
      text: """
         -----BEGIN CERTIFICATE-----
         MIIE
         -----END CERTIFICATE-----
        """),
    Case(
      testDescription: "values on the lines below their key",
      text: """
         password: >-
        |  hunter2

        |  and more
         site: uc
         PASSWORD = (
        |    "hunter2"
         )
         openstack --os-password \\
        |  hunter2
         if token:
             site = "uc"
        """),
  ]

  @Test(arguments: blocks) func findsWhatSpansLines(_ one: Case) {
    let lines = one.text.split(separator: "\n", omittingEmptySubsequences: false)
    let bytes = Array(lines.map { $0.dropFirst() + "\n" }.joined().utf8)
    let secrets = Secrets(bytes)
    var start = 0
    for line in lines {
      let range = start..<(start + max(line.utf8.count, 1))
      // The line of the key itself may count too.
      if !(line.dropFirst().hasPrefix("key:")) {
        #expect(secrets.holdSecret(range) == line.hasPrefix("|"), "\(line)")
      }
      start = range.upperBound
    }
  }
}
