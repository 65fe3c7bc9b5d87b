import OpenStack
import Transfer

extension CopyWork {
  /// The copy of objects from one store to another.
  ///
  /// It copies what `plan` says between `stores`, with segments where `containers` says.
  static func objects(
    _ plan: ObjectCopyPlan, _ stores: (source: StoreAtSite, destination: StoreAtSite),
    _ containers: SegmentContainers, _ options: TransferOptions, slots: TransferSlots
  ) -> CopyWork {
    let (source, destination) = (stores.source.store, stores.destination.store)
    return CopyWork(
      totals: CopyTotals(plan),
      list: { tell in
        for item in plan.items { tell(item.target.description, item.sizeInBytes) }
      },
      sample: {
        let largest = plan.items.max { $0.sizeInBytes < $1.sizeInBytes }
        guard let largest else { return nil }
        return try await ReadingRate.measure(source, largest.source, clock: CopyJob.clock)
      },
      run: { observer, report in
        let copier = ObjectCopier(
          from: source, to: destination, containers: containers, replaces: options.overwrite,
          slots: slots, observer: observer)
        return try await ObjectCopyRun(copier, workers: options.transfers).run(plan) {
          report($0.target.description, CopyWork.Outcome($1))
        }
      })
  }
}

extension CopyWork.Outcome {
  init<Item>(_ outcome: CopyQueue<Item>.Outcome) {
    switch outcome {
    case .done(let object): self = .done(object)
    case .failed(let error): self = .failed(error)
    }
  }
}
