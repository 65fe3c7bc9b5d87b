extension Language {
  /// The language that Markdown, kernels and editors call `name`.
  ///
  /// It fails for a language that has no reader.
  ///
  /// - Parameter name: As written after a fence or in a notebook, in any case: `Bash`, `console`,
  ///   `ipython3`.
  package init?(name: String) {
    switch name.lowercased() {
    case "bash", "sh", "shell", "zsh", "dash", "ksh", "shellscript", "shell-script", "console",
      "shell-session", "shellsession", "sh-session", "bash-session", "terminal", "dotenv":
      self = .shell
    case "python", "python2", "python3", "py", "py3", "ipython", "ipython2", "ipython3", "pycon",
      "python-repl", "pytb":
      self = .python
    case "ipynb", "notebook": self = .notebook
    case "json", "jsonc", "json5", "jsonl", "ndjson": self = .json
    case "yaml", "yml", "heat", "ansible": self = .yaml
    case "hcl", "terraform", "tf", "tfvars", "opentofu": self = .hcl
    case "ini", "cfg", "conf", "config", "dosini": self = .ini
    case "markdown", "md", "gfm": self = .markdown
    case "rst", "restructuredtext", "rest": self = .restructuredText
    default: return nil
    }
  }
}
