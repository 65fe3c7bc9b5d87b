"""A reference repository that exists nowhere, for benchmarks and checks: the same from the same seed.

As a program it serves the repository in the dialect of the Reference API, from memory:

    python3 scripts/synthetic.py --nodes 100000 --configurations 2000

prints the URL and serves until its standard input ends.
"""
import argparse
import json
import os
import random
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SITES = ["edge", "kvm", "ncar", "nrp", "nu", "tacc", "uc"]
PAGE = 500
PROCESSORS = [
    ("Intel", "Intel(R) Xeon(R) Gold 6126 CPU @ 2.60GHz", 2, 48),
    ("Intel", "Intel(R) Xeon(R) Gold 6240R CPU @ 2.40GHz", 2, 96),
    ("Intel", "Intel(R) Xeon(R) CPU E5-2670 v3 @ 2.30GHz", 2, 48),
    ("Intel", "Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz", 2, 160),
    ("AMD", "AMD EPYC 7763 64-Core Processor", 2, 256),
    ("AMD", "AMD EPYC 7352 24-Core Processor", 2, 96),
]
GPUS = [None, None, ("NVIDIA", "A100-PCIE-40GB"), ("NVIDIA", "Tesla V100-PCIE-32GB"), ("AMD", "MI100")]


def shape(number, rng):
    """What the nodes of one configuration have in common."""
    vendor, model, sockets, threads = rng.choice(PROCESSORS)
    return {
        "type": f"compute_type{number // 7}",
        "processor": {
            "cache_l1d": 32768, "cache_l1i": 32768, "cache_l2": 1048576,
            "clock_speed": 2600000000, "instruction_set": "x86_64", "model": model, "vendor": vendor,
        },
        "architecture": {"platform_type": "x86_64", "smp_size": sockets, "smt_size": threads},
        # The number makes every configuration another one.
        "memory": (64 + 64 * (number % 7) + 448 * (number % 3)) * 2**30,
        "gpu": rng.choice(GPUS),
        "disks": 1 + number % 4,
        "size": (240 + 240 * rng.randrange(8)) * 10**9,
        "rate": rng.choice([10, 25, 100]) * 10**9,
        "infiniband": rng.random() < 0.2,
    }


def node(site, number, shape, rng, bios):
    """One record of about 1.5 KB, with the fields of the real ones."""
    serial = f"{rng.getrandbits(40):010X}"
    gpu = shape["gpu"]
    record = {
        "architecture": shape["architecture"],
        "bios": {"release_date": "2024-08-09", "vendor": "Dell", "version": bios},
        "chassis": {"manufacturer": "Dell", "name": "PowerEdge R740", "serial": serial[:7]},
        "gpu": {"gpu": False} if gpu is None else {
            "gpu": True, "gpu_count": 2, "gpu_model": gpu[1], "gpu_vendor": gpu[0]},
        "infiniband": shape["infiniband"],
        "main_memory": {
            "humanized_ram_size": f"{shape['memory'] >> 30} GiB", "ram_size": shape["memory"]},
        "monitoring": {"wattmeter": False},
        "network_adapters": [
            {
                "device": f"eno{index}", "driver": "i40e", "enabled": index == 1,
                "interface": "Ethernet", "mac": f"24:6e:96:{serial[:2]}:{serial[2:4]}:{index:02x}",
                "model": "Ethernet Controller X710 for 10GbE SFP+", "rate": shape["rate"],
                "vendor": "Intel",
            }
            for index in (1, 2)
        ],
        "node_name": f"{site}-c{number:06d}",
        "node_type": shape["type"],
        "placement": {"node": str(number % 40), "rack": str(number // 40)},
        "processor": shape["processor"],
        "storage_devices": [
            {
                "device": f"sd{chr(97 + index)}", "humanized_size": f"{shape['size'] // 10**9} GB",
                "interface": "SAS", "media_type": "SSD", "model": "MZ7KM240HMHQ0D3",
                "rev": "GD53", "serial": f"S{serial}{index}", "size": shape["size"],
            }
            for index in range(shape["disks"])
        ],
        "supported_job_types": {"besteffort": False, "deploy": True, "virtual": "ivt"},
        "type": "node",
        "uid": f"{rng.getrandbits(32):08x}-{number:04x}-4000-8000-{rng.getrandbits(48):012x}",
    }
    return record


def nodes(site, count, configurations, seed, bios="2.22.1"):
    """The nodes of a site, as a generator; another `bios` changes one property of each."""
    rng = random.Random(f"{seed}/{site}")
    shapes = [shape(number, rng) for number in range(max(1, configurations))]
    for number in range(count):
        yield node(site, number, shapes[number % len(shapes)], rng, bios)


def shares(total):
    """How `total` is divided among the sites."""
    return {
        site: total // len(SITES) + (1 if index < total % len(SITES) else 0)
        for index, site in enumerate(SITES)
    }


def site_record(site):
    return {"type": "site", "uid": site, "name": f"CHI@{site.upper()}", "site_class": "baremetal"}


def write(folder, node_count, configurations, seed, sites=None):
    """Writes the repository as files."""
    counts, kinds = shares(node_count), shares(configurations)
    for site in sites or SITES:
        base = os.path.join(folder, "data/chameleoncloud/sites", site)
        cluster = os.path.join(base, "clusters/chameleon")
        os.makedirs(os.path.join(cluster, "nodes"))
        for path, record in [
            (os.path.join(base, f"{site}.json"), site_record(site)),
            (os.path.join(cluster, "chameleon.json"), {"type": "cluster", "uid": "chameleon"}),
        ] + [
            (os.path.join(cluster, "nodes", record["uid"] + ".json"), record)
            for record in nodes(site, counts[site], kinds[site], seed)
        ]:
            with open(path, "w") as file:
                json.dump(record, file, indent=2)


class Pages:
    """Every answer of the API, rendered once."""

    def __init__(self, node_count, configurations, seed, version, bios="2.22.1"):
        self.version = version
        self.answers = {}
        self.add("/", {
            "type": "grid", "uid": "chameleoncloud", "timestamp": "1750000000", "version": version,
            "links": [{"rel": "sites", "href": "/sites"}]})
        self.listing("/sites", [self.item(site_record(s), f"/sites/{s}", "clusters", "flavors") for s in SITES])
        counts, kinds = shares(node_count), shares(configurations)
        for site in SITES:
            base = f"/sites/{site}"
            cluster = f"{base}/clusters/chameleon"
            self.listing(f"{base}/flavors", [])
            self.listing(f"{base}/clusters", [self.item({
                "type": "cluster", "uid": "chameleon", "created_at": None,
                "queues": ["admin", "default"]}, cluster, "nodes")])
            self.listing(
                f"{cluster}/nodes",
                (self.item(n, f"{cluster}/nodes/{n['uid']}", "versions")
                 for n in nodes(site, counts[site], kinds[site], seed, bios)),
                counts[site])

    def add(self, target, content):
        self.answers[target] = json.dumps(content, separators=(",", ":")).encode()

    def item(self, record, base, *relations):
        links = [{"rel": "self", "href": base}] + [
            {"rel": relation, "href": f"{base}/{relation}"} for relation in relations]
        return {**record, "version": self.version, "links": links}

    def listing(self, path, items, total=None):
        items = iter(items)
        offset = 0
        while True:
            page = [item for _, item in zip(range(PAGE), items)]
            if total is None:
                total = len(page)
            self.add(f"{path}?offset={offset}&limit={PAGE}", {
                "total": total, "offset": offset, "items": page, "version": self.version, "links": []})
            offset += len(page)
            if offset >= total:
                return


def serve(pages):
    """Serves on a free port of 127.0.0.1, in threads; returns the server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16
        disable_nagle_algorithm = True

        def do_GET(self):
            body = pages.answers.get(self.path)
            self.send_response(200 if body else 404)
            body = body or b'{"detail": "Not Found"}'
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    class Server(ThreadingHTTPServer):
        # The default of 5 lets curl wait a second for its sixth connection.
        request_queue_size = 128

        def handle_error(self, request, client_address):
            """Clients that are killed are no error of the server."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=500)
    parser.add_argument("--configurations", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--version", default="1" * 40)
    parser.add_argument("--bios", default="2.22.1")
    options = parser.parse_args()
    server = serve(Pages(
        options.nodes, options.configurations, options.seed, options.version, options.bios))
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    sys.stdin.read()
