/// What the files below a folder add up to.
package struct MeasuredTree: Sendable, Hashable {
  /// Sums over files and folders, in bytes.
  package struct Amount: Sendable, Hashable {
    /// What is in use on the disk.
    package var allocated: Int
    /// Sizes of files, with their holes.
    package var apparent: Int
    /// What of `allocated` is in files whose names say that they are compressed.
    package var packed: Int

    /// Makes an amount; without `apparent`, files have no holes.
    package init(allocated: Int, apparent: Int? = nil, packed: Int = 0) {
      self.allocated = allocated
      self.apparent = apparent ?? allocated
      self.packed = packed
    }

    static func - (sum: Amount, other: Amount) -> Amount {
      Amount(
        allocated: max(0, sum.allocated - other.allocated),
        apparent: max(0, sum.apparent - other.apparent),
        packed: max(0, sum.packed - other.packed))
    }
  }

  /// A file or folder of some size.
  package struct Entry: Sendable, Hashable {
    /// As the instance sees it, from `/`.
    package let path: String
    package let isFolder: Bool
    package let amount: Amount

    /// Makes an entry.
    package init(path: String, isFolder: Bool = true, amount: Amount) {
      self.path = path
      self.isFolder = isFolder
      self.amount = amount
    }
  }

  /// Without what `cc-snapshot` leaves out by itself.
  package let total: Amount
  /// What it leaves out.
  package let leftOut: Amount
  package let fileCount: Int
  /// Large ones, folders before what is in them.
  package let large: [Entry]
  /// The first of those that could not be read.
  package let unreadable: [String]
  package let unreadableCount: Int

  /// Makes a tree from its sums.
  package init(
    total: Amount, leftOut: Amount = Amount(allocated: 0), fileCount: Int = 0, large: [Entry] = [],
    unreadable: [String] = [], unreadableCount: Int = 0
  ) {
    self.total = total
    self.leftOut = leftOut
    self.fileCount = fileCount
    self.large = large
    self.unreadable = unreadable
    self.unreadableCount = unreadableCount
  }
}
