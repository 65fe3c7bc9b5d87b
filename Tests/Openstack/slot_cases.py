"""What others hold, what is asked of `chiport availability`, and what its command has to get."""
import dataclasses


@dataclasses.dataclass
class Held:
    """A lease of somebody else; its hours count from the base of the suite."""

    selector: str
    count: int
    start: float  # None: now
    end: float


@dataclasses.dataclass
class Case:
    name: str
    site: str
    ask: list
    gets: dict  # how many of which node type Blazar has to allocate
    held: list = ()
    start: float = None  # hours after the base; None: now, without a date in the command
    end: float = None  # hours after the base; None: not compared
    hours: float = None  # how long the lease is, less the minutes that passed meanwhile
    how: str = "openstack"
    grade: str = "original"
    alternative: str = None  # the kind of alternative that is taken instead of a candidate
    is_tight: bool = False  # Blazar refuses the same one minute sooner
    hosts: dict = dataclasses.field(default_factory=dict)  # what Blazar says of each host
    says: dict = dataclasses.field(default_factory=dict)  # members of `not_counted`


def of_type(node_type):
    return f'["=", "$node_type", "{node_type}"]'


A100, NVLINK, H100, LIQID = (
    of_type(name) for name in ("gpu_a100_pcie", "gpu_a100_nvlink", "gpu_h100", "compute_liqid"))
# The four nodes of one type are taken but for six hours.
BETWEEN_TWO = [Held(A100, 4, 0, 4), Held(A100, 4, 10, 160)]
# One of the two nodes of gpu_pontevecchio cannot be reserved.
OUT_OF_SERVICE = {"7457237d-4388-40ba-918b-3cb39e827f3a"}
SMALL_GPU = '["and", ["=", "$node_type", "compute_gigaio"], ["=", "$gpu.gpu_count", "1"]]'

CASES = [
    Case("now", "uc", ["gpu_a100_pcie", "-n", "2", "--hours", "3"], {"gpu_a100_pcie": 2}, hours=3),
    Case(
        "exact-fit", "uc", ["gpu_a100_pcie", "-n", "4", "--hours", "6", "--start", "@0"],
        {"gpu_a100_pcie": 4}, BETWEEN_TWO, start=4, end=10, is_tight=True),
    Case(
        "exact-fit-with-a-deadline", "uc",
        ["gpu_a100_pcie", "-n", "4", "--hours", "5.5", "--start", "@0", "--before", "@9.5"],
        {"gpu_a100_pcie": 4}, BETWEEN_TWO, start=4, end=9.5, is_tight=True),
    Case(
        "as-another-ends", "uc", ["gpu_a100_pcie", "--days", "1"], {"gpu_a100_pcie": 1},
        [Held(A100, 4, None, 5)], start=5, end=29, is_tight=True),
    Case(
        "three-of-four", "uc",
        ["gpu_a100_pcie", "-n", "3", "--hours", "5", "--start", "@0"], {"gpu_a100_pcie": 3},
        [Held(A100, 1, 0, end) for end in (10, 20, 30, 40)], start=30, end=35, is_tight=True),
    Case(
        "gap", "uc",
        ["gpu_a100_pcie", "-n", "4", "--hours", "5", "--gap", "30", "--start", "@0"],
        {"gpu_a100_pcie": 4}, BETWEEN_TWO, start=4.5, end=9.5),
    Case(
        "equivalent", "uc", ["gpu_a100_pcie", "--hours", "4", "--equivalents"],
        {"gpu_a100_nvlink": 1}, [Held(A100, 4, None, 100)], hours=4, grade="close"),
    Case(
        "mix", "uc", ["gpu_a100_pcie", "-n", "2", "--hours", "4", "--equivalents"],
        {"gpu_a100_pcie": 1, "gpu_a100_nvlink": 1}, [Held(A100, 3, None, 100)], hours=4,
        alternative="mix"),
    Case(
        "fewer-now", "uc", ["gpu_a100_pcie", "-n", "2", "--days", "1"], {"gpu_a100_pcie": 1},
        [Held(A100, 3, None, 100)], hours=24, alternative="most_now"),
    Case(
        "shorter-now", "uc", ["gpu_a100_pcie", "-n", "4", "--days", "2"], {"gpu_a100_pcie": 4},
        [Held(A100, 1, 0, 100)], end=0, alternative="longest_now"),
    Case(
        "fewer-sooner", "uc", ["gpu_a100_pcie", "-n", "3", "--days", "1"], {"gpu_a100_pcie": 1},
        [Held(A100, 1, None, 6), Held(A100, 3, None, 50)], start=6, end=30,
        alternative="fewer", is_tight=True),
    Case(
        "selector", "uc", [SMALL_GPU, "--from", "uc", "-n", "3", "--hours", "2"],
        {"compute_gigaio": 3}, hours=2, hosts={"gpu.gpu_count": "1"}),
    Case(
        "node", "uc", ["307G3Q3", "--hours", "2", "--start", "@1"], {"gpu_a100_pcie": 1},
        [Held('["=", "$uid", "adc4b7e7-c1c7-488d-b088-ad901a76a65d"]', 1, 0, 3)], start=3, end=5,
        is_tight=True, hosts={"hypervisor_hostname": "adc4b7e7-c1c7-488d-b088-ad901a76a65d"}),
    Case(
        "longer-than-a-lease", "uc", ["gpu_a100_pcie", "--days", "9"], {"gpu_a100_pcie": 1},
        hours=7 * 24),
    Case(
        "another-zone", "uc",
        ["gpu_a100_pcie", "--hours", "2", "--start", "@3Asia/Kolkata", "--tz", "Asia/Kolkata"],
        {"gpu_a100_pcie": 1}, start=3, end=5),
    Case(
        "python-now", "uc", ["gpu_a100_pcie", "-n", "2", "--hours", "3"], {"gpu_a100_pcie": 2},
        hours=3, how="python"),
    Case(
        "python-exact-fit", "uc", ["gpu_a100_pcie", "-n", "4", "--hours", "6", "--start", "@0"],
        {"gpu_a100_pcie": 4}, BETWEEN_TWO, start=4, end=10, how="python", is_tight=True),
    Case(
        "python-selector", "uc", [SMALL_GPU, "--from", "uc", "-n", "3", "--hours", "2"],
        {"compute_gigaio": 3}, hours=2, how="python", hosts={"gpu.gpu_count": "1"}),
    Case(
        "one-is-disabled", "tacc", ["gpu_pontevecchio", "--hours", "1"], {"gpu_pontevecchio": 1},
        hours=1, says={"disabled": 1},
        hosts={"hypervisor_hostname": "f62e15bb-9bcf-400f-bc17-d45611ba6095"}),
    Case(
        "all-of-two", "tacc", ["gpu_h100", "-n", "2", "--hours", "12", "--start", "@0"],
        {"gpu_h100": 2}, [Held(H100, 1, 2, 8), Held(H100, 1, 20, 30)], start=8, end=20,
        is_tight=True),
    Case(
        "five-of-eight", "tacc", ["compute_liqid", "-n", "5", "--hours", "3", "--start", "@0"],
        {"compute_liqid": 5}, [Held(LIQID, 4, 0, 2), Held(LIQID, 4, 4, 50)], start=50, end=53,
        is_tight=True),
    Case(
        "python-tacc", "tacc", ["gpu_h100", "-n", "2", "--days", "1", "--start", "@0"],
        {"gpu_h100": 2}, [Held(H100, 2, 0, 24)], start=24, end=48, how="python", is_tight=True),
]
