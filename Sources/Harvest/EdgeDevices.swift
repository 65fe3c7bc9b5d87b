package import HTTP
package import JSON

/// The list of CHI@Edge's devices, which the Reference API does not have.
///
/// Source: https://github.com/ChameleonCloud/python-chi, `chi/hardware.py`, `get_devices`.
package struct EdgeDevices: Sendable {
  /// The list of the testbed.
  package static let defaultURL = "https://chameleoncloud.org/edge-hw-discovery/devices"

  private let url: String
  private let client: any HTTPClient
  private let timeouts: HTTPTimeouts

  /// - Parameters:
  ///   - url: Where the list is.
  ///   - client: What sends the request.
  ///   - timeouts: The bounds in time of the request.
  package init(
    url: String = EdgeDevices.defaultURL, client: any HTTPClient,
    timeouts: HTTPTimeouts = HTTPTimeouts()
  ) {
    self.url = url
    self.client = client
    self.timeouts = timeouts
  }

  /// Reads the list.
  ///
  /// - Returns: The devices, each with a `uuid` of its own; and what was left out, with the reason.
  /// - Throws: `HarvestProblem` when there is no list, `CancellationError`.
  package func devices() async throws -> (records: [JSONValue], problems: [HarvestProblem]) {
    let response: HTTPResponse
    do {
      response = try await client.fetch(HTTPRequest(url, timeouts: timeouts))
    } catch let error as CurlError {
      let detail = APIErrorDetail.text(error.answer).map { ": \($0)" } ?? ""
      throw HarvestProblem(
        site: nil, place: error.url, reason: error.reason + detail,
        hint: "the devices of CHI@Edge stay as they were; --no-devices leaves them out")
    }
    return try EdgeDevices.read(response.body, from: url)
  }

  /// Reads the JSON of the list.
  static func read(
    _ body: [UInt8], from url: String
  ) throws(HarvestProblem) -> (records: [JSONValue], problems: [HarvestProblem]) {
    func problem(_ reason: String) -> HarvestProblem {
      HarvestProblem(site: nil, place: url, reason: reason)
    }
    let content: JSONValue
    do { content = try JSONValue(parsing: body) } catch { throw problem(error.description) }
    guard let items = content.array else {
      throw problem("the answer: found \(content.kind), expected an array")
    }
    var records: [JSONValue] = []
    var problems: [HarvestProblem] = []
    var uuids: Set<String> = []
    for (index, item) in items.enumerated() {
      if let reason = reasonToRefuse(item, &uuids) {
        problems.append(problem("'[\(index)]'\(reason); the device was left out"))
      } else {
        records.append(item)
      }
    }
    return (records, problems)
  }

  private static func reasonToRefuse(_ item: JSONValue, _ uuids: inout Set<String>) -> String? {
    guard item.members != nil else { return ": found \(item.kind), expected an object" }
    guard let uuid = item["uuid"]?.string, !uuid.isEmpty else {
      return " 'uuid': found \(item["uuid"]?.kind ?? "nothing"), expected a string"
    }
    for name in ["device_name", "device_type", "owning_project"] {
      guard let value = item[name], !value.isNull, value.string == nil else { continue }
      return " '\(name)': found \(value.kind), expected a string"
    }
    for name in ["supported_device_profiles", "authorized_projects"] {
      guard let value = item[name], !value.isNull else { continue }
      guard value.array?.allSatisfy({ $0.string != nil }) == true else {
        return " '\(name)': found \(value.kind), expected an array of strings"
      }
    }
    return uuids.insert(uuid).inserted ? nil : ": the uuid '\(uuid)' is listed twice"
  }
}
