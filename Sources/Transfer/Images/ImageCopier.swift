import HTTP
import OpenStack
package import Resources
import Testbed

/// Copies images: makes one under a name of its own, fills it, compares, and only then gives it its
/// final name.
///
/// What fails is deleted. What a killed run has left is found by the next one, which publishes it when
/// it is whole and right, and deletes it otherwise; of two runs at once, the later one wins.
package struct ImageCopier: Sendable {
  private let source: any ImageSource
  private let destination: any ImageDestination
  private let spool: ImageSpool?
  private let attempts: CopyAttempts
  private let observer: CopyObserver

  /// Makes a copier.
  ///
  /// - Parameters:
  ///   - source: Where the images are.
  ///   - destination: Where they go.
  ///   - spool: Where they wait in between; nil for no local file.
  ///   - attempts: How often to try again, as a whole and within a download.
  ///   - observer: Told of the bytes.
  package init(
    from source: any ImageSource, to destination: any ImageDestination, spool: ImageSpool? = nil,
    attempts: CopyAttempts = CopyAttempts(), observer: CopyObserver = CopyObserver()
  ) {
    self.source = source
    self.destination = destination
    self.spool = spool
    self.attempts = attempts
    self.observer = observer
  }

  /// Carries a plan out.
  ///
  /// - Parameter plan: Of which nothing is present.
  /// - Returns: The image at the destination, active under its final name.
  /// - Throws: `ImageCopyError`, what the sites throw, `CancellationError`; nothing is left then, if the
  ///   destination can still be reached.
  package func copy(_ plan: ImageCopyPlan) async throws -> Image {
    try await attempts.run {
      let counted = SentBytes()
      do {
        return try await copyOnce(plan, counted)
      } catch {
        // They are sent again, or never.
        observer.passing(-counted.total)
        throw error
      }
    }
  }

  private func copyOnce(_ plan: ImageCopyPlan, _ counted: SentBytes) async throws -> Image {
    // An answer that was lost has left an image with its final name, too.
    let named = try await destination.images(named: plan.name)
    if let done = named.first(where: { isCopy($0, of: plan.source) }) { return done }
    if let finished = try await leftover(of: plan) {
      observer.passing(plan.size)
      return try await destination.publish(finished, as: plan.name)
    }
    let input = try await input(plan.source, counted)
    let made = try await create(plan)
    do {
      try await upload(input, to: made, plan, counted)
      try await verify(made, plan.source, await input.result)
      let image = try await destination.publish(made, as: plan.name)
      spool?.remove(plan.source)
      return image
    } catch {
      await discard(made)
      if let error = error as? ImageCopyError, error.isRetryable { spool?.remove(plan.source) }
      throw error
    }
  }

  private func create(_ plan: ImageCopyPlan) async throws -> Image {
    do {
      return try await destination.create(
        NewImageRecord.partial(of: plan), marked: plan.source.id)
    } catch let error as OpenStackError where error.status?.isTransient ?? true {
      // Whether one was made or not: the next attempt deletes what it finds.
      throw ImageCopyError(plan.source, "\(error)", hint: error.hint, isRetryable: true)
    }
  }

  private func upload(
    _ input: ImageStream, to made: Image, _ plan: ImageCopyPlan, _ counted: SentBytes
  ) async throws {
    do {
      try await destination.upload(StreamedBody(input, lengthInBytes: plan.size), to: made)
    } catch {
      // Only the answer may have been lost.
      guard counted.total == plan.size, !(error is CancellationError),
        let image = try await destination.image(id: made.id), isCopy(image, of: plan.source)
      else { throw error }
    }
  }

  /// All bytes of the image: from the source, or from the spool after they were downloaded.
  private func input(_ image: Image, _ counted: SentBytes) async throws -> ImageStream {
    let counting = CopyObserver(
      sending: { count in
        try await observer.sending(count)
        counted.add(count)
      }, passing: observer.passing)
    let expected = ImageDigest(of: image)
    let stream = try ImageStream(
      image, of: source, expected: expected, attempts: attempts,
      observer: spool == nil ? counting : observer)
    guard let spool else { return stream }
    let file = try await spool.fetch(image, stream, observer: observer)
    return try ImageStream(
      image, of: SpooledImages(file: file), expected: expected, attempts: attempts,
      observer: counting)
  }

  /// What an earlier run has uploaded to the end; the rest of what it left is deleted.
  private func leftover(of plan: ImageCopyPlan) async throws -> Image? {
    let name = NewImageRecord.partialName(plan.name)
    var finished: Image?
    for image in try await destination.leftovers(marked: plan.source.id) where image.name == name {
      if finished == nil, isCopy(image, of: plan.source) {
        finished = image
      } else {
        try await destination.delete(image)
      }
    }
    return finished
  }

  private func isCopy(_ image: Image, of source: Image) -> Bool {
    image.status == "active" && ImageDigest.sameData(image, source) == true
  }

  /// Compares what the destination has with what was read.
  private func verify(_ made: Image, _ source: Image, _ sent: ImageDigest) async throws {
    guard let image = try await destination.image(id: made.id), image.status == "active" else {
      throw ImageCopyError(source, "the target did not make it active", isRetryable: true)
    }
    guard image.size == source.size else {
      throw ImageCopyError(
        source, "the target has \(image.size?.bytes ?? 0) of \(source.size?.bytes ?? 0) bytes",
        isRetryable: true)
    }
    let stored = ImageDigest(sent.algorithm, of: image)
    guard let stored else { return try await readBack(image, source, sent) }
    guard stored == sent else {
      throw ImageCopyError(
        source, "digest mismatch: expected \(sent), the target has \(stored)", isRetryable: true)
    }
  }

  /// Hashes what the destination has, for one that hashes otherwise.
  private func readBack(_ image: Image, _ source: Image, _ sent: ImageDigest) async throws {
    let stream = try ImageStream(
      image, of: destination, expected: sent, attempts: attempts, observer: CopyObserver())
    while try await stream.next() != nil {}
  }

  /// Deletes a half-made image, also when the task is cancelled; the next run does what fails here.
  private func discard(_ image: Image) async {
    let destination = destination
    await Task { try? await destination.delete(image) }.value
  }
}
