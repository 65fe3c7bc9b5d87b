import ArgumentParser
import OpenStack
import Transfer

struct CopyObject: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "object", abstract: "Copy one object to another site.",
    discussion: """
      The object keeps its layout (static and dynamic large objects with their segments), metadata, \
      content type and expiry. Every byte is compared with the MD5 that the source says; what is there \
      already is not sent again, and what differs there stays unless --overwrite is given.

      Exit code 0: it is there; 1: something else has its name; 2: it failed; 130: interrupted.
      """)

  @Argument(help: "The object, as CONTAINER/NAME.")
  var object: String

  @OptionGroup var sites: CopySites
  @OptionGroup var options: TransferOptions

  @Option(help: ArgumentHelp("The name of the object there.", valueName: "name"))
  var toName: String?

  @Option(help: ArgumentHelp("The container there.", valueName: "container"))
  var toContainer: String?

  func run() async throws {
    try await CopyCommandRun.run(options) { job in
      guard object.dropFirst().contains("/") else {
        throw CommandFailure(
          "'\(object)' is no CONTAINER/NAME",
          hint: "chiport copy container copies all objects of one",
          code: .usage)
      }
      let path = try CopyCommandRun.usage { try ObjectPath(parsing: object) }
      let name = try CopyCommandRun.usage { try toName.map { try ObjectName($0) } ?? path.name }
      let target = try CopyCommandRun.usage {
        try toContainer.map { try ContainerName($0) } ?? path.container
      }
      let stores = try sites.stores(job.session, transfers: options.transfers)
      let containers = SegmentContainers(from: path.container, to: target)
      let slots = options.slots
      let survey = ObjectSurvey(
        from: stores.source.store, to: stores.destination.store, containers: containers,
        replaces: options.overwrite, checksMetadata: true, slots: slots)
      let plan = try await survey.plan(path.name, to: name)
      return .objects(plan, stores, containers, options, slots: slots)
    }
  }
}
