"""`chiport copy image` between two real Glances."""
import json
import sqlite3

import fault_proxy
from suite import check, expect

from suites.images import Glance, compare, contents, the_only

PROPERTIES = {
    "min_disk": 12, "min_ram": 2048, "tags": ["ported", "été"], "build-variant": "cuda12",
    "os_distro": "ubuntu", "note": "a 'quoted' \"text\" with Unicode: naïve 東京"}
ROUTE = ("--from", "uc", "--to", "tacc")


def both(suite):
    return Glance(suite.at["uc"]), Glance(suite.at["tacc"])


def copies_everything_of_an_image(suite):
    here, there = both(suite)
    data = contents(30_000_000)
    source = here.make("Everything", data, **PROPERTIES)
    suite.run("copy", "image", "Everything", *ROUTE)
    copy = the_only(there, "Everything")
    compare(source, copy, data)
    expect("bytes at the target", there.data(copy["id"]), data)
    check(copy["visibility"] in ("private", "shared"), "it is everybody's")


def a_second_run_sends_nothing(suite):
    here, there = both(suite)
    data = contents(3_000_000, 2)
    here.make("Twice", data)
    suite.run("copy", "image", "Twice", *ROUTE)
    with suite.proxies as proxies:
        suite.run("copy", "image", "Twice", *ROUTE, **proxies.environment)
        expect("changes", proxies.mutations(), [])
        expect("downloads", proxies.uc.count("GET", "/file$"), 0)
        told = proxies.summary()
    compare(here.named("Twice")[0], the_only(there, "Twice"), data)
    return told


def a_dry_run_changes_nothing(suite):
    here, there = both(suite)
    here.make("Dry", contents(5_000_000, 3))
    with suite.proxies as proxies:
        result = suite.run("copy", "image", "Dry", *ROUTE, "--dry-run", **proxies.environment)
        expect("changes", proxies.mutations(), [])
        expect("downloads", proxies.uc.count("GET", "/file$"), 0)
    check("4.77 MiB" in result.text, f"it does not tell the size: {result}")
    expect("images at the target", there.named("Dry"), [])


def copies_by_id_to_another_name(suite):
    here, there = both(suite)
    data = contents(1_000_000, 4)
    source = here.make("Same name", data)
    here.make("Same name", contents(1_000_000, 5))
    result = suite.run("copy", "image", "Same name", *ROUTE, code=(1, 2), says=[source["id"]])
    expect("images at the target", there.named("Same name"), [])
    suite.run("copy", "image", source["id"], *ROUTE, "--name", "Another name")
    compare(source, the_only(there, "Another name"), data)
    return f"two of one name: exit code {result.code}"


def never_overwrites(suite):
    here, there = both(suite)
    here.make("Taken", contents(1_000_000, 6))
    other = there.make("Taken", contents(1_000_000, 7))
    result = suite.run("copy", "image", "Taken", *ROUTE, code=(1, 2), says="Taken")
    expect("images at the target", [each["id"] for each in there.named("Taken")], [other["id"]])
    return f"exit code {result.code}"


def refuses_what_does_not_boot(suite):
    """Glance's table says that the image is large: 20 GB are too much for this test."""
    here, there = both(suite)
    for gigabytes in (12, 21):
        name = f"Large {gigabytes}"
        image = here.make(name, b"x")
        database = sqlite3.connect(suite.pair.folder / "uc" / "glance.db", timeout=30)
        with database:
            database.execute("UPDATE images SET size = ? WHERE id = ?",
                             (gigabytes * 10**9, image["id"]))
        database.close()
    suite.run("copy", "image", "Large 12", *ROUTE, "--dry-run", says="10 GB", code=(0, 1))
    suite.run("copy", "image", "Large 21", *ROUTE, says=["20 GB", "--force"], code=(1, 2))
    expect("images at the target", there.named("Large 21"), [])


def says_what_is_missing(suite):
    suite.run("copy", "image", "No such image", *ROUTE, code=2, says="No such image")
    here, _ = both(suite)
    here.make("Queued only")
    suite.run("copy", "image", "Queued only", *ROUTE, code=2, says="queued")


def an_openstack_client_reads_the_copy(suite):
    here, _ = both(suite)
    data = contents(2_000_000, 8)
    here.make("For the client", data)
    suite.run("copy", "image", "For the client", *ROUTE)
    suite.client("openstack", "image", "save", "--file", "saved", "For the client", cloud="tacc")
    expect("saved bytes", (suite.folder / "saved").read_bytes(), data)


def tells_json_lines(suite):
    here, there = both(suite)
    here.make("For scripts", contents(2_000_000, 9))
    result = suite.run("copy", "image", "For scripts", *ROUTE, "--format", "json")
    lines = [json.loads(line) for line in result.output.splitlines() if line.strip()]
    check(lines, "nothing was said")
    id = the_only(there, "For scripts")["id"]
    check(id in result.output, f"the new id {id} is not told: {result}")


def resumes_from_a_spool(suite):
    here, there = both(suite)
    data = contents(20_000_000, 10)
    source = here.make("Spooled", data)
    spool = suite.folder / "spool"
    with suite.proxies as proxies:
        proxies.uc.forget(
            fault_proxy.Rule("GET", "/file$", cut=12_000_000),
            fault_proxy.Rule("GET", "/file$", reset=True, times=1000))
        suite.run("copy", "image", "Spooled", *ROUTE, "--spool", spool, code=2,
                  **proxies.environment)
        proxies.forget()
        suite.run("copy", "image", "Spooled", *ROUTE, "--spool", spool, **proxies.environment)
        again = sum(each.received for each in proxies.uc.exchanges if each.path.endswith("/file"))
    compare(source, the_only(there, "Spooled"), data)
    check(again < 0.6 * len(data), f"{again} bytes were read again")
    return f"{again} of {len(data)} bytes were read in the second run"


CASES = [
    copies_everything_of_an_image, a_second_run_sends_nothing, a_dry_run_changes_nothing,
    copies_by_id_to_another_name, never_overwrites, refuses_what_does_not_boot,
    says_what_is_missing, an_openstack_client_reads_the_copy, tells_json_lines,
    resumes_from_a_spool]
