import HTTP
import JSON

/// A token with what Keystone says of it.
///
/// Source: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management
struct IssuedToken: Sendable {
  let token: Secret
  /// Since 1970-01-01 00:00:00 UTC; nil when Keystone does not say.
  let expiresAt: Duration?
  let userID: String?
  /// Nil for a token without a project.
  let projectID: String?
  let projectName: String?
  let catalog: ServiceCatalog

  /// A token that ends sooner than this is renewed before it is used.
  ///
  /// keystoneauth takes 30 s (`access.AccessInfo.will_expire_soon`); a request to a slow service
  /// takes longer.
  static let margin: Duration = .seconds(120)

  /// Takes the token and the member `token` of Keystone's answer.
  init(_ token: Secret, _ content: JSONValue) {
    self.token = token
    expiresAt = content["expires_at"]?.string.flatMap(TokenTime.seconds).map { .seconds($0) }
    userID = content[path: "user", "id"]?.string
    projectID = content[path: "project", "id"]?.string
    projectName = content[path: "project", "name"]?.string
    catalog = ServiceCatalog(content["catalog"])
  }

  /// Whether it is not worth a request any more.
  func endsSoon(at now: Duration) -> Bool {
    expiresAt.map { $0 - now < IssuedToken.margin } ?? false
  }
}

/// The times in Keystone's answers: `2026-11-30T14:24:59.000000Z`.
enum TokenTime {
  /// The seconds since 1970-01-01 00:00:00 UTC, fractions cut off; nil for another form.
  static func seconds(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19, bytes.count == 19 || [0x2E, 0x5A].contains(bytes[19]),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return HTTPDate.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60
      + second
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: bytes, as: UTF8.self))
  }
}
