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
  var maxAge = 10

  @Option(
    help: ArgumentHelp(
      "Ask this Reference API (default: \(APISource.defaultURL)).", valueName: "url"))
  var api: String?

  @Flag(
    help: "Ask the site's Blazar instead, with the login of clouds.yaml or the variables OS_*.")
  var blazar = false

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

  /// Retries what is worth it; the processes of a site share one.
  func client() -> RetryingClient { RetryingClient(CurlClient(userAgent: Chiport.userAgent)) }
}
