"""Copies while connections are cut, delayed, reset, corrupted and truncated, and services fail."""
import random

from fault_proxy import Rule
from suite import check, expect

from suites import containers, images
from suites.containers import Store
from suites.images import Glance, contents, the_only

ROUTE = ("--from", "uc", "--to", "tacc")
SIZE = 6_000_000
SLOW = 60  # seconds that a copy of this size may take with every retry


def image_faults():
    """A name, the site, what happens, and how the copy may end the first time."""
    download, upload = r"/file$", r"/file$"
    return [
        ("download cut", "uc", Rule("GET", download, cut=2_000_000)),
        ("download truncated", "uc", Rule("GET", download, truncate=2_000_000)),
        ("download corrupted", "uc", Rule("GET", download, corrupt=3_000_000)),
        ("download reset", "uc", Rule("GET", download, reset=True)),
        ("upload cut", "tacc", Rule("PUT", upload, of="request", cut=2_000_000)),
        ("upload corrupted", "tacc", Rule("PUT", upload, of="request", corrupt=1_000_000)),
        ("upload truncated", "tacc", Rule("PUT", upload, of="request", truncate=1_000_000)),
        ("upload's answer lost", "tacc", Rule("PUT", upload, delay=0.2, cut=0)),
        ("create answered 503", "tacc", Rule("POST", "/images$", status=503)),
        ("slow down", "tacc", Rule("GET", "/images", status=429, headers=(("Retry-After", "1"),))),
        ("listing answered 500", "uc", Rule("GET", "/images", status=500)),
        ("late answers", "uc", Rule("GET", "/images", delay=1.5, times=3)),
        ("login answered 503", "tacc", Rule("POST", "/auth/tokens", port=5000, status=503))]


def object_faults():
    objects = r"/v1/AUTH_[^/]+/[^/]+/."
    return [
        ("download cut", "uc", Rule("GET", objects, port=8080, cut=500_000)),
        ("download truncated", "uc", Rule("GET", objects, port=8080, truncate=500_000)),
        ("download corrupted", "uc", Rule("GET", objects, port=8080, corrupt=400_000)),
        ("download reset", "uc", Rule("GET", objects, port=8080, reset=True, times=2)),
        ("upload cut", "tacc", Rule("PUT", objects, port=8080, of="request", cut=300_000)),
        ("upload corrupted", "tacc", Rule("PUT", objects, port=8080, of="request", corrupt=10)),
        ("upload answered 503", "tacc", Rule("PUT", objects, port=8080, status=503, times=3)),
        ("upload answered 429", "tacc", Rule(
            "PUT", objects, port=8080, status=429, headers=(("Retry-After", "1"),))),
        ("listing answered 500", "uc", Rule("GET", "format=json", port=8080, status=500)),
        ("manifest answered 503", "tacc", Rule("PUT", "multipart-manifest", port=8080, status=503))]


def run_through(suite, site, rule, *arguments):
    """One run with a fault, and another without if it failed; never with a wrong exit code."""
    with suite.proxies as proxies:
        getattr(proxies, site).forget(rule)
        first = suite.run(*arguments, code=(0, 2), seconds=SLOW, **proxies.environment)
        happened = rule.times
    return first, happened


def images_through_faults(suite):
    here, there = Glance(suite.at["uc"]), Glance(suite.at["tacc"])
    told, wrong = [], []
    for number, (what, site, rule) in enumerate(image_faults()):
        name, data, times = f"Fault {number}", contents(SIZE, number), rule.times
        here.make(name, data)
        try:
            first, left = run_through(suite, site, rule, "copy", "image", name, *ROUTE)
            check(left < times, "the fault did not happen")
            if first.code == 2:
                check(not [each for each in there.named(name) if each["status"] == "active"],
                      f"it failed, and left an active image: {first}")
                suite.run("copy", "image", name, *ROUTE)
            images.compare(here.named(name)[0], the_only(there, name), data)
            told.append(f"{what} {'recovered' if first.code == 0 else 'told, then repaired'}")
        except Exception as error:
            wrong.append(f"{what}: {error}")
    check(not wrong, "\n".join(wrong))
    return "; ".join(told)


def containers_through_faults(suite):
    here, there = Store(suite.at["uc"]), Store(suite.at["tacc"])
    told, wrong = [], []
    for number, (what, site, rule) in enumerate(object_faults()):
        name, times = f"fault{number}", rule.times
        here.make(name)
        here.make(f"{name}_segments")
        for each in range(4):
            here.put(name, f"object {each}", random.Random(number * 10 + each).randbytes(1_000_000))
        here.put_static(name, "large", [
            (f"{name}_segments/large/{each}", random.Random(each).randbytes(1_000_000))
            for each in range(3)])
        try:
            first, left = run_through(suite, site, rule, "copy", "container", name, *ROUTE)
            check(left < times, "the fault did not happen")
            if first.code == 2:
                suite.run("copy", "container", name, *ROUTE)
            containers.compare(here, there, name, alike=["large"])
            told.append(f"{what} {'recovered' if first.code == 0 else 'told, then repaired'}")
        except Exception as error:
            wrong.append(f"{what}: {error}")
    check(not wrong, "\n".join(wrong))
    return "; ".join(told)


def a_target_that_stays_away(suite):
    """Tries come to an end, and the message names the place."""
    here = Glance(suite.at["uc"])
    here.make("Away", contents(1000, 99))
    with suite.proxies as proxies:
        proxies.tacc.forget(Rule(port=9292, reset=True, times=10_000))
        result = suite.run(
            "copy", "image", "Away", *ROUTE, code=2, seconds=120, **proxies.environment)
        tries = proxies.tacc.count(port=9292)
    check(proxies.tacc.address in result.errors or "tacc" in result.errors,
          f"no place is named: {result}")
    expect("half a minute of tries", 1 < tries < 100, True)
    return f"{tries} requests"


CASES = [images_through_faults, containers_through_faults, a_target_that_stays_away]
