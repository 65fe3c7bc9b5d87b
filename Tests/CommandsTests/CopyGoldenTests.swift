import Testing

/// What the commands that copy print before they ask anybody.
@Suite struct CopyGoldenTests {
  static let cases = [
    GoldenCase("help-copy-image", "copy", "image", "--help"),
    GoldenCase("copy-image-no-login", "copy", "image", "mine", "--from", "uc", "--to", "tacc"),
    GoldenCase(
      "copy-image-empty-name", "copy", "image", "mine", "--from", "uc", "--to", "tacc", "--name",
      ""),
    GoldenCase("help-copy-object", "copy", "object", "--help"),
    GoldenCase("help-copy-container", "copy", "container", "--help"),
    GoldenCase("help-copy-tree", "copy", "tree", "--help"),
    GoldenCase("copy-object-no-name", "copy", "object", "data", "--from", "uc", "--to", "tacc"),
    GoldenCase(
      "copy-container-bad-name", "copy", "container", "a/b", "--from", "uc", "--to", "tacc"),
    GoldenCase("copy-container-no-login", "copy", "container", "a", "--from", "uc", "--to", "tacc"),
    GoldenCase("copy-container-no-site", "copy", "container", "a", "--from", "tac", "--to", "uc"),
    GoldenCase("copy-tree-two-folders", "copy", "tree", "a", "b"),
    GoldenCase("copy-tree-no-folder", "copy", "tree", "none", "tacc:data"),
    GoldenCase("copy-tree-short-segments", "copy", "tree", "a", "tacc:b", "--segment-size", "64K"),
  ]

  @Test(arguments: cases) func output(_ golden: GoldenCase) throws {
    let result = try ChiportProcess.run(golden.arguments)
    try GoldenFile.check(result, of: golden.arguments, against: golden.file)
  }
}
