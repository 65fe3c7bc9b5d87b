import Files
import FoundationEssentials
import OpenStack

/// Reads the files in which logins stand.
enum CloudFiles {
  /// The clouds of `clouds.yaml`, `secure.yaml` and the variables `OS_*`.
  ///
  /// - Parameter environment: The variables of the process.
  /// - Returns: The clouds; none when there are neither files nor variables.
  /// - Throws: `CommandFailure` for a file that is malformed; nothing of it is quoted.
  static func configuration(_ environment: [String: String]) throws -> CloudConfiguration {
    let paths = CloudsSearchPath(
      environment: environment, currentFolder: FileManager.default.currentDirectoryPath)
    do {
      return try CloudConfiguration(
        clouds: first(of: paths.clouds), secure: first(of: paths.secure),
        vendors: first(of: paths.vendors), environment: environment)
    } catch let error as OpenStackError {
      throw CommandFailure(error)
    }
  }

  /// The first that is there and may be read, as openstacksdk takes it.
  private static func first(of paths: [String]) throws -> CloudsFile? {
    for path in paths where FileManager.default.fileExists(atPath: path) {
      guard let outcome = try? FileContents.read(FilePath(path)) else { continue }
      guard case .contents(let contents) = outcome else {
        throw CommandFailure("\(path): not a file of clouds")
      }
      return try CloudsFile(path: path, bytes: contents.bytes)
    }
    return nil
  }

  /// A path whose `~` is the user's home.
  static func expanded(_ path: String, _ environment: [String: String]) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
    return home + path.dropFirst(1)
  }

  /// Where ccauth keeps the token of a login in the browser.
  ///
  /// Source: ccauth, `plugin.py`: `CC_LOGIN_STATE`, else `~/.cache/ccauth`.
  static func refreshTokens(_ environment: [String: String]) -> RefreshTokens {
    let folder =
      environment["CC_LOGIN_STATE"].flatMap { $0.isEmpty ? nil : $0 } ?? "~/.cache/ccauth"
    let path = expanded(folder, environment) + "/refresh_token.json"
    return RefreshTokens(
      location: path,
      load: {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard case .contents(let contents) = try FileContents.read(FilePath(path)) else {
          return nil
        }
        return contents.bytes
      },
      save: {
        try AtomicFile.create(FilePath(path), $0, permissions: 0o600, overwrites: true)
      })
  }
}

extension CommandFailure {
  /// The same in words.
  init(_ error: OpenStackError) { self.init(error.description, hint: error.hint) }
}
