import Testing

@testable import Equivalence

@Suite struct RequirementKindTests {
  @Test(arguments: [
    ("isa", Requirement.Kind.instructionSet), ("gpu", .accelerator),
    ("gpu-stack", .acceleratorStack), ("fpga", .fpga), ("pmem", .persistentMemory),
    ("gpu-memory", .acceleratorMemory), ("gpu-count", .acceleratorCount),
    ("infiniband", .infiniband), ("memory", .memory), ("disks", .disks),
    ("bare-metal", .bareMetal), ("speed", .speed), ("InfiniBand", .infiniband),
    ("avx512", .feature("avx512f")), ("AVX512F", .feature("avx512f")), ("sve", .feature("sve")),
  ]) func wordsNameKinds(word: String, kind: Requirement.Kind) {
    #expect(Requirement.Kind(word) == kind)
  }

  @Test func namesAreWords() {
    #expect(Requirement.Kind.names.count == 12)
    for name in Requirement.Kind.names { #expect(Requirement.Kind(name).name == name) }
    #expect(Requirement.Kind("avx2").name == "avx2")
  }
}
