import ArgumentParser
import OpenStack
import Resources
import Transfer

struct CopyContainer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "container", abstract: "Copy a container, or a part of it, to another site.",
    discussion: """
      Objects keep their layout (static and dynamic large objects with their segments), metadata, \
      content type and expiry. Every byte is compared with the MD5 that the source says. What is there \
      already, by size, MD5 and content type in both lists, is not sent again; --check-metadata compares \
      the headers too, with two requests an object. What differs there stays unless --overwrite is \
      given, and so does what is only there. A copy that was ended, in whatever way, goes on with the \
      next run: of a large object, at the segments that are missing.

      Exit code 0: all is there; 1: something else has the name of an object; 2: something failed; \
      130: interrupted.
      """)

  @Argument(help: "The container.")
  var container: String

  @Argument(help: "Only objects whose names begin so.")
  var prefix: String = ""

  @OptionGroup var sites: CopySites
  @OptionGroup var options: TransferOptions

  @Option(help: ArgumentHelp("The container there.", valueName: "container"))
  var toContainer: String?

  @Flag(help: "Compare metadata, expiry and content fields too, not only what listings have.")
  var checkMetadata = false

  @Option(
    help: ArgumentHelp(
      "Note the copy of a whole container in this file, for chiport rewrite --map-file.",
      valueName: "file"))
  var record: String?

  func run() async throws {
    try await CopyCommandRun.run(options) { job in
      let container = try CopyCommandRun.usage { try ContainerName(self.container) }
      let target = try CopyCommandRun.usage {
        try toContainer.map { try ContainerName($0) } ?? container
      }
      let stores = try sites.stores(job.session, transfers: options.transfers)
      let containers = SegmentContainers(from: container, to: target)
      let slots = options.slots
      let survey = ObjectSurvey(
        from: stores.source.store, to: stores.destination.store, containers: containers,
        replaces: options.overwrite, checksMetadata: checkMetadata, slots: slots)
      let plan = try await survey.plan(prefix: prefix)
      guard !plan.isSourceMissing else {
        throw CommandFailure("there is no container '\(container)' at \(sites.from)")
      }
      var work = CopyWork.objects(plan, stores, containers, options, slots: slots)
      if let record, prefix.isEmpty {
        let copy = RecordedCopy(
          kind: .container, source: stores.source.site, target: stores.destination.site,
          name: container.description, newName: target.description,
          doneAt: Session.timestamp(job.session.now))
        work.finish = { try CopyRecord.add(copy, to: record) }
      }
      return work
    }
  }
}
