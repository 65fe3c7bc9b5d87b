import OpenStack
import Testing

@Suite struct CloudLoginTests {
  @Test(arguments: [
    ([:], "OS_AUTH_URL"), (["OS_AUTH_URL": "https://k"], "OS_TOKEN"),
    (["OS_AUTH_URL": "https://k", "OS_PASSWORD": "p"], "OS_USERNAME"),
    (["OS_AUTH_URL": "https://k", "OS_PASSWORD": "p", "OS_USERNAME": "u"], "OS_PROJECT_NAME"),
    (
      ["OS_AUTH_URL": "https://k", "OS_APPLICATION_CREDENTIAL_SECRET": "s"],
      "OS_APPLICATION_CREDENTIAL_ID"
    ),
    (["OS_AUTH_URL": "https://k", "OS_AUTH_TYPE": "v3token"], "OS_TOKEN"),
    (["OS_AUTH_URL": "https://k", "OS_AUTH_TYPE": "password"], "OS_PASSWORD"),
    (["OS_AUTH_URL": "https://k", "OS_AUTH_TYPE": "v3kerberos"], "OS_AUTH_TYPE"),
  ])
  func saysWhichVariableIsMissing(environment: [String: String], variable: String) {
    let error = #expect(throws: OpenStackError.self) {
      try CloudLogin(environment: environment)
    }
    #expect(error?.place == variable)
    #expect(error?.hint != nil)
  }

  @Test(arguments: [
    "https://k:5000", "https://k:5000/", "https://k:5000/v3", "https://k:5000/v3/",
    "https://k:5000/v2.0",
  ])
  func findsTheVersionOfKeystone(url: String) throws {
    let login = try CloudLogin(environment: ["OS_AUTH_URL": url, "OS_TOKEN": "t0ken"])
    #expect(login.authURL == "https://k:5000/v3")
    #expect(!"\(login)".contains("t0ken"))
  }
}
