import Availability
import Equivalence
import Hardware
import JSON
import Testbed

/// The JSON of `find-equivalent`; documented in README.md and kept stable.
extension EquivalenceReport {
  var document: JSONValue {
    .object([
      "query": queryDocument, "requirements": .array(answers.flatMap(requirements)),
      "catalog": catalogDocument,
      "results": .array(
        answers.flatMap { answer in
          shown(answer).enumerated().map { result(rank: $0.offset + 1, $0.element, answer) }
        }),
      "mixes": .array(answers.compactMap(mixDocument)),
      "rejected": .array(answers.flatMap(rejected)),
    ])
  }

  private var queryDocument: JSONValue {
    .object([
      "what": JSONValue(query.what), "from": JSONValue(query.from),
      "to": sites.map { .array($0.map { .string($0.text) }) } ?? "any",
      "nodes": query.wishes.nodes.map { JSONValue($0) } ?? .null,
      "for": JSONValue(answers.first?.ranking.profile.purpose.rawValue),
      "stack": .string(query.wishes.stack.rawValue), "compare": .bool(query.wishes.compare),
      "min_grade": .string(query.result.minGrade.rawValue),
      "sources": .array(
        answers.map { answer in
          let configuration = answer.source.configuration
          return .object([
            "site": .string(configuration.site.text),
            "node_type": .string(configuration.nodeType),
            "configuration": .string(configuration.name),
            "nodes": JSONValue(answer.source.nodeCount),
            "other_configurations": .array(answer.source.others.map { .string($0.name) }),
            "unknown": .array(answer.source.unknown.map { .string($0) }),
            "same_at": .array(answer.source.sameAt.map { .string($0.text) }),
          ])
        }),
    ])
  }

  private func requirements(_ answer: Answer) -> [JSONValue] {
    answer.ranking.profile.requirements.map { requirement in
      .object([
        "source": .string(answer.source.configuration.qualifiedName),
        "name": .string(requirement.kind.name), "strength": .string(requirement.strength.rawValue),
        "value": .string(requirement.text),
        "origin": requirement.isAskedFor ? "asked for" : "source",
      ])
    }
  }

  private var catalogDocument: JSONValue {
    .object([
      "version": .string(catalog.version), "harvested_at": .string(catalog.harvestedAt),
      "age_days": catalog.ageInDays(at: now).map { JSONValue($0) } ?? .null,
    ])
  }

  private func result(rank: Int, _ candidate: Candidate, _ answer: Answer) -> JSONValue {
    let configuration = candidate.configuration
    let details = Details(candidate, in: answer.ranking)
    let known = configuration.kind != .flavor || configuration.nodeCount > 0
    let result = JSONValue.object([
      "source": .string(answer.source.configuration.qualifiedName), "rank": JSONValue(rank),
      "site": .string(configuration.site.text), "node_type": .string(configuration.nodeType),
      "configuration": .string(configuration.name), "kind": .string(configuration.kind.rawValue),
      "nodes": known ? JSONValue(configuration.nodeCount) : .null,
      "grade": .string(candidate.grade.rawValue), "score": JSONValue(candidate.score, digits: 3),
      "selector": JSONValue(configuration.selector?.text),
      "selector_exact": configuration.selector.map { .bool($0.isExact) } ?? .null,
      "also_matches": configuration.selector.map { JSONValue($0.alsoMatches) } ?? .null,
      "expected_ratio": .object(
        details.lines.compactMap { line in
          line.ratio.map { JSONValue.Member(line.dimension.rawValue, ratio($0)) }
        }),
      "dimensions": .array(details.lines.map(dimension)),
      "changes": .array(details.changes.map { .string($0) }),
      "losses": .array(candidate.losses.map { .string($0) }),
    ])
    guard let available else { return result }
    let earliest = JSONValue(available.earliest(candidate)?.isoText)
    return .object((result.members ?? []) + [.init("earliest", earliest)])
  }

  private func ratio(_ ratio: ExpectedRatio) -> JSONValue {
    .object([
      "low": JSONValue(ratio.low, digits: 4), "high": JSONValue(ratio.high, digits: 4),
      "basis": .string(ratio.basis), "confidence": .string(ratio.confidence.rawValue),
    ])
  }

  private func dimension(_ line: Details.Line) -> JSONValue {
    .object([
      "name": .string(line.dimension.rawValue), "weight": JSONValue(line.weight),
      "score": JSONValue(line.score, digits: 3), "from": .string(line.description.from),
      "to": .string(line.description.to), "note": .string(line.description.note),
    ])
  }

  private func mixDocument(_ answer: Answer) -> JSONValue? {
    answer.ranking.mix.map { mix in
      .object([
        "source": .string(answer.source.configuration.qualifiedName),
        "nodes": JSONValue(mix.nodeCount),
        "parts": .array(
          mix.parts.map { part in
            .object([
              "site": .string(part.candidate.configuration.site.text),
              "configuration": .string(part.candidate.configuration.name),
              "nodes": JSONValue(part.nodes),
            ])
          }),
      ])
    }
  }

  private func rejected(_ answer: Answer) -> [JSONValue] {
    answer.ranking.rejected.map { candidate in
      .object([
        "source": .string(answer.source.configuration.qualifiedName),
        "site": .string(candidate.configuration.site.text),
        "node_type": .string(candidate.configuration.nodeType),
        "configuration": .string(candidate.configuration.name),
        "reason": .string(candidate.failures.joined(separator: "; ")),
      ])
    }
  }
}
