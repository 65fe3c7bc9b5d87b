import Testing

/// A run of the program whose output is kept in a golden file.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  /// The golden file's name, without an extension.
  let file: String
  let arguments: [String]
  /// A file that the command is to write, printed after its output.
  var written: String?
  var testDescription: String { file }

  init(_ file: String, _ arguments: String..., written: String? = nil) {
    self.init(file, arguments, written: written)
  }

  init(_ file: String, _ arguments: [String], written: String? = nil) {
    self.file = file
    self.arguments = arguments
    self.written = written
  }
}
