extension NormaliserTests {
  static let accelerators: [Case] = [
    Case(
      name: "a K80 is counted in dies",
      patch: """
        {"node_type": "gpu_k80", "gpu": {"gpu": true, "gpu_count": 2,
         "gpu_model": "GK210GL [Tesla K80]", "gpu_vendor": "NVIDIA"}}
        """,
      expected: [
        "gpus": "1 (inferred from 2 devices, 2 on a board)", "gpu": "K80 (recorded)",
        "raw.gpus": "2", "raw.gpu": "GK210GL [Tesla K80]",
      ], oddities: ["gpu-dies-counted gpu.gpu_count"]),
    Case(
      name: "RTX 6000 and 8000 have one PCI id",
      site: "uc",
      patch: """
        {"node_type": "gpu_rtx_6000", "gpu": {"gpu": true, "gpu_count": 1,
         "gpu_model": "TU102GL [Quadro RTX 6000/8000]"}}
        """,
      expected: [
        "gpus": "1 (recorded)", "gpu": "Quadro RTX 6000 (recorded)",
        "raw.gpu": "TU102GL [Quadro RTX 6000/8000]",
      ], oddities: ["shared-device-id gpu.gpu_model"]),
    Case(
      name: "gpu is absent",
      patch: #"{"gpu": null}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "gpu is an empty object",
      patch: #"{"gpu": {"gpu": null}}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "gpu is an empty list",
      patch: #"{"gpu": []}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "gpu is a list of equal models",
      patch: """
        {"gpu": [{"gpu": true, "gpu_model": "GV100GL [Tesla V100 PCIe 16GB]"},
         {"gpu": true, "gpu_model": "GV100GL [Tesla V100 PCIe 16GB]"}]}
        """,
      expected: ["gpus": "2 (recorded)", "gpu": "V100 PCIe 16GB (recorded)", "raw.gpus": "2"],
      oddities: ["gpu-as-list gpu"]),
    Case(
      name: "gpu is a list of different models",
      patch: """
        {"node_type": "gpu_p100_v100", "gpu": [{"gpu_model": "GP100GL [Tesla P100 PCIe 16GB]"},
         {"gpu_model": "GV100GL [Tesla V100 PCIe 16GB]"}]}
        """,
      expected: [
        "gpus": "2 (recorded)",
        "gpu": """
        unknown: the GPUs differ: GP100GL [Tesla P100 PCIe 16GB], GV100GL [Tesla V100 PCIe 16GB]
        """,
      ], oddities: ["gpu-as-list gpu"]),
    Case(
      name: "gpu is a list of something else",
      patch: #"{"gpu": [1, "P100", []]}"#,
      expected: ["gpus": "unknown: gpu is not recorded", "gpu": "unknown: gpu is not recorded"]),
    Case(
      name: "the model is 'NVIDIA Corporation', the type is known",
      patch: """
        {"node_type": "gpu_h100", "gpu": {"gpu": true, "gpu_count": 4,
         "gpu_model": "NVIDIA Corporation"}}
        """,
      expected: [
        "gpus": "4 (recorded)", "gpu": "H100 SXM5 94GB (inferred from the node type gpu_h100)",
        "raw.gpu": "NVIDIA Corporation",
      ], oddities: ["gpu-model-incomplete gpu.gpu_model"]),
    Case(
      name: "the model is 'NVIDIA Corporation', the type is not known",
      patch: #"{"gpu": {"gpu": true, "gpu_count": 4, "gpu_model": "NVIDIA Corporation"}}"#,
      expected: [
        "gpus": "4 (recorded)", "gpu": "unknown: no fact knows the model 'NVIDIA Corporation'",
      ], oddities: ["unknown-gpu gpu.gpu_model"]),
    Case(
      name: "the model is 'P100' in gpu_p100_nvlink",
      patch: """
        {"node_type": "gpu_p100_nvlink", "gpu": {"gpu": true, "gpu_count": 4, "gpu_model": "P100"}}
        """,
      expected: [
        "gpus": "4 (recorded)",
        "gpu": "P100 SXM2 16GB (inferred from the node type gpu_p100_nvlink)",
      ], oddities: ["gpu-model-incomplete gpu.gpu_model"]),
    Case(
      name: "no fact knows the GPU",
      patch: #"{"gpu": {"gpu": true, "gpu_count": 1, "gpu_model": "Voodoo 2"}}"#,
      expected: ["gpus": "1 (recorded)", "gpu": "Voodoo 2 (recorded)"],
      oddities: ["unknown-gpu gpu.gpu_model"]),
    Case(
      name: "no fact knows the GPU, though the type has a documented one",
      patch: """
        {"node_type": "gpu_a100_pcie", "gpu": {"gpu": true, "gpu_count": 4,
         "gpu_model": "GB200 [B200 SXM6 192GB]"}}
        """,
      expected: ["gpus": "4 (recorded)", "gpu": "GB200 [B200 SXM6 192GB] (recorded)"],
      oddities: ["unknown-gpu gpu.gpu_model"]),
    Case(
      name: "a word of the documented model with one that is not",
      patch: """
        {"node_type": "gpu_p100_nvlink",
         "gpu": {"gpu": true, "gpu_count": 4, "gpu_model": "P100 24GB"}}
        """,
      expected: ["gpu": "P100 24GB (recorded)"], oddities: ["unknown-gpu gpu.gpu_model"]),
    Case(
      name: "the maker and a word of the documented model",
      patch: """
        {"node_type": "gpu_p100_nvlink",
         "gpu": {"gpu": true, "gpu_count": 4, "gpu_model": "NVIDIA P100"}}
        """,
      expected: ["gpu": "P100 SXM2 16GB (inferred from the node type gpu_p100_nvlink)"],
      oddities: ["gpu-model-incomplete gpu.gpu_model"]),
    Case(
      name: "a model of another maker's name",
      patch: """
        {"node_type": "gpu_h100", "gpu": {"gpu": true, "gpu_count": 4,
         "gpu_model": "Advanced Micro Devices, Inc. [AMD/ATI]"}}
        """,
      expected: [
        "gpu": "unknown: no fact knows the model 'Advanced Micro Devices, Inc. [AMD/ATI]'"
      ], oddities: ["unknown-gpu gpu.gpu_model"]),
    Case(
      name: "nothing is recorded of the model, the type is known",
      patch: #"{"node_type": "gpu_h100", "gpu": {"gpu": true, "gpu_count": 4}}"#,
      expected: ["gpu": "H100 SXM5 94GB (inferred from the node type gpu_h100)"]),
    Case(
      name: "a list of GPUs that no fact knows",
      patch: """
        {"node_type": "gpu_a100_pcie", "gpu": [{"gpu_model": "B200"}, {"gpu_model": "B200"}]}
        """,
      expected: ["gpus": "2 (recorded)", "gpu": "B200 (recorded)"],
      oddities: ["gpu-as-list gpu", "unknown-gpu gpu.gpu_model"]),
    Case(
      name: "no fact knows the FPGA",
      site: "uc",
      patch: #"{"node_type": "fpga", "fpga": {"board_model": "Alveo V80"}}"#,
      expected: ["fpga": "Alveo V80 (recorded)"], oddities: ["unknown-fpga fpga.board_model"]),
    Case(
      name: "the count is missing",
      patch: #"{"gpu": {"gpu": true, "gpu_model": "GM200GL [Tesla M40]"}}"#,
      expected: ["gpus": "unknown: gpu.gpu_count is not recorded", "gpu": "M40 (recorded)"]),
    Case(
      name: "a GPU node without its GPU",
      site: "uc",
      patch: #"{"node_type": "compute_gigaio", "gpu": {"gpu": false}}"#,
      expected: ["gpus": "0 (recorded)", "gpu": "unknown: there is no GPU"],
      oddities: ["gpu-node-without-gpu gpu.gpu"]),
    Case(
      name: "gpu is true as text",
      patch: #"{"gpu": {"gpu": "True", "gpu_count": 1, "gpu_model": "GM200GL [Tesla M40]"}}"#,
      expected: ["gpus": "1 (recorded)", "gpu": "M40 (recorded)"]),
    Case(
      name: "an Alveo hides in compute_cascadelake_r",
      patch: """
        {"node_type": "compute_cascadelake_r",
         "fpga": {"board_model": "Alveo U280 Golden Image", "board_vendor": "Xilinx"}}
        """,
      expected: ["fpga": "Alveo U280 (recorded)", "raw.fpga": "Alveo U280 Golden Image"],
      oddities: ["hidden-fpga fpga.board_model"]),
    Case(
      name: "an FPGA in a node type that says so",
      site: "uc",
      patch: #"{"node_type": "fpga", "fpga": {"board_model": "Arria 10 GX 1150"}}"#,
      expected: ["fpga": "Arria 10 GX 1150 (recorded)"]),
  ]
}
