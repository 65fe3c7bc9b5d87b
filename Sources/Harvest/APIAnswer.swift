import JSON

/// One answer of the Reference API, read strictly: what is not as expected is named with its URL.
///
/// Source of the fields: https://github.com/ChameleonCloud/reference_api_v2, `reference_api/api/`.
struct APIAnswer: Sendable {
  let url: String
  /// The site that the answer is about; nil for the API as a whole.
  let site: String?
  let content: JSONValue
  /// The size of the body as it came, in bytes.
  let byteCount: Int

  private init(url: String, site: String?, content: JSONValue, byteCount: Int) {
    self.url = url
    self.site = site
    self.content = content
    self.byteCount = byteCount
  }

  init(url: String, site: String?, body: [UInt8]) throws(HarvestProblem) {
    do {
      self.init(
        url: url, site: site, content: try JSONValue(parsing: body), byteCount: body.count)
    } catch {
      throw HarvestProblem(site: site, place: url, reason: error.description)
    }
    guard content.members != nil else { throw mismatch("the answer", content, "an object") }
  }

  /// The same answer, with problems in it laid to a site.
  func about(_ site: String) -> APIAnswer {
    APIAnswer(url: url, site: site, content: content, byteCount: byteCount)
  }

  /// A problem with a field: what was found there and what was expected.
  func mismatch(_ field: String, _ found: JSONValue?, _ expected: String) -> HarvestProblem {
    HarvestProblem(
      site: site, place: url,
      reason: "\(field): found \(APIAnswer.shown(found)), expected \(expected)")
  }

  /// The kind of a value; for short ones with the value itself.
  private static func shown(_ value: JSONValue?) -> String {
    guard let value else { return "nothing" }
    switch value {
    case .string, .number:
      let text = value.compact
      return text.utf8.count <= 40 ? "\(value.kind) (\(text))" : value.kind
    default: return value.kind
    }
  }

  /// A text that may be missing or null; an empty one counts as missing.
  func text(_ name: String, of object: JSONValue, in field: String = "") throws(HarvestProblem)
    -> String?
  {
    switch object[name] {
    case nil, .null: return nil
    case .string(let text): return text.isEmpty ? nil : text
    case let other: throw mismatch("\(field)'\(name)'", other, "a string or null")
    }
  }

  /// The links of an object, by relation: the hrefs as they are written.
  func links(of object: JSONValue, in field: String = "") throws(HarvestProblem)
    -> [String: String]
  {
    let value = object["links"]
    if value == nil || value?.isNull == true { return [:] }
    guard let items = value?.array else {
      throw mismatch("\(field)'links'", value, "an array")
    }
    var links: [String: String] = [:]
    for (index, item) in items.enumerated() {
      guard let relation = item["rel"]?.string, let href = item["href"]?.string else {
        throw mismatch("\(field)'links[\(index)]'", item, "an object with 'rel' and 'href'")
      }
      links[relation] = links[relation] ?? href
    }
    return links
  }
}

/// A page of a listing.
struct APIListing: Sendable {
  let items: [JSONValue]
  /// How many items the whole listing has.
  let total: Int
  let version: String?

  /// More items than any listing has; a larger claim is not believed.
  static let maximumTotal = 10_000_000

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - answer: The answer.
  ///   - offset: The offset that was asked for.
  /// - Throws: `HarvestProblem` that names the field.
  init(_ answer: APIAnswer, offset: Int) throws(HarvestProblem) {
    guard let items = answer.content["items"]?.array else {
      throw answer.mismatch("'items'", answer.content["items"], "an array")
    }
    guard let total = answer.content["total"]?.integer,
      (0...APIListing.maximumTotal).contains(total)
    else {
      throw answer.mismatch(
        "'total'", answer.content["total"], "an integer from 0 to \(APIListing.maximumTotal)")
    }
    if let start = answer.content["offset"], start.integer != offset {
      throw answer.mismatch("'offset'", start, "\(offset), as was asked for")
    }
    guard items.isEmpty || offset + items.count <= total else {
      throw answer.mismatch(
        "'total'", answer.content["total"], "at least \(offset + items.count), as there are items")
    }
    self.items = items
    self.total = total
    version = try APIListing.version(of: answer, items)
  }

  /// The version of the answer; two with `..` between them when its items carry another one.
  ///
  /// The server reads the version of a listing anew each time, but keeps the records and their
  /// version in memory until it is started again. After an update of its data the two differ; the
  /// records are then neither one version nor the other, and must not pass for the newer.
  ///
  /// Without items nothing is known of their version.
  ///
  /// Source: `services/utils.py` and `storage/git_versioning.py` of reference_api_v2; tried with it.
  private static func version(
    of answer: APIAnswer, _ items: [JSONValue]
  ) throws(HarvestProblem) -> String? {
    guard let version = try answer.text("version", of: answer.content), !items.isEmpty else {
      return nil
    }
    let other = items.lazy.compactMap { $0["version"]?.string }.first { $0 != version }
    return other.map { "\($0)..\(version)" } ?? version
  }
}
