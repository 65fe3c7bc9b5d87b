package import Testbed

extension Configuration {
  /// Whether both have the same processors and GPUs, as far as that is known.
  ///
  /// Memory, drives and network may differ. An unknown number of GPUs agrees with every number, so
  /// that hardware whose records are silent is found; an unknown processor agrees with none. Virtual
  /// machines have a share of hardware, which is never the same.
  package func hasSameProcessorsAndAccelerators(as other: Configuration) -> Bool {
    guard kind != .flavor, other.kind != .flavor,
      let processor = hardware.processor.value, processor == other.hardware.processor.value,
      hardware.sockets.value == other.hardware.sockets.value
    else { return false }
    let counts = (hardware.acceleratorCount.value, other.hardware.acceleratorCount.value)
    guard let count = counts.0, let otherCount = counts.1 else {
      return (counts.0 ?? 0) == 0 && (counts.1 ?? 0) == 0
    }
    return count == otherCount
      && (count == 0 || hardware.accelerator.value == other.hardware.accelerator.value)
  }
}
