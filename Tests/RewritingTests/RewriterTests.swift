import Rewriting
import Testing

@Suite struct RewriterTests {
  @Test func portsAPythonScript() throws {
    let port = try Port(from: "uc", to: "tacc")
    let before = """
      import chi
      from chi import lease
      chi.use_site("CHI@UC")
      NODE_TYPE = "gpu_rtx_6000"  # of CHI@UC
      l = lease.Lease("x-" + NODE_TYPE)
      l.add_node_reservation(node_type=NODE_TYPE, amount=1)
      s = '["==", "$node_type", "gpu_v100"]'
      r = ["=", "$node_type", "storage_nvme"]
      """
    let result = port(before, "a.py")
    print(result.text)
    print(result.summary.joined(separator: "\n"))
    for finding in result.findings { print(finding.reason, finding.options) }
    #expect(result.failure == nil)
    #expect(result.text.contains("CHI@TACC"))
  }
}
