import Files
import OpenStack
import Transfer

extension CopyWork {
  /// The copy of a folder into a container.
  static func upload(
    _ plan: TreePlan<TreeUploadItem>,
    _ uploader: @escaping @Sendable (CopyObserver) -> TreeUploader,
    _ store: ObjectStore, _ container: ContainerName, _ options: TransferOptions
  ) -> CopyWork {
    CopyWork(
      totals: CopyTotals(plan),
      list: { tell in for item in plan.items { tell(item.name.description, item.sizeInBytes) } },
      sample: nil,
      run: { observer, report in
        if plan.makesContainer { try await store.create(container, metadata: []) }
        let uploader = uploader(observer)
        let queue = CopyQueue<TreeUploadItem>(
          workers: options.transfers, work: { try await uploader.send($0) },
          report: { report($0.entry.path.description, CopyWork.Outcome($1)) })
        return try await queue.run(plan.items)
      })
  }

  /// The copy of a container into a folder.
  static func download(
    _ plan: TreePlan<TreeDownloadItem>, _ store: ObjectStore, _ container: ContainerName,
    to folder: FilePath, _ options: TransferOptions, slots: TransferSlots
  ) -> CopyWork {
    CopyWork(
      totals: CopyTotals(plan),
      list: { tell in
        for item in plan.items { tell(item.place.description, item.object.sizeInBytes) }
      },
      sample: {
        let largest = plan.items.map(\.object).max { $0.sizeInBytes < $1.sizeInBytes }
        guard let largest else { return nil }
        let path = ObjectPath(container: container, name: largest.name)
        return try await ReadingRate.measure(store, path, clock: CopyJob.clock)
      },
      run: { observer, report in
        let downloader = TreeDownloader(
          of: store, container, to: try TreeFolder(folder), slots: slots, observer: observer)
        // Folders come last and one at a time, inner before outer: their permissions may forbid more.
        let files = plan.items.filter { $0.kind != .folder }
        var left = 0
        for (items, workers) in [
          (files, options.transfers), (plan.items.filter { $0.kind == .folder }, 1),
        ] {
          let queue = CopyQueue<TreeDownloadItem>(
            workers: workers, work: { try await downloader.fetch($0) },
            report: { report($0.place.description, CopyWork.Outcome($1)) })
          left += try await queue.run(items)
        }
        return left
      })
  }
}
