import HTTP
import JSON
import OpenStack
import Testbed

/// What works of a login: the token, and one cheap question to each service.
struct SiteCheck {
  /// What was tried, and what came of it.
  struct Row: Sendable {
    enum Status: String, Sendable {
      case works
      case failed
      /// The catalogue of services does not have it, which is normal.
      case absent
      /// Nothing was tried.
      case skipped = "not tried"
    }

    let site: SiteID?
    let cloud: String?
    let check: String
    let status: Status
    var milliseconds: Int?
    var detail: String?
    /// What was asked: a URL, or a place in a file.
    var place: String?
    var hint: String?
  }

  /// A question whose answer is short.
  private static let questions: [(service: ServiceType, path: String)] = [
    (.compute, "/v2.1/flavors?limit=1"), (.network, "/v2.0/networks?limit=1&fields=id"),
    (.image, "/v2/images?limit=1"), (.reservation, "/v1/leases"),
    (.objectStore, "?limit=1&format=json"), (.sharedFileSystem, "/v2/shares?limit=1"),
  ]

  private static let timeouts = HTTPTimeouts(
    connect: .seconds(5), total: .seconds(20), stalled: .seconds(15))

  let logins: SiteLogins

  /// Tries all logins at once, each service of a login after the other.
  ///
  /// - Parameters:
  ///   - sites: Those that get a line even without a login, in the order of the lines.
  ///   - cloud: The only cloud to try; nil for all.
  /// - Returns: Lines by site and cloud; those of no known site come last.
  func rows(sites: [SiteID], cloud: String?) async -> [Row] {
    let entries = logins.entries.filter { cloud == nil || $0.name == cloud }
    let results = await withTaskGroup(of: Checked.self) { group in
      for (number, entry) in entries.enumerated() {
        group.addTask { Checked(number: number, rows: await check(entry)) }
      }
      var results: [Int: [Row]] = [:]
      for await checked in group { results[checked.number] = checked.rows }
      return results
    }
    let rows = entries.indices.flatMap { results[$0] ?? [] }
    guard cloud == nil else { return rows }
    let bySite = sites.flatMap { site -> [Row] in
      let own = rows.filter { $0.site == site }
      guard own.isEmpty else { return own }
      return [
        Row(site: site, cloud: nil, check: "login", status: .skipped, detail: "there is no login")
      ]
    }
    return bySite + rows.filter { row in row.site.map { !sites.contains($0) } ?? true }
  }

  private struct Checked: Sendable {
    let number: Int
    let rows: [Row]
  }

  private func check(_ entry: SiteLogins.Entry) async -> [Row] {
    let login: CloudLogin
    switch entry.login {
    case .success(let found): login = found
    case .failure(let error):
      return [
        Row(
          site: entry.site, cloud: entry.name, check: "login", status: .failed,
          detail: error.reason, place: error.place, hint: error.hint)
      ]
    }
    guard entry.site != nil else {
      return [
        Row(
          site: nil, cloud: entry.name, check: "login", status: .skipped,
          detail: "neither region, host nor name is that of a site", hint: "set region_name")
      ]
    }
    let session = logins.session(login, attempts: 2)
    let note = login.isVerificationRefused ? "; certificates are verified all the same" : ""
    let token = await row(entry, "token") { "project \(try await session.projectID())\(note)" }
    guard token.status == .works else { return [token] }
    var rows = [token]
    for (service, path) in SiteCheck.questions {
      rows.append(
        await row(entry, service.rawValue) {
          _ = try await session.fetch(service, CloudRequest(path, timeouts: SiteCheck.timeouts))
          return nil
        })
    }
    return rows
  }

  private func row(
    _ entry: SiteLogins.Entry, _ check: String, _ question: () async throws -> String?
  ) async -> Row {
    let clock = ContinuousClock()
    let start = clock.now
    func row(_ status: Row.Status, _ detail: String?, _ error: OpenStackError? = nil) -> Row {
      let time = status == .absent ? nil : Int((clock.now - start) / .milliseconds(1))
      return Row(
        site: entry.site, cloud: entry.name, check: check, status: status, milliseconds: time,
        detail: detail, place: error?.place, hint: error?.hint)
    }
    do {
      return row(.works, try await question())
    } catch let error as OpenStackError where error.isNoService {
      return row(.absent, "not in the catalogue of services")
    } catch let error as OpenStackError {
      return row(.failed, error.reason, error)
    } catch {
      return row(.failed, "\(error)")
    }
  }
}

extension SiteCheck {
  /// What was tried, as a listing.
  ///
  /// - Parameters:
  ///   - rows: In the order in which they are shown.
  ///   - names: The names of sites: `CHI@UC`.
  /// - Returns: A row each.
  static func sheet(_ rows: [Row], names: [SiteID: String]) -> Sheet {
    Sheet(
      columns: [
        Sheet.Column(name: "site", title: "Site", missing: "?"),
        Sheet.Column(name: "name", title: "Name", isExtra: true, missing: "-"),
        Sheet.Column(name: "cloud", title: "Cloud", missing: "-"),
        Sheet.Column(name: "check", title: "Check"),
        Sheet.Column(name: "status", title: "Status"),
        Sheet.Column(name: "milliseconds", title: "ms", isRightAligned: true),
        Sheet.Column(name: "detail", title: "Detail", isFlexible: true),
        Sheet.Column(name: "place", title: "Place", isFlexible: true, isExtra: true),
        Sheet.Column(name: "hint", title: "Hint", isFlexible: true, isExtra: true),
      ],
      rows: rows.map { row in
        [
          JSONValue(row.site?.text), JSONValue(row.site.flatMap { names[$0] }),
          JSONValue(row.cloud), .string(row.check),
          .string(row.status.rawValue), row.milliseconds.map { JSONValue($0) } ?? .null,
          JSONValue(row.detail), JSONValue(row.place), JSONValue(row.hint),
        ]
      })
  }
}
