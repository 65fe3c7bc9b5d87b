"""Copies that are killed at random moments and run again: nothing half-made is ever seen."""
import collections
import os
import random
import time

from suite import FULL, check

from suites import containers, images
from suites.containers import Store
from suites.images import Glance, contents

ROUTE = ("--from", "uc", "--to", "tacc")
RUNS = int(os.environ.get("KILLS", "100" if FULL else "10"))
SEED = int(os.environ.get("SEED", "1"))
IMAGE_SIZE = 40_000_000


def kill(suite, after, *arguments):
    """Starts chiport and kills it; whether it had ended by itself."""
    process = suite.start(*arguments)
    time.sleep(after)
    ended = process.poll() is not None
    process.kill()
    process.communicate()
    return ended


def timed(suite, *arguments):
    began = time.monotonic()
    suite.run(*arguments)
    return time.monotonic() - began


def killed_image_copies(suite):
    here, there = Glance(suite.at["uc"]), Glance(suite.at["tacc"])
    data = contents(IMAGE_SIZE)
    source = here.make("Killed", data)
    command = ("copy", "image", source["id"], *ROUTE)
    # The first takes longer than those that are killed.
    duration = min(
        timed(suite, *command, "--name", f"Killed at first {number}") for number in range(3))
    seen = collections.Counter()
    for number in range(RUNS):
        name, rng = f"Killed {number}", random.Random(SEED * 1_000_003 + number)
        place = f"kill {number}, seed {SEED}"
        # Every third near the end, where the copy becomes visible.
        least = 0.7 * duration if number % 3 == 0 else 0
        ended = kill(suite, rng.uniform(least, duration), *command, "--name", name)
        found = there.named(name)
        for each in found:
            check(each["status"] == "active" and each["os_hash_value"] == source["os_hash_value"],
                  f"{place}: image '{name}' is {each['status']}")
        seen["ended" if ended else "whole" if found else "no image yet"] += 1
        suite.run(*command, "--name", name)
        copy = images.the_only(there, name)
        images.compare(source, copy, data)
        there.delete(copy["id"])
    left = [each["name"] for each in there.all() if each["status"] != "active"]
    check(not left, f"left over at the target: {left}")
    for each in there.all():
        if each["owner"] == suite.account.project_ids["tacc"]:
            there.delete(each["id"])
    return f"{RUNS} kills within {duration:.1f} s: {dict(seen)}"


def fill(store, container):
    store.make(container)
    store.make(f"{container}_segments")
    store.put_many(container, {f"small {n}": os.urandom(2000) for n in range(30)})
    for number in range(6):
        store.put(container, f"middle {number}", random.Random(number).randbytes(2_000_000))
    for name in ("large 1", "large 2"):
        store.put_static(container, name, [
            (f"{container}_segments/{name}/{n}", random.Random(n).randbytes(2_000_000))
            for n in range(6)])


def killed_container_copies(suite):
    here, there = Store(suite.at["uc"]), Store(suite.at["tacc"])
    fill(here, "killed")
    wanted = {name: (each["bytes"], each["hash"]) for name, each in here.listing("killed").items()}
    durations = []
    for _ in range(2):
        for container in there.containers():
            there.empty(container)
        durations.append(timed(suite, "copy", "container", "killed", *ROUTE))
    duration = min(durations)
    seen = collections.Counter()
    for number in range(RUNS):
        rng = random.Random(SEED * 1_000_003 + number)
        for container in there.containers():
            there.empty(container)
        least = 0.7 * duration if number % 3 == 0 else 0
        ended = kill(suite, rng.uniform(least, duration), "copy", "container", "killed", *ROUTE)
        listing = there.listing("killed")
        for name, each in listing.items():
            place = f"kill {number}, seed {SEED}: '{name}'"
            check(name in wanted, f"{place} is no object of the source")
            if name.startswith("large"):
                whole = there.get("killed", name) == here.get("killed", name)
            else:
                whole = wanted[name] == (each["bytes"], each["hash"])
            check(whole, f"{place} is half-made")
        seen["ended" if ended else f"{len(listing) * 4 // len(wanted)} quarters"] += 1
        suite.run("copy", "container", "killed", *ROUTE)
        containers.compare(here, there, "killed", alike=["large 1", "large 2"])
    return f"{RUNS} kills within {duration:.1f} s: {dict(sorted(seen.items()))}"


CASES = [killed_image_copies, killed_container_copies]
