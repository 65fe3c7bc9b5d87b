import JSON
import Planning
import SourceText

/// What chiport wrote beside an experiment and what is no part of it: plans in every form, and maps,
/// records, reports and other answers in JSON.
struct OwnDocument {
  /// In a sentence, `it is …`.
  let description: String

  /// The document that a file holds; nil for a file of the user's.
  ///
  /// - Parameter bytes: Those of the file.
  /// - Complexity: O(*n*) in the number of bytes; only what begins like JSON and has a word of a shape is
  ///   parsed.
  init?(_ bytes: [UInt8]) {
    if PlanScript.isOne(bytes) || PlanMarkdown.isOne(bytes) {
      description = "a plan"
      return
    }
    guard let first = bytes.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
      OwnDocument.mark.containsAny(in: bytes), let document = try? JSONValue(parsing: bytes),
      let shape = Shape.all.first(where: { $0.fits(document) })
    else { return nil }
    description = shape.description
  }

  /// Whether a file is such a document.
  static func isOne(_ bytes: [UInt8]) -> Bool { OwnDocument(bytes) != nil }

  private static let mark = WordScanner(
    words: Set(Shape.all.map(\.mark)).sorted().map { Array("\"\($0)\"".utf8) })

  /// How documents of one kind are told from everything else: by all the members that they always have.
  struct Shape {
    let description: String
    /// Members of the document, which is an object if there are any.
    private let members: [String]
    /// A member that has the same text in all documents of the kind.
    private let constant: (member: String, text: String)?
    /// Where rows are, of which there is one at least, and what each of them has.
    ///
    /// Where no member is named, the document itself is the array.
    private let rows: (member: String?, members: [String])?

    /// - Parameters:
    ///   - description: In a sentence, `it is …`.
    ///   - members: Those that are never left out, with blanks between them.
    ///   - constant: A member and its text.
    ///   - rows: The member that holds them, nil for none, and theirs, with blanks between them.
    init(
      _ description: String, _ members: String = "",
      constant: (member: String, text: String)? = nil,
      rows: (member: String?, members: String)? = nil
    ) {
      self.description = description
      self.members = Shape.words(members)
      self.constant = constant
      self.rows = rows.map { ($0.member, Shape.words($0.members)) }
    }

    private static func words(_ text: String) -> [String] {
      text.split(separator: " ").map(String.init)
    }

    /// The longest name of a member, as the one that other files have the least.
    fileprivate var mark: String {
      let others = [constant?.member, rows?.member].compactMap { $0 }
      return (members + (rows?.members ?? []) + others)
        .max { $0.utf8.count < $1.utf8.count } ?? ""
    }

    fileprivate func fits(_ document: JSONValue) -> Bool {
      if let constant, document[constant.member]?.string != constant.text { return false }
      guard members.allSatisfy({ document[$0] != nil }) else { return false }
      guard let rows else { return true }
      let list = rows.member.map { document[$0]?.array } ?? document.array
      guard let list, !list.isEmpty else { return false }
      return list.allSatisfy { row in rows.members.allSatisfy { row[$0] != nil } }
    }
  }
}
