import SourceText

/// What a function of Python does with a text that could be a node type.
enum ArgumentPlace {
  case nodeType
  /// A file, a logger, a label: something that is called like the type.
  case name
  case unknown(callee: String)

  /// Functions whose arguments are names, paths or text for people.
  ///
  /// Source: Python's library (os, shutil, pathlib, logging), matplotlib, pandas, python-chi.
  private static let naming: Set = [
    "open", "join", "Path", "mkdir", "makedirs", "copy", "copytree", "copyfile", "move", "rmtree",
    "remove", "rename", "exists", "isdir", "isfile", "listdir", "glob", "read_csv", "to_csv",
    "savefig", "getLogger", "print", "info", "debug", "warning", "error", "legend", "title",
    "suptitle", "xlabel", "ylabel", "text", "annotate", "set_title", "set_xticklabels", "xticks",
    "bar", "barh", "plot", "Lease", "create_lease", "Server", "create_server",
  ]
  /// Functions that give back what they are given, or choose from it.
  private static let passing: Set = [
    "get", "getenv", "setdefault", "pop", "str", "list", "set", "tuple", "sorted", "zip", "dict",
    "enumerate", "product", "choice", "cycle", "append", "extend", "add", "insert", "format",
    "dumps", "quote", "strip", "lower", "parametrize", "Option", "Argument", "Field", "field",
    "Variable", "input", "set_defaults", "frozenset", "len", "Choice", "Literal", "replace",
  ]
  private static let words = [
    "type", "node", "hardware", "gpu", "host", "machine", "flavor", "kind", "default", "value",
    "resource", "propert", "choices", "options", "env",
  ]

  init(_ use: Use, _ job: Job) {
    self = .nodeType
    guard use.role != .nodeType, use.context.language == .python else { return }
    if case .hole? = use.context.step {
      self = .name
      return
    }
    for step in use.context.outward {
      switch step {
      case .element(let index, let siblings):
        guard index > 0, case .text(let option) = siblings[index - 1] else { continue }
        if option.text.hasPrefix("-"), Role(key: option.text) == .nodeType { return }
      case .positional(let index, let call):
        self = ArgumentPlace(index, call, use, job)
        return
      case .keyword(let name, let call):
        let lower = name.lowercased()
        let isKnown = ArgumentPlace.words.contains { lower.contains($0) }
        if !isKnown { self = .unknown(callee: call.callee) }
        return
      default: return
      }
    }
  }

  /// Whether it stands in the words of a command that takes names: `["mkdir", "gpu_p100"]`.
  private static func isOperandOfTool(_ use: Use) -> Bool {
    guard case .element(_, let siblings)? = use.context.step,
      case .text(let first)? = siblings.first
    else { return false }
    return Context.tools.contains(first.text)
  }

  private init(_ index: Int, _ call: Call, _ use: Use, _ job: Job) {
    let function = Bindings.key(call.callee)
    if ArgumentPlace.isOperandOfTool(use) {
      self = .name
    } else if let parameter = job.bindings.parameter(at: index, of: function) {
      switch Role(key: parameter) {
      case .nodeType: self = .nodeType
      case .name: self = .name
      default:
        let isKnown = ArgumentPlace.words.contains { parameter.lowercased().contains($0) }
        self = isKnown ? .nodeType : .unknown(callee: call.callee)
      }
    } else if ArgumentPlace.naming.contains(function) {
      self = .name
    } else if ArgumentPlace.passing.contains(function) || function.contains("node")
      || function.contains("reserv") || function.contains("propert")
    {
      self = .nodeType
    } else {
      self = .unknown(callee: call.callee)
    }
  }
}
