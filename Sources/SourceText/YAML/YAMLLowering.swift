/// Turns what was found in YAML into the tree that all languages share.
struct YAMLLowering {
  let region: RegionID
  let bytes: [UInt8]
  /// Whether the document is a template of OpenStack Heat.
  var isHeat = false

  func syntax(
    _ node: YAMLNode, key: String = "", isRoot: Bool = false, in document: inout Document
  ) -> Syntax {
    switch node {
    case .null: return .group([])
    case .unread(let range, let reason): return .unread(Span(region, range), reason: reason)
    case .alias(let range):
      return .name(Name(text: text(range), span: Span(region, range)))
    case .scalar(let scalar): return value(scalar, in: &document)
    case .sequence(let items, let range):
      return .list(
        items.map { syntax($0, key: key, in: &document) }, Span(region, range))
    case .mapping(let pairs, let range):
      if let name = parameterRead(pairs, range) { return name }
      let mapping = YAMLMapping(pairs: pairs, key: key, lowering: self)
      let members = pairs.map { pair in
        member(pair, of: mapping, isRoot: isRoot, in: &document)
      }
      return .mapping(members, Span(region, range))
    }
  }

  /// A text, as what its anchor names if it has one.
  private func value(_ scalar: YAMLScalar, in document: inout Document) -> Syntax {
    if scalar.style.isBlock, let language = YAMLMapping.language(ofBlock: scalar, in: bytes) {
      return code(scalar, language, in: &document)
    }
    var reader = YAMLScalarReader(scalar, in: region, isScript: false, of: document)
    let text = Syntax.text(reader.literal(in: &document))
    guard let anchor = scalar.anchor else { return text }
    return .assignment(
      Assignment(name: "*" + self.text(anchor), nameSpan: Span(region, anchor), value: text))
  }

  private func member(
    _ pair: YAMLPair, of mapping: YAMLMapping, isRoot: Bool, in document: inout Document
  ) -> Member {
    let key = key(pair.key, in: &document)
    let name = keyText(pair.key)
    if isHeat, isRoot, name == "parameters", case .mapping(let parameters, let range) = pair.value {
      return Member(key: key, value: heatParameters(parameters, range, in: &document))
    }
    let value =
      mapping.script(pair.value, at: name, in: &document)
      ?? syntax(pair.value, key: name, in: &document)
    let isCondition = YAMLMapping.conditions.contains(name)
    return Member(key: key, value: isCondition ? .comparison([value]) : value)
  }

  private func key(_ node: YAMLNode, in document: inout Document) -> Syntax {
    guard case .scalar(var scalar) = node else { return syntax(node, in: &document) }
    scalar.anchor = nil
    var reader = YAMLScalarReader(scalar, in: region, isScript: false, of: document)
    return .text(reader.literal(in: &document))
  }

  /// A text that is a script.
  func code(_ scalar: YAMLScalar, _ language: Language, in document: inout Document) -> Syntax {
    var reader = YAMLScalarReader(scalar, in: region, isScript: true, of: document)
    let literal = reader.literal(in: &document)
    // YAML in YAML in YAML ...: each layer is read again.
    var (layers, outer) = (0, document[region].parent)
    while let parent = outer { (layers, outer) = (layers + 1, document[parent].parent) }
    guard layers < 8 else { return .text(literal) }
    let embedded = document.embed(literal.region, as: language)
    guard !literal.holes.isEmpty, case .code(let code) = embedded else { return embedded }
    return .code(
      Code(language: code.language, region: code.region, body: code.body, text: literal))
  }

  // MARK: Heat

  /// `{get_param: name}` or `{get_param: [name, key]}`.
  private func parameterRead(_ pairs: [YAMLPair], _ range: Range<Int>) -> Syntax? {
    guard pairs.count == 1, keyText(pairs[0].key) == "get_param" else { return nil }
    var parts: [String] = []
    switch pairs[0].value {
    case .scalar(let scalar): parts = [text(scalar.contents)]
    case .sequence(let items, _):
      for item in items {
        guard let scalar = item.scalar else { return nil }
        parts.append(text(scalar.contents))
      }
    default: return nil
    }
    let name = (["param"] + parts).joined(separator: ".")
    return .name(Name(text: name, span: Span(region, range)))
  }

  /// The parameters of a template, each default being what the parameter is if nothing else is said.
  private func heatParameters(
    _ parameters: [YAMLPair], _ range: Range<Int>, in document: inout Document
  ) -> Syntax {
    let members = parameters.map { parameter in
      let key = key(parameter.key, in: &document)
      guard case .mapping(let fields, let range) = parameter.value,
        let name = parameter.key.scalar
      else { return Member(key: key, value: syntax(parameter.value, in: &document)) }
      let members = fields.map { field in
        let value = syntax(field.value, key: keyText(field.key), in: &document)
        guard keyText(field.key) == "default" else {
          return Member(key: self.key(field.key, in: &document), value: value)
        }
        let assignment = Assignment(
          name: "param." + text(name.contents), nameSpan: Span(region, name.contents),
          value: value, kind: .fallback)
        return Member(key: self.key(field.key, in: &document), value: .assignment(assignment))
      }
      return Member(key: key, value: .mapping(members, Span(region, range)))
    }
    return .mapping(members, Span(region, range))
  }

  // MARK: Texts

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A key as it is written, without quotes.
  func keyText(_ node: YAMLNode) -> String { node.scalar.map { text($0.contents) } ?? "" }

  /// Whether a mapping has a key.
  func has(_ node: YAMLNode, key: String) -> Bool {
    guard case .mapping(let pairs, _) = node else { return false }
    return pairs.contains { keyText($0.key) == key }
  }
}
