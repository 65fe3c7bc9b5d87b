import ArgumentParser
import Files
import Hardware
import OpenStack
import Testbed
import Transfer

struct CopyImage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Copy an image to another site.",
    discussion: """
      The data go from one image service to the other without a local file, and are compared with the \
      digest that the source tells, and with the one that the target computes. The copy is private, \
      keeps formats, min_disk, min_ram, tags and the user's properties, and gets its name only when it \
      is whole; an image that is there already with the same data is left alone, and one with other \
      data stays.

      What was copied is noted, so that 'chiport rewrite --map-file' and 'chiport map --copied' know \
      the new id. A run that was killed leaves nothing under the image's name, and the next one tidies \
      up. With --spool, what was downloaded stays for the next run; without it, a broken download goes \
      on within the run.

      Exit code 0: it is there; 1: something else has its name; 2: it failed; 130: interrupted.
      """)

  @Argument(help: "The image, by name or id.")
  var image: String

  @OptionGroup var sites: CopySites

  @Option(help: ArgumentHelp("What the copy is called, if not the same.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Download into this folder first, and upload from there.", valueName: "folder"))
  var spool: String?

  @Option(
    help: ArgumentHelp(
      "Note the copy in this file rather than in $XDG_STATE_HOME/chiport/copied.json.",
      valueName: "file"))
  var record: String?

  @Flag(help: "Copy images of more than 20 GB, which do not boot, too.")
  var force = false

  @OptionGroup var options: CopyOptions

  func validate() throws {
    for (option, value) in [("--name", name), ("--spool", spool), ("--record", record)]
    where value == "" {
      throw ValidationError("\(option): expected a text that is not empty")
    }
  }

  func run() async throws {
    let session = Session()
    try await CopyCommandRun.run(session) {
      let (source, target, facts) = try sites.sessions(session)
      let spool = try options.dryRun ? nil : spool.map { try ImageSpool(FilePath($0)) }
      let isAssociate = facts.sites.contains {
        $0.uid == target.site.text && $0.note?.hasPrefix("Associate site") == true
      }
      let request = ImageCopyJob.Request(
        text: image, name: name, force: force, isAssociate: isAssociate)
      return try await ImageCopyJob(
        session: session, source: source, target: target, spool: spool, options: options,
        record: record
      ).run(request)
    }
  }
}
