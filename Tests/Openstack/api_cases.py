"""What others hold at both sites, and what chiport is asked of the Reference API and of Blazar."""
from slot_cases import SMALL_GPU, Held, of_type

A100_NODE = "adc4b7e7-c1c7-488d-b088-ad901a76a65d"  # 307G3Q3, one of four gpu_a100_pcie
THIS_A100 = f'["=", "$uid", "{A100_NODE}"]'
# One node of each of these types cannot be reserved, or is not among Blazar's hosts.
NOT_RESERVABLE = {"gpu_a100_pcie", "gpu_pontevecchio", "compute_zen3"}
ABSENT = {"gpu_rtx_6000", "compute_arm64"}

# By the name of the lease. `full` is the one that is deleted to see whether that is noticed.
HELD = {
    "uc": {
        "running": Held(THIS_A100, 1, None, 5),
        "touching": Held(THIS_A100, 1, 5, 9),
        "future": Held(of_type("gpu_a100_pcie"), 1, 30, 50.25),
        "full": Held(of_type("gpu_v100"), 4, None, 20),
        "half": Held(of_type("compute_skylake"), 11, None, 3.5),
        "after-half": Held(of_type("compute_skylake"), 20, 4, 12),
        "most": Held(of_type("gpu_rtx_6000"), 30, 1, 7)},
    "tacc": {
        "full": Held(of_type("gpu_h100"), 2, None, 24),
        "after-full": Held(of_type("gpu_h100"), 1, 24, 26.5),
        "four": Held(of_type("compute_liqid"), 4, 0, 2),
        "another-four": Held(of_type("compute_liqid"), 4, 4, 50),
        "running": Held(of_type("compute_zen3"), 20, None, 6),
        "touching": Held(of_type("compute_zen3"), 25, 6, 18),
        "future": Held(of_type("gpu_pontevecchio"), 1, 5, 6),
        "some": Held(of_type("compute_arm64"), 3, None, 2)}}
FULL = {"uc": "gpu_v100", "tacc": "gpu_h100"}

# Each of these types is asked for in each of these windows: one node, half of all, and all.
TYPES = {
    "uc": ["gpu_a100_pcie", "gpu_v100", "compute_skylake", "gpu_rtx_6000"],
    "tacc": ["gpu_h100", "compute_liqid", "compute_zen3", "gpu_pontevecchio", "compute_arm64"]}
WINDOWS = [["--hours", "2"], ["--hours", "6", "--start", "@0"], ["--days", "2", "--start", "@4.5"]]
MORE = [
    ["gpu_a100_pcie", "-n", "2", "--hours", "8", "--equivalents", "--at", "uc,tacc"],
    ["compute_skylake", "-n", "12", "--hours", "5", "--at", "uc,tacc"],
    ["--min-gpus", "1", "-n", "3", "--days", "3", "--at", "uc,tacc"],
    ["--min-cores", "32", "-n", "40", "--hours", "10", "--start", "@2", "--at", "uc,tacc"],
    [A100_NODE, "--hours", "3", "--start", "@1", "--at", "uc"],
    ["gpu_a100_pcie", "-n", "3", "--hours", "4", "--gap", "30", "--start", "@0", "--at", "uc"],
    ["compute_liqid", "-n", "5", "--hours", "4", "--start", "@0", "--before", "@40",
     "--at", "tacc"],
    [SMALL_GPU, "--from", "uc", "-n", "3", "--hours", "2", "--at", "uc"]]
HARDWARE = [
    ["list", "--all", "-f", "json"], ["list", "--all", "--nodes", "-f", "json"],
    ["find-equivalent", "gpu_a100_pcie", "--to", "tacc", "-f", "json"]]
