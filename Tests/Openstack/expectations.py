"""The experiments, what each reserves at CHI@UC, and what it has to reserve when it is ported."""
import dataclasses


@dataclasses.dataclass
class Reservation:
    selector: list  # `resource_properties` as Blazar was given it
    count: int
    hosts: dict  # what Blazar lists of each host that it allocated; a tuple is any of these


@dataclasses.dataclass
class Experiment:
    name: str  # its folder
    run: list
    at_uc: Reservation
    at_tacc: Reservation
    # At TACC when nothing but the names of the site is exchanged; None: no reservation.
    names_alone: Reservation = None
    names_no_site: bool = False  # its user sources the openrc beforehand
    leaves_a_choice: bool = False  # which `chiport rewrite` says with exit code 1


def reservation(node_type, count=1, gpu=None, operator="=", selector=None):
    hosts = {"node_type": node_type} | ({"gpu.gpu_model": gpu} if gpu else {})
    return Reservation(selector or [operator, "$node_type", node_type], count, hosts)


def rtx(count=1, operator="=", selector=None):
    return reservation(
        "gpu_rtx_6000", count, "TU102GL [Quadro RTX 6000/8000]", operator, selector)


def liqid(count=1, operator="=", selector=None):
    return reservation("compute_liqid", count, "GA100 [A100 PCIe 40GB]", operator, selector)


def h100(count=1, operator="="):
    return reservation("gpu_h100", count, "GH100 [H100 SXM5 94GB]", operator)


def with_second_leaf(node_type, operator, *leaf):
    return ["and", [operator, "$node_type", node_type], list(leaf)]


COMPOSED = with_second_leaf("compute_gigaio", "==", "==", "$gpu.gpu_count", "1")
SOCKETS = (">=", "$architecture.smp_size", "2")
CARD = ("=", "$gpu.gpu", "True")

EXPERIMENTS = [
    Experiment("single-quotes", ["bash", "reserve.sh"], rtx(), liqid()),
    Experiment(
        "double-quotes", ["bash", "train.sh"],
        reservation("gpu_a100_pcie", 2, "GA100 [A100 PCIe 80GB]", "=="), h100(2, "==")),
    Experiment(
        "spliced", ["sh", "lease.sh"], reservation("gpu_v100"), h100(), names_no_site=True),
    Experiment("default-value", ["./reserve"], rtx(3), liqid(3)),
    # The same name is other hardware at TACC: what is not ported reserves something, but not this.
    Experiment(
        "heredoc", ["bash", "reserve.sh"],
        reservation("compute_gigaio", gpu="GA100 [A100 PCIe 80GB]", selector=COMPOSED),
        h100(operator="=="),
        names_alone=reservation(
            "compute_gigaio", gpu=("GA100 [A100 PCIe 40GB]", "GA100GL [A30 PCIe]"),
            selector=COMPOSED),
        names_no_site=True),
    Experiment("dotenv", ["bash", "up.sh"], rtx(4, "=="), liqid(4, "==")),
    Experiment(
        "hardware", ["bash", "reserve.sh"],
        rtx(selector=["=", "$gpu.gpu_model", "TU102GL [Quadro RTX 6000/8000]"]), liqid(),
        names_no_site=True),
    Experiment(
        "one-node", ["bash", "again.sh"],
        rtx(selector=["==", "$uid", "fd6408d7-018f-49d0-8a58-965ef177e423"]), liqid(operator="=="),
        names_no_site=True, leaves_a_choice=True),
    Experiment("bash-notebook", ["jupyter-execute", "Reserve.ipynb"], rtx(), liqid()),
    Experiment("chi-functions", ["python", "reserve.py"], rtx(2, "=="), liqid(2, "==")),
    Experiment(
        "chi-lease", ["python", "reserve.py"],
        reservation("gpu_a100_pcie", operator="=="), h100(operator="==")),
    Experiment(
        "chi-properties", ["python", "node.py"],
        rtx(selector=with_second_leaf("gpu_rtx_6000", "==", *SOCKETS)),
        liqid(selector=with_second_leaf("compute_liqid", "==", *SOCKETS))),
    Experiment(
        "chi-notebook", ["jupyter-execute", "Start.ipynb"], rtx(operator="=="),
        liqid(operator="==")),
    Experiment("blazarclient-dates", ["python", "lease.py"], rtx(2, "=="), liqid(2, "==")),
    Experiment(
        "sdk-clouds", ["python", "reserve.py"], reservation("gpu_v100", operator="=="),
        h100(operator="==")),
    Experiment(
        "curl-json", ["bash", "post.sh"],
        rtx(selector=with_second_leaf("gpu_rtx_6000", "=", *CARD)),
        liqid(selector=with_second_leaf("compute_liqid", "=", *CARD))),
]
