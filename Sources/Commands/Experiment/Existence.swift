/// Whether something exists at a site.
enum Existence: Hashable {
  /// The text says what was found, if there is more to say than that.
  case exists(String?)
  /// The facts of the program say so; nobody has asked the site.
  case likely(String)
  /// Several things could be meant; the text says which.
  case ambiguous(String)
  /// The text says where it was looked for.
  case absent(String)
  /// It belongs to another site.
  case elsewhere(String)
  /// The text says why.
  case unknown(String)

  /// What else there is to say; nil for nothing.
  var remark: String? {
    switch self {
    case .exists(let text): text
    case .likely(let text), .ambiguous(let text), .absent(let text), .elsewhere(let text),
      .unknown(let text):
      text
    }
  }
}
