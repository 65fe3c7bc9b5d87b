/// The names that files have while they are written: `.run.sh.chiport-k3x0qa`.
enum TemporaryName {
  private static let mark = Array(".chiport-".utf8)
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let length = 6
  /// Source: `NAME_MAX` of Linux.
  private static let maximum = 255

  /// A new name beside a file; whether it is free is seen when it is taken.
  static func beside(_ path: FilePath) -> FilePath {
    let random = (0..<length).map { _ in letters[Int.random(in: 0..<letters.count)] }
    let room = maximum - 1 - mark.count - length
    return path.parent.appending([FilePath.dot] + path.name.prefix(room) + mark + random)
  }

  /// Whether a name is of this kind.
  static func isOne(_ name: [UInt8]) -> Bool {
    let head = name.dropLast(length)
    return name.first == FilePath.dot && head.count > mark.count + 1
      && head.suffix(mark.count) == mark[...] && name.suffix(length).allSatisfy(letters.contains)
  }
}
