"""`chiport copy object`, `container` and `tree` between two real Swifts, and from and to files."""
import datetime
import os
import random
import time
import stat

import fault_proxy
from suite import FULL, check, expect

from suites.containers import Store, compare, rclone_settings

ROUTE = ("--from", "uc", "--to", "tacc")
NAMES = [
    "plain.txt", "with blank.txt", "a/b/c.txt", "percent%20encoded", "plus+amp&hash#question?.txt",
    "naïve/東京 🚀.txt", "double//slash", "trailing/", "quote'\"back\\slash", "line\nbreak",
    "-dash", ".hidden", "ends in dot.", "a" * 900]


def both(suite):
    return Store(suite.at["uc"]), Store(suite.at["tacc"])


def fill(store, container):
    """A container with every kind of object; which of them are compared in every respect."""
    store.make(container)
    for number, name in enumerate(NAMES):
        store.put(container, name, f"contents {number}".encode(),
                  content_type="text/plain; charset=utf-8")
    store.put(container, "empty", b"", content_type="application/x-empty")
    store.put(container, "binary", random.Random(1).randbytes(3_000_000))
    later = int((datetime.datetime.now() + datetime.timedelta(days=30)).timestamp())
    store.put(container, "described", b"{}", content_type="application/json",
              X_Object_Meta_Author="A. User", X_Object_Meta_Run="42", X_Delete_At=str(later),
              Content_Encoding="identity", Content_Disposition='attachment; filename="d.json"')
    segments = f"{container}_segments"
    store.make(segments)
    pieces = [random.Random(size).randbytes(size) for size in (2_000_000, 2_000_000, 777)]
    store.put_static(
        container, "static.bin",
        [(f"{segments}/static/{number:03}", piece) for number, piece in enumerate(pieces)],
        content_type="application/x-static", X_Object_Meta_Kind="slo")
    for number, piece in enumerate(pieces):
        store.put(segments, f"dynamic/{number:03}", piece)
    store.put(container, "dynamic.bin", b"", content_type="application/x-dynamic",
              X_Object_Manifest=f"{segments}/dynamic/", X_Object_Meta_Kind="dlo")
    return NAMES + ["empty", "binary", "described", "static.bin", "dynamic.bin"]


def copies_a_container(suite):
    here, there = both(suite)
    alike = fill(here, "everything")
    suite.run("copy", "container", "everything", *ROUTE)
    return f"{compare(here, there, 'everything', alike=alike)} objects"


def a_second_run_sends_nothing(suite):
    here, there = both(suite)
    with suite.proxies as proxies:
        suite.run("copy", "container", "everything", *ROUTE, **proxies.environment)
        expect("changes", proxies.mutations(), [])
        expect("downloads", proxies.uc.count("GET", "/everything/[^?]*$"), 0)
        return proxies.summary()


def a_dry_run_changes_nothing(suite):
    here, there = both(suite)
    here.make("dry")
    here.put_many("dry", {f"{n}": b"x" * 1000 for n in range(20)})
    with suite.proxies as proxies:
        suite.run("copy", "container", "dry", *ROUTE, "--dry-run", says="20", **proxies.environment)
        expect("changes", proxies.mutations(), [])
    check("dry" not in there.containers(), "the container was made")


def only_what_begins_so(suite):
    here, there = both(suite)
    here.make("prefixed")
    here.put_many("prefixed", {
        f"{folder}/{number}": b"x" for folder in ("a", "ab", "b") for number in range(3)})
    suite.run("copy", "container", "prefixed", "a/", *ROUTE)
    expect("objects", sorted(there.listing("prefixed")), ["a/0", "a/1", "a/2"])


def copies_one_object(suite):
    here, there = both(suite)
    here.make("single")
    here.put("single", "one/with blank", b"1", X_Object_Meta_A="b")
    here.put("single", "other", b"2")
    suite.run("copy", "object", "single/one/with blank", *ROUTE)
    expect("objects", list(there.listing("single")), ["one/with blank"])
    suite.run("copy", "object", "single/none", *ROUTE, code=2, says="none")


def never_overwrites(suite):
    here, there = both(suite)
    for store, text in ((here, b"from here"), (there, b"was there")):
        store.make("taken")
        store.put("taken", "name", text)
    result = suite.run("copy", "container", "taken", *ROUTE, code=(1, 2), says="name")
    expect("bytes", there.get("taken", "name"), b"was there")
    return f"exit code {result.code}"


def two_thousand_small_objects(suite):
    here, there = both(suite)
    here.make("many")
    here.put_many("many", {
        f"part-{n // 100:02}/{n:05}": bytes([n % 256]) * 4096 for n in range(2000)})
    with suite.proxies as proxies:
        suite.run("copy", "container", "many", *ROUTE, "--dry-run", **proxies.environment)
        heads, told = proxies.uc.count("HEAD", "/many/"), proxies.summary()
        check(heads < 10, f"{heads} HEADs to list 2,000 objects")
    suite.run("copy", "container", "many", *ROUTE)
    compare(here, there, "many")
    return f"a listing: {told}"


def other_clients_read_the_copy(suite):
    """What rclone and python-swiftclient read is what was written at the source."""
    options = [
        "rclone", "check", "--download", "--config", "/dev/null", "uc:everything",
        "tacc:everything"]
    suite.client(*options, **rclone_settings(suite))
    folder = suite.folder / "downloaded"
    folder.mkdir()
    login = {
        "OS_AUTH_URL": f"{suite.tacc.url}/v3", "OS_USERNAME": suite.account.user,
        "OS_PASSWORD": suite.account.password, "OS_PROJECT_NAME": suite.account.project,
        "OS_USER_DOMAIN_NAME": "chameleon", "OS_PROJECT_DOMAIN_NAME": "chameleon",
        "OS_IDENTITY_API_VERSION": "3"}
    suite.client("swift", "download", "-D", folder, "everything", "static.bin", "dynamic.bin",
                 "binary", **login)
    here, _ = both(suite)
    for name in ("static.bin", "dynamic.bin", "binary"):
        check((folder / name).read_bytes() == here.get("everything", name), f"{name} differs")


def make_tree(folder):
    """Files that are hard to get right: modes, times, links, holes, names."""
    (folder / "sub/deep").mkdir(parents=True)
    (folder / "empty folder").mkdir()
    (folder / "run.sh").write_text("#!/bin/sh\n")
    os.chmod(folder / "run.sh", 0o750)
    (folder / "sub/deep/naïve 東京").write_bytes(b"x" * 5000)
    os.chmod(folder / "sub/deep/naïve 東京", 0o400)
    os.symlink("run.sh", folder / "link")
    os.symlink("/nowhere/at all", folder / "dangling")
    os.symlink("sub", folder / "linked folder")
    (folder / "empty").touch()
    (folder / "bytes").write_bytes(random.Random(5).randbytes(2_000_000))
    with open(folder / "sparse", "wb") as file:
        file.truncate(50_000_000)
        file.seek(20_000_000)
        file.write(b"in the middle")
    for number in range(100):
        (folder / f"sub/{number:03}.txt").write_text(str(number))


def described(folder):
    """What a tree is: contents, modes of files and links' targets by path."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in files + folders:
            path = os.path.join(place, name)
            about = os.lstat(path)
            key = os.path.relpath(path, folder)
            if stat.S_ISLNK(about.st_mode):
                found[key] = ("link", os.readlink(path))
            elif stat.S_ISREG(about.st_mode):
                with open(path, "rb") as file:
                    found[key] = (stat.S_IMODE(about.st_mode), file.read())
            elif not os.listdir(path):
                found[key] = ("empty folder",)
    return found


def a_tree_goes_and_comes_back(suite):
    source, target = suite.folder / "tree", suite.folder / "back"
    make_tree(source)
    told = suite.run("copy", "tree", source, "tacc:trees/first", code=(0, 1))
    suite.run("copy", "tree", "tacc:trees/first", target, code=(0, 1))
    here, there = described(source), described(target)
    for path in sorted(set(here) | set(there)):
        if here.get(path) != there.get(path):
            wanted, found = (str(each.get(path))[:80] for each in (here, there))
            check(os.path.basename(path) in told.text,
                  f"'{path}': {wanted}, back as {found}, and nothing is said")
    blocks = os.stat(target / "sparse").st_blocks * 512
    return (f"exit code {told.code}, {len(there)} of {len(here)} entries are back, "
            f"the sparse file takes {blocks} bytes")


def a_second_upload_sends_nothing(suite):
    with suite.proxies as proxies:
        suite.run("copy", "tree", suite.folder / "tree", "tacc:trees/first", code=(0, 1),
                  **proxies.environment)
        expect("changes", proxies.mutations(), [])


def a_large_file_is_segmented(suite):
    """4.5 GiB of holes: more than one request may carry. Only in the full suite."""
    if not FULL:
        return "only in make integration-full"
    folder = suite.folder / "huge"
    folder.mkdir()
    with open(folder / "huge.bin", "wb") as file:
        file.truncate(4_500 * 2**20)
    suite.run("copy", "tree", folder, "tacc:huge/x", seconds=1200)
    _, there = both(suite)
    check("x-static-large-object" in there.headers("huge", "x/huge.bin"), "it is no large object")
    return f"{len(there.layout('huge', 'x/huge.bin'))} segments"


def resumes_within_a_large_object(suite):
    here, there = both(suite)
    segments = [(f"parts/{n}", random.Random(n).randbytes(2_000_000)) for n in range(8)]
    here.make("parts")
    here.make("resumed")
    here.put_static("resumed", "large", segments)
    with suite.proxies as proxies:
        proxies.tacc.forget(fault_proxy.Rule("PUT", "/7$|/000*7", port=8080, times=100, status=507))
        suite.run("copy", "object", "resumed/large", *ROUTE, code=2, **proxies.environment)
        check(not there.has("resumed", "large"), "half of it is visible")
        proxies.forget()
        suite.run("copy", "object", "resumed/large", *ROUTE, **proxies.environment)
        sent = sum(each.sent for each in proxies.tacc.exchanges if each.method == "PUT")
    compare(here, there, "resumed", alike=["large"])
    check(sent < 4_100_000, f"{sent} bytes of 16,000,000 were sent again")
    return f"{sent} bytes were sent in the second run"


def a_kill_costs_one_segment(suite):
    """SIGKILL within a large object: over both runs, one segment at most is begun twice."""
    here, there = both(suite)
    count, size = 16, 1_500_000
    here.make("killed_parts")
    here.make("killed")
    here.put_static("killed", "large", [
        (f"killed_parts/{n:02}", random.Random(n).randbytes(size)) for n in range(count)])
    copy = ("copy", "object", "killed/large", *ROUTE)
    with suite.proxies as proxies:
        process = suite.start(*copy, "--limit-rate", "3M", **proxies.environment)
        for _ in range(200):
            if "killed_parts" in there.containers() and len(there.listing("killed_parts")) >= 3:
                break
            time.sleep(0.1)
        process.kill()
        process.communicate()
        check(not there.has("killed", "large"), "half of it is visible")
        present = len(there.listing("killed_parts"))
        check(3 <= present < count, f"{present} of {count} segments are there when it is killed")
        suite.run(*copy, **proxies.environment)
        begun = proxies.tacc.count("PUT", "/killed_parts/")
    compare(here, there, "killed", alike=["large"])
    check(begun <= count + 1, f"{begun} segments were begun, of {count}")
    return f"killed after {present} of {count} segments; {begun} were begun"


CASES = [
    copies_a_container, a_second_run_sends_nothing, a_dry_run_changes_nothing, only_what_begins_so,
    copies_one_object, never_overwrites, two_thousand_small_objects, other_clients_read_the_copy,
    a_tree_goes_and_comes_back, a_second_upload_sends_nothing, resumes_within_a_large_object,
    a_kill_costs_one_segment, a_large_file_is_segmented]
