import ArgumentParser
import Files
import OpenStack
import Transfer

struct CopyTree: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree", abstract: "Copy a folder into a container, or back.",
    discussion: """
      One place is a folder, the other SITE:CONTAINER or SITE:CONTAINER/PREFIX. Kept are contents, the \
      times of files, permissions (rwxrwxrwx), symbolic links, empty folders and holes; not kept are \
      owners, extended attributes, and that two names are one file. Symbolic links are kept as links and \
      never followed; on the way back, one that leads out of the folder is not made. Devices, sockets \
      and pipes, and names that are not UTF-8, are left out and listed.

      Files are compared by size and MD5; what differs stays unless --overwrite is given, and so does \
      what is only there. Files above 4 GiB are stored in segments (--segment-size), in the container \
      CONTAINER_segments. A copy that was ended goes on with the next run.

      Exit code 0: all is there; 1: something differs or was left out; 2: something failed; 130: \
      interrupted.
      """)

  @Argument(help: "From where: PATH, or SITE:CONTAINER/PREFIX.")
  var source: String

  @Argument(help: "To where: SITE:CONTAINER/PREFIX, or PATH.")
  var destination: String

  @OptionGroup var cloud: CloudOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var options: TransferOptions

  @Option(
    help: ArgumentHelp(
      "Store files above this size in segments of this size; 1 MiB or more.", valueName: "bytes"))
  var segmentSize: ByteAmount?

  func validate() throws {
    if let segmentSize, segmentSize.bytes < SegmentLimits.shortestSegment {
      throw ValidationError("--segment-size takes 1 MiB or more")
    }
  }

  func run() async throws {
    try await CopyCommandRun.run(options) { job in
      let places = try CopyCommandRun.usage {
        (try TreePlace(parsing: source), try TreePlace(parsing: destination))
      }
      switch places {
      case (.folder(let folder), .container(let site, let container, let prefix)):
        let root = try folder.resolved()
        let store = try store(at: site, job.session)
        return try await upload(root, store, container, TreeNames(prefix: prefix))
      case (.container(let site, let container, let prefix), .folder(let folder)):
        let store = try store(at: site, job.session)
        return try await download(
          store, container, TreeNames(prefix: prefix), to: folder, from: site)
      default:
        throw CommandFailure(
          "one place has to be a folder, and the other SITE:CONTAINER/PREFIX",
          hints: [
            "for example: chiport copy tree ./results tacc:my-data/results",
            "chiport copy container copies from site to site",
          ], code: .usage)
      }
    }
  }

  private func store(at site: String, _ session: Session) throws -> ObjectStore {
    try StorePlaces(session, catalogOptions, transfers: options.transfers)
      .store(at: site, cloud: cloud.osCloud, option: "--os-cloud").store
  }

  private func upload(
    _ root: FilePath, _ store: ObjectStore, _ container: ContainerName, _ names: TreeNames
  ) async throws -> CopyWork {
    let survey = TreeUploadSurvey(
      of: root, in: store, container, names: names, replaces: options.overwrite,
      atOnce: options.transfers)
    let plan = try await survey.plan()
    let capabilities = try await store.capabilities()
    let limits = SegmentLimits(
      largestPiece: segmentSize?.bytes ?? 4 << 30, segmentLength: segmentSize?.bytes ?? 1 << 30,
      capabilities: capabilities)
    let (options, slots) = (options, options.slots)
    return .upload(
      plan,
      { observer in
        TreeUploader(
          of: root, to: store, container, limits: limits, replaces: options.overwrite,
          slots: slots, observer: observer)
      }, store, container, options)
  }

  private func download(
    _ store: ObjectStore, _ container: ContainerName, _ names: TreeNames, to folder: FilePath,
    from site: String
  ) async throws -> CopyWork {
    let isThere = (try? folder.resolved()) != nil
    let survey = TreeDownloadSurvey(
      of: store, container, names: names, in: isThere ? try TreeFolder(folder) : nil,
      replaces: options.overwrite, atOnce: options.transfers)
    let plan = try await survey.plan()
    guard !plan.isSourceMissing else {
      throw CommandFailure("there is no container '\(container)' at \(site)")
    }
    return .download(
      plan, store, container, to: folder, options, slots: options.slots)
  }
}
