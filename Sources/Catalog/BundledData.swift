import CEmbedded
package import Hardware

/// The files of `data/` as they were when the program was built.
package enum BundledData {
  /// The bytes of a file; none when there is no such file or it was empty.
  ///
  /// The buffer lives as long as the process.
  static func bytes(of name: String) -> UnsafeRawBufferPointer {
    var index = 0
    while true {
      let file = chiport_embedded(index)
      guard file.name.pointee != 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      if String(cString: file.name) == name {
        // Empty files embed one zero byte, as C has no empty arrays.
        let count = file.count == 1 && file.bytes.pointee == 0 ? 0 : file.count
        return UnsafeRawBufferPointer(start: file.bytes, count: count)
      }
      index += 1
    }
  }

  /// The facts that the program was built with, read when they are asked for.
  ///
  /// Tests make sure that all can be read, by `facts()`.
  package static var factsOnDemand: Facts { .checked { Array(bytes(of: $0)) } }

  /// What tells these facts from those of another build: a hash of the files.
  ///
  /// Configurations are named and described by the facts, so a catalogue that was made with others has
  /// to be made again.
  package static let factsVersion: String = {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for name in factFiles {
      for byte in bytes(of: name) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return String(hash, radix: 16)
  }()

  /// The files whose contents decide how a record is read.
  private static let factFiles = [
    "processors.csv", "accelerators.csv", "interconnects.csv", "disks.csv", "fpgas.csv",
    "node_types.csv", "flavors.csv",
  ]

  /// The facts that the program was built with, all of them read.
  ///
  /// - Returns: All facts.
  /// - Throws: `FactError`; tests make sure that it does not happen.
  package static func facts() throws(FactError) -> Facts {
    try Facts { Array(bytes(of: $0)) }
  }
}
