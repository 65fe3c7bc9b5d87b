/// What a text is written in.
package enum Language: String, Sendable, Hashable, CaseIterable {
  /// bash, sh, zsh; openrc files and `.env`.
  case shell
  case python
  case notebook
  case json
  case yaml
  /// Terraform: `.tf` and `.tfvars`.
  case hcl
  case ini
  case markdown
  case restructuredText = "rst"
}
