import ArgumentParser
import Calendars
import Files
import HTTP
import Harvest

/// Where calendars come from, and how old they may be.
struct CalendarOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Answer from a saved calendar, without any network.", valueName: "file"))
  var calendar: String?

  @Option(help: ArgumentHelp("Save the calendars that answered.", valueName: "file"))
  var save: String?

  @Option(
    help: ArgumentHelp("Read calendars anew that are older, in minutes.", valueName: "min"))
  var maxAge = CalendarOptions.defaultMaxAge

  @Option(
    help: ArgumentHelp(
      "Ask this Reference API (default: \(APISource.defaultURL)).", valueName: "url"))
  var api: String?

  @Flag(
    help: "Ask the site's Blazar instead, with the login of clouds.yaml or the variables OS_*.")
  var blazar = false

  private static let defaultMaxAge = 10

  /// The names, as messages list them.
  static let names = "--calendar, --save, --max-age, --api, --blazar"

  /// What was given of where calendars come from, as the words of a command.
  var words: [String] {
    [
      ("--calendar", calendar), ("--api", api),
      ("--max-age", maxAge == Self.defaultMaxAge ? nil : "\(maxAge)"),
    ].flatMap { name, value in value.map { [name, $0] } ?? [] } + (blazar ? ["--blazar"] : [])
  }

  /// Whether anything was.
  var isGiven: Bool { !words.isEmpty || save != nil }

  func validate() throws {
    guard (0...525_600).contains(maxAge) else {
      throw ValidationError("--max-age: expected 0 to 525600 minutes")
    }
    if calendar != nil, blazar || api != nil {
      throw ValidationError("--calendar needs no network: --api and --blazar exclude it")
    }
    if api != nil, blazar { throw ValidationError("--api and --blazar exclude each other") }
    if calendar == "" { throw ValidationError("--calendar: expected the path of a file") }
    if save == "" { throw ValidationError("--save: expected the path of a file") }
  }

  var apiURL: String { api ?? APISource.defaultURL }

  /// The file that was named; nil when none was.
  func savedCalendar() throws -> SavedCalendar? {
    guard let calendar else { return nil }
    do {
      switch try FileContents.read(FilePath(calendar), limit: CalendarOptions.limit) {
      case .contents(let contents):
        return try SavedCalendar(contents.bytes, location: calendar)
      case .huge: throw CommandFailure("\(calendar): more than 1 GiB")
      case .binary, .special: throw CommandFailure("\(calendar): not a saved calendar")
      }
    } catch let error as FileError {
      throw CommandFailure(error.description, hint: error.hint)
    } catch let problem as CalendarProblem {
      throw CommandFailure(problem.description, hint: problem.hint)
    }
  }

  /// A million reservations are 60 MB.
  private static let limit = 1 << 30

  /// Repeats what is worth it, with a bound on the requests at once.
  func client() -> RetryingClient { RetryingClient(CurlClient(userAgent: Chiport.userAgent)) }
}
