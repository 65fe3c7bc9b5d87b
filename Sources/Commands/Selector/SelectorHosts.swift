import ArgumentParser
import JSON
import Selectors

/// `chiport selector hosts`: what `--hosts` reads; for checks against Blazar.
struct SelectorHosts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hosts", abstract: "Print the hosts of a site as selectors see them, one a line.",
    shouldDisplay: false)

  @OptionGroup var place: PlaceOptions

  func run() async throws {
    let session = Session()
    try await session.run { () async throws -> ExitStatus in
      let place = try await place.requiredPlace(session)
      for host in place.hosts {
        let columns = host.columns.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, value in
          JSONValue.Member("_" + name.rawValue, SelectorHosts.value(value))
        }
        let reservable = JSONValue.Member("_reservable", .bool(host.isReservable))
        let properties = host.properties.sorted.map { JSONValue.Member($0.name, .string($0.value)) }
        session.terminal.print(
          JSONValue.object([reservable] + columns + properties).compact + "\n")
      }
      return .done
    }
  }

  private static func value(_ value: HostColumn.Value) -> JSONValue {
    switch value {
    case .null: .null
    case .integer(let number): JSONValue(number)
    case .text(let text): .string(text)
    }
  }
}
