import JSON
import Testing

/// The keys that README.md promises, for every node type that there is.
@Suite struct FindEquivalentJSONTests {
  private static func document(_ arguments: String...) throws -> JSONValue {
    let result = try ChiportProcess.run(["find-equivalent"] + arguments + ["-f", "json"])
    #expect(result.exitCode <= 1, "\(result.errors)")
    return try JSONValue(parsing: result.output)
  }

  private func isText(_ value: JSONValue?) -> Bool { value?.string?.isEmpty == false }

  @Test(arguments: [
    ["gpu_a100_pcie", "--to", "tacc"], ["gpu_a100_pcie", "--to", "kvm,tacc"],
    ["compute_skylake", "--to", "any"], ["compute_arm64", "--to", "uc"],
    ["storage", "--to", "uc"], ["compute_zen3", "--to", "uc", "--nodes", "9"],
    ["m1.large", "--to", "any"], ["compute_gigaio", "--to", "any", "--compare"],
  ]) func hasTheDocumentedKeysAndTypes(_ arguments: [String]) throws {
    let result = try ChiportProcess.run(["find-equivalent"] + arguments + ["-f", "json"])
    let document = try JSONValue(parsing: result.output)
    #expect(
      document.members?.map(\.name) == [
        "query", "requirements", "catalog", "results", "mixes", "rejected",
      ])
    let catalog = document["catalog"]
    #expect(isText(catalog?["version"]) && isText(catalog?["harvested_at"]))
    #expect(catalog?["age_days"]?.integer != nil)
    for requirement in document["requirements"]?.array ?? [] {
      #expect(["hard", "soft"].contains(requirement["strength"]?.string))
      #expect(["source", "asked for"].contains(requirement["origin"]?.string))
      for key in ["source", "name", "value"] { #expect(isText(requirement[key]), "\(key)") }
    }
    let results = try #require(document["results"]?.array)
    #expect(results.isEmpty == (result.exitCode == 1))
    for result in results { check(result) }
    for rejected in document["rejected"]?.array ?? [] {
      for key in ["source", "site", "node_type", "configuration", "reason"] {
        #expect(isText(rejected[key]), "\(key)")
      }
    }
  }

  private func check(_ result: JSONValue) {
    for key in ["source", "site", "node_type", "configuration", "kind"] {
      #expect(isText(result[key]), "\(key)")
    }
    #expect((result["rank"]?.integer ?? 0) >= 1)
    #expect(["drop-in", "close", "partial"].contains(result["grade"]?.string))
    #expect(result["score"]?.double.map { (0...1).contains($0) } == true)
    if result["kind"] == "host" {
      #expect((result["nodes"]?.integer ?? 0) >= 1)
      #expect(result["selector"]?.string?.hasPrefix("[") == true)
      let others = result["also_matches"]?.integer
      #expect(result["selector_exact"] == .bool(others == 0))
    } else {
      #expect(result["selector"] == .null && result["selector_exact"] == .null)
    }
    for ratio in (result["expected_ratio"]?.members ?? []).map(\.value) {
      let (low, high) = (ratio["low"]?.double ?? -1, ratio["high"]?.double ?? -2)
      #expect(low > 0 && low <= high && isText(ratio["basis"]), "\(ratio)")
    }
    let dimensions = result["dimensions"]?.array ?? []
    #expect(
      dimensions.compactMap { $0["name"]?.string } == [
        "cpu", "memory", "gpu", "gpu_memory", "interconnect", "network", "storage", "count", "cost",
      ])
    for dimension in dimensions {
      for key in ["from", "to", "note"] { #expect(isText(dimension[key]), "\(key)") }
      #expect(dimension["score"]?.double.map { (0...1).contains($0) } == true)
    }
    #expect(result["changes"]?.array?.allSatisfy { isText($0) } == true)
    let losses = result["losses"]?.array
    #expect(losses?.isEmpty == (result["grade"] != "partial"))
  }

  @Test func sitesAndRanksAreInTheQuery() throws {
    let document = try FindEquivalentJSONTests.document(
      "gpu_a100_pcie", "--to", "tacc", "--nodes", "2")
    #expect(document["query"]?["what"] == "gpu_a100_pcie")
    #expect(document["query"]?["to"] == ["tacc"])
    #expect(document["query"]?["nodes"] == 2)
    #expect(document["query"]?["for"] == "training")
    let first = try #require(document["results"]?.array?.first)
    #expect(first["rank"] == 1)
    #expect(first["node_type"] == "gpu_h100")
    #expect(first["selector"] == #"["=", "$node_type", "gpu_h100"]"#)
  }
}
