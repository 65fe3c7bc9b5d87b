"""Copies against what people use instead, on the same servers. SIZE_MIB (2048) is the image's size.

Each is measured RUNS (3) times in turn, and the least counts, since other load only ever adds.
"""
import os
import random
import shlex
import subprocess
import time

from suite import Difference, check

from suites.containers import Store, rclone_settings
from suites.images import Glance

ROUTE = ("--from", "uc", "--to", "tacc")
RUNS = int(os.environ.get("RUNS", "3"))
SIZE = int(os.environ.get("SIZE_MIB", "2048")) * 2**20
OBJECTS, LISTED = 2000, 100_000


def peak(process):
    """The most memory in MB that a process had until it ended, looked at again and again.

    `wait4` would count the memory of this program too, which the new process shares at first.
    """
    most = 0
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        most = max(most, int(line.split()[1]) / 1024)
        except (FileNotFoundError, ProcessLookupError):
            pass
        time.sleep(0.01)
    return most


def measured(suite, *command, **environment):
    """Seconds and the most memory in MB that one command took."""
    log = suite.folder / "benchmark.log"
    with open(log, "w") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=output, stdin=subprocess.DEVNULL,
            env=suite.environment(**environment), cwd=suite.folder)
        most = peak(process)
    if process.returncode:
        raise Difference(f"{command} ends with {process.returncode}: {log.read_text()[-2000:]}")
    return time.monotonic() - began, most


def in_turn(ways, clean, is_right):
    """The least seconds and the most memory of each way, by name; each has to copy the right things."""
    seconds, memory = {}, {}
    for _ in range(RUNS):
        for name, way in ways.items():
            took, most = way()
            seconds[name] = min(took, seconds.get(name, took))
            memory[name] = max(most, memory.get(name, most))
            is_right()
            clean()
    return seconds, memory


def pieces(size):
    block = random.Random(1).randbytes(2**24)
    for number in range(0, size, len(block)):
        yield number.to_bytes(8) + block[8:min(len(block), size - number)]


def an_image(suite):
    """Against two curls with the same hash between them, and against `openstack`."""
    here, there = Glance(suite.at["uc"]), Glance(suite.at["tacc"])
    source = here.make("Benchmark", pieces(SIZE))
    tokens = {uid: connection.auth_token for uid, connection in suite.at.items()}

    def chiport():
        return measured(
            suite, suite.chiport, "copy", "image", source["id"], *ROUTE, "--name", "copy")

    def curls():
        target = there.make("copy")["id"]
        get = (f"curl -sSf -H 'X-Auth-Token: {tokens['uc']}' "
               f"http://{suite.uc.address}:9292/v2/images/{source['id']}/file")
        put = (f"curl -sSf -T - -H 'X-Auth-Token: {tokens['tacc']}' "
               "-H 'Content-Type: application/octet-stream' "
               f"http://{suite.tacc.address}:9292/v2/images/{target}/file")
        return measured(
            suite, "bash", "-c", f"set -o pipefail; {get} | tee >(sha512sum >sum) | {put}")

    def openstack():
        save = ["openstack", "--os-cloud", "uc", "image", "save", "--file", "image", source["id"]]
        create = ["openstack", "--os-cloud", "tacc", "image", "create", "--disk-format", "raw",
                  "--container-format", "bare", "--file", "image", "copy"]
        return measured(suite, "bash", "-c", f"{shlex.join(save)} && {shlex.join(create)}")

    def clean():
        for each in there.named("copy"):
            there.delete(each["id"])

    def is_right():
        [copy] = there.named("copy")
        check(copy["os_hash_value"] == source["os_hash_value"], f"the copy is another: {copy}")

    seconds, memory = in_turn(
        {"chiport": chiport, "curl": curls, "openstack": openstack}, clean, is_right)
    here.delete(source["id"])
    (suite.folder / "image").unlink()
    rates = {name: SIZE / 2**20 / took for name, took in seconds.items()}
    told = "; ".join(f"{name} {rate:.0f} MiB/s" for name, rate in rates.items())
    told += f"; chiport holds {memory['chiport']:.0f} MB"
    check(rates["chiport"] >= 0.9 * rates["curl"], f"under 0.9 of curl: {told}")
    check(rates["chiport"] >= 2 * rates["openstack"], f"under twice openstack: {told}")
    check(memory["chiport"] < 64, f"over 64 MB: {told}")
    return told


def against_rclone(suite, container):
    here, there = Store(suite.at["uc"]), Store(suite.at["tacc"])
    wanted = {name: each["bytes"] for name, each in here.listing(container).items()}
    settings = rclone_settings(suite)

    def chiport():
        return measured(suite, suite.chiport, "copy", "container", container, *ROUTE)

    def rclone():
        return measured(suite, "rclone", "copy", "--config", "/dev/null", "--transfers", "8",
                        f"uc:{container}", f"tacc:{container}", **settings)

    def clean():
        for each in list(there.containers()):
            there.empty(each)

    def is_right():
        found = {name: each["bytes"] for name, each in there.listing(container).items()}
        check(found == wanted, f"{len(found)} of {len(wanted)} objects are there and as long")

    seconds, memory = in_turn({"chiport": chiport, "rclone": rclone}, clean, is_right)
    told = "; ".join(
        f"{name} {took:.1f} s, {memory[name]:.0f} MB" for name, took in seconds.items())
    check(seconds["chiport"] <= seconds["rclone"], f"slower than rclone: {told}")
    check(memory["chiport"] < 100, f"over 100 MB: {told}")
    return told


def many_small_objects(suite):
    here = Store(suite.at["uc"])
    here.make("small")
    here.put_many("small", {f"{n:05}": bytes([n % 256]) * 4096 for n in range(OBJECTS)})
    return against_rclone(suite, "small")


def one_large_object(suite):
    here = Store(suite.at["uc"])
    here.make("large")
    here.make("large_segments")
    here.put_static("large", "1GiB", (
        (f"large_segments/{n:02}", random.Random(n).randbytes(2**26)) for n in range(16)))
    return against_rclone(suite, "large")


def a_long_listing(suite):
    """100,000 objects are listed without a HEAD for each; their rows are in Swift's own table."""
    here = Store(suite.at["uc"])
    here.make("listed")
    fill_listing(suite, "uc", LISTED)
    there = Store(suite.at["tacc"])
    there.make("listed")
    fill_listing(suite, "tacc", LISTED // 2)
    with suite.proxies as proxies:
        began = time.monotonic()
        suite.run("copy", "container", "listed", *ROUTE, "--dry-run", says=f"{LISTED // 2} objects",
                  **proxies.environment)
        told = proxies.summary()
        heads = sum(each.count("HEAD", "/listed/") for each in proxies.both)
    check(heads < 10, f"{heads} HEADs")
    seconds, memory = measured(
        suite, suite.chiport, "copy", "container", "listed", *ROUTE, "--dry-run")
    check(memory < 100, f"over 100 MB: {memory:.0f}")
    return f"{seconds:.1f} s, {memory:.0f} MB: {told}"


def fill_listing(suite, uid, count):
    """Adds rows to the container's table, as its updates would."""
    from swift.container.backend import ContainerBroker

    account = f"AUTH_{suite.account.project_ids[uid]}"
    for path in (suite.pair.folder / f"{uid}/swift/devices/d1/containers").rglob("*.db"):
        broker = ContainerBroker(str(path))
        if (broker.get_info()["account"], broker.get_info()["container"]) == (account, "listed"):
            broker.merge_items([{
                "name": f"{number:06}", "created_at": f"{1_700_000_000 + number}.00000",
                "size": 4096, "content_type": "text/plain", "etag": "0" * 32, "deleted": 0,
                "storage_policy_index": 0} for number in range(count)])
            return
    raise Difference("the container's table is not there")


CASES = [an_image, many_small_objects, one_large_object, a_long_listing]
