import Testbed
import Testing

@Suite struct NodeHardwareTests {
  private func hardware(
    gpus: Observation<Int> = .recorded(0), gpu: Observation<String> = .unknown(""),
    sockets: Observation<Int> = .recorded(2),
    storage: Observation<[StorageGroup]> = .unknown("")
  ) -> NodeHardware {
    NodeHardware(
      instructionSet: .recorded("x86_64"), processor: .recorded("P"), sockets: sockets,
      cores: .unknown(""), threads: .unknown(""), memory: .unknown(""),
      persistentMemory: .unknown(""), acceleratorCount: gpus, accelerator: gpu, fpga: .unknown(""),
      infiniband: .unknown(""), infinibandRate: .unknown(""), networkRate: .unknown(""),
      storage: storage)
  }

  @Test func doesNotTakeUnknownForNone() {
    #expect(hardware(gpus: .recorded(0)).hasAccelerator == false)
    #expect(hardware(gpus: .recorded(2)).hasAccelerator == true)
    #expect(hardware(gpus: .unknown("")).hasAccelerator == nil)
    #expect(hardware(gpus: .unknown("")).acceleratorDescription == nil)
    #expect(
      hardware(gpus: .recorded(2)).acceleratorDescription == "2x GPU of unknown model")
    #expect(hardware(sockets: .unknown("")).processorDescription == "P")
    #expect(hardware().processorDescription == "2x P")
  }

  @Test func addsUpDrives() {
    let large = StorageGroup(count: 16, media: .hardDisk, size: .gigabytes(2000))
    let small = StorageGroup(count: 1, media: .solidState, size: .gigabytes(480))
    let unknown = StorageGroup(count: 1, media: .unknown, size: nil)
    let huge = StorageGroup(count: 2, media: .hardDisk, size: ByteCount(.max))
    func capacity(_ groups: [StorageGroup]) -> ByteCount? {
      hardware(storage: .recorded(groups)).storageCapacity
    }
    #expect(capacity([small, large]) == .gigabytes(32_480))
    #expect(capacity([]) == ByteCount(0))
    #expect(capacity([small, unknown]) == nil)
    #expect(capacity([huge]) == nil)
    #expect(hardware().storageCapacity == nil)
    #expect(hardware().storageDescription == nil)
    #expect(hardware(storage: .recorded([])).storageDescription == "no disk")
    #expect(
      hardware(storage: .recorded([small, large])).storageDescription
        == "1x 480 GB SSD + 16x 2 TB HDD")
  }
}
