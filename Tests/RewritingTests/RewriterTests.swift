import Rewriting
import Testing

@Suite struct RewriterTests {
  @Test func portsAShellScript() throws {
    let port = try Port(from: "uc", to: "tacc")
    let before = #"""
      #!/bin/bash
      # @option --node-type=gpu_rtx_6000
      export OS_AUTH_URL=https://chi.uc.chameleoncloud.org:5000/v3
      export OS_REGION_NAME="CHI@UC"
      export OS_CLIENT_ID="keystone-uc-prod"
      NODE_TYPE=${NODE_TYPE:-gpu_a100_pcie}
      openstack reservation lease create --reservation min=1,max=1,resource_type=physical:host,resource_properties='["=", "$node_type", "gpu_rtx_6000"]' --start-date "2019-01-01 10:00" my-lease
      openstack reservation lease create --reservation "min=1,max=1,resource_type=physical:host,resource_properties=[\"=\", \"\$node_type\", \"gpu_v100\"]" my-lease
      openstack reservation lease create --reservation resource_type=physical:host,min=1,max=1,resource_properties='["=", "$node_type", "'"$NODE_TYPE"'"]' my-lease
      blazar lease-create --physical-reservation min=1,max=4,resource_properties='["and", ["=", "$node_type", "compute_skylake"], [">", "$architecture.smt_size", "2"]]' x
      openstack server create --image CC-Ubuntu20.04-CUDA --flavor baremetal --network sharednet1 --key-name mykey --hint reservation=3f2504e0-4f89-11d3-9a0c-0305e82c3301 s
      if [ "$OS_REGION_NAME" = "CHI@UC" ]; then T=gpu_v100; else T=gpu_p100; fi
      curl https://api.chameleoncloud.org/sites/uc/clusters/chameleon/nodes
      curl -d '{"name": "x", "reservations": [{"resource_type": "physical:host", "min": 1, "max": 1, "resource_properties": "[\"==\", \"$node_type\", \"gpu_v100\"]"}]}' http://x
      """#
    let result = port(before, "a.sh")
    print(result.text)
    print(result.summary.joined(separator: "\n"))
    for finding in result.findings { print(finding.value, "|", finding.reason, finding.options) }
    #expect(result.failure == nil)
    print(result.failure as Any)
    #expect(result.text.contains("CHI@TACC"))
  }
}
