import SourceText

extension Survey {
  /// Whether other files may take values of names from this one: settings and sourced scripts, and
  /// modules that are imported, but no notebook.
  func mayDefine(for path: String) -> Bool {
    switch language {
    case .shell, .ini, .hcl: true
    case .python: path.hasSuffix(".py") || path.hasSuffix(".ipynb")
    default: false
    }
  }
}
