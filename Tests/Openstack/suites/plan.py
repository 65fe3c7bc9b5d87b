"""One plan for an experiment, carried out for real: plan, apply, verify."""
import json

from fault_proxy import Rule
from loopback import Blazar
from suite import check, expect

from suites import images
from suites.containers import Store
from suites.images import Glance, contents

ROUTE = (
    "--from", "uc", "--to", "tacc", "--blazar", "--no-outages", "--nodes", "1", "--hours", "2")
SCRIPT = """#!/bin/bash
export OS_AUTH_URL=https://chi.uc.chameleoncloud.org:5000/v3
export OS_REGION_NAME="CHI@UC"
SELECTOR='["=", "$node_type", "gpu_rtx_6000"]'
openstack reservation lease create --reservation \\
  "min=1,max=1,resource_type=physical:host,resource_properties=$SELECTOR" \\
  --start-date "$(date -u -d '+2 minutes' '+%Y-%m-%d %H:%M')" \\
  --end-date "$(date -u -d '+1 hour' '+%Y-%m-%d %H:%M')" my-lease
openstack server create --image "my-image" --flavor baremetal --key-name my-key node
openstack object save my-data input.bin
"""


def experiment(suite, name="experiment", things="my"):
    """A script with an image and data of its own at UC, called after `things`."""
    folder = suite.folder / name
    folder.mkdir(exist_ok=True)
    image, data = f"{things}-image", f"{things}-data"
    (folder / "run.sh").write_text(
        SCRIPT.replace("my-image", image).replace("my-data", data))
    if not Glance(suite.at["uc"]).named(image):
        Glance(suite.at["uc"]).make(
            image, contents(8_000_000, 1), min_disk=10, os_distro="debian",
            base_image_ref="0b7e1a52-7c0b-4e0a-9a52-2f0d8c1b6e34", user_id="alice")
        store = Store(suite.at["uc"])
        store.make(data)
        store.put(data, "input.bin", contents(2_000_000, 2))
        store.put(data, "more/input.bin", contents(10, 3))
    return folder


def a_plan_names_every_step(suite):
    folder, saved = experiment(suite), suite.folder / "plan.json"
    with suite.proxies as proxies:
        suite.run("plan", folder, *ROUTE, "--output", saved, code=(0, 1), **proxies.environment)
        expect("changes", proxies.mutations(), [])
    plan = saved.read_text()
    json.loads(plan)
    for text in ("my-image", "my-data", "compute_liqid", "my-key"):
        check(text in plan, f"the plan does not name '{text}': {plan[:3000]}")
    suite.run("plan", folder, *ROUTE, code=(0, 1), says=["my-image", "my-data"])


def a_script_of_plain_commands(suite):
    """It does what it says with the clients alone, and the second time nothing."""
    folder = experiment(suite, "scripted", "plain")
    result = suite.run(
        "plan", folder, *ROUTE, "--script", code=(0, 1), says="image save --file")
    path = suite.folder / "plan.sh"
    path.write_text(result.output)
    (suite.folder / "plain-image.image.part").write_bytes(b"what a run that was cut off left")
    # An upload that was cut off has the name, too, and does not count.
    there = Glance(suite.at["tacc"])
    there.make("plain-image")
    for _ in range(2):
        suite.client("bash", path)
        found = [each for each in there.named("plain-image") if each["status"] == "active"]
        expect("images that are active", len(found), 1)
    here = Glance(suite.at["uc"]).named("plain-image")[0]
    expect("the digest", found[0]["os_hash_value"], here["os_hash_value"])
    expect("os_distro", found[0].get("os_distro"), "debian")
    check("base_image_ref" not in found[0], "what only the source means was copied")
    expect("an object", Store(suite.at["tacc"]).get("plain-data", "more/input.bin"),
           contents(10, 3))


def asks_before_anything_is_made(suite):
    """Without --yes, and nobody to ask, nothing is made."""
    with suite.proxies as proxies:
        suite.run("apply", suite.folder / "plan.json", code=(1, 2, 64), says="--yes",
                  **proxies.environment)
        expect("changes", proxies.mutations(), [])


def goes_on_where_it_stopped(suite):
    """The first run cannot upload; the second does what is left, and the third nothing."""
    plan, run = suite.folder / "plan.json", ("apply", suite.folder / "plan.json", "--yes")
    here, there = Glance(suite.at["uc"]), Glance(suite.at["tacc"])
    with suite.proxies as proxies:
        proxies.tacc.forget(Rule("PUT", "/file$", status=403, times=1000))
        suite.run(*run, code=(1, 2), **proxies.environment)
        proxies.forget()
        suite.run(*run, code=(0, 1), **proxies.environment)
        source = here.named("my-image")[0]
        for name in ("base_image_ref", "user_id"):  # of the instance that it is a snapshot of
            del source[name]
        images.compare(source, images.the_only(there, "my-image"))
        proxies.forget()
        suite.run(*run, code=(0, 1), **proxies.environment)
        sent = [each for each in proxies.mutations() if "/leases" not in each]
        expect("changes of a third run", sent, [])
    check(plan.exists(), "the plan is gone")


def verify_finds_everything(suite):
    ported = suite.folder / "ported"
    suite.run("rewrite", "--output", ported, "--from", "uc", "--to", "tacc",
              experiment(suite, "again"), code=(0, 1))
    result = suite.run("verify", ported, "--to", "tacc", "-f", "json", code=(0, 1))
    states = {each["value"]: each["state"] for each in json.loads(result.output)["references"]}
    for name in ("my-image", "my-data", "gpu_rtx_6000", "compute_liqid"):
        if name in states:
            expect(f"the state of {name}", states[name], "exists")
    check("my-image" in states and "my-data" in states, f"not everything was looked for: {states}")
    check("left" not in states.values(), f"something of the source is left: {states}")
    original = suite.run(
        "verify", experiment(suite, "original"), "--to", "tacc", "-f", "json", code=1)
    check("left" in original.output, f"nothing of the source is left: {original}")
    return f"exit code {result.code}, {states}"


def a_lease_is_reserved_when_it_is_asked_for(suite):
    """The plan's selector and slot are ones that Blazar takes, and once is enough."""
    plan = suite.folder / "plan.json"
    blazar = Blazar(suite.at["tacc"])
    suite.run("apply", plan, "--only", "lease", "--yes")
    made = [lease["name"] for lease in blazar.leases()]
    expect("leases that were made", len(made), 1)
    check(made[0].startswith(("compute_liqid", "experiment")), f"it reserved {made}")
    suite.run("apply", plan, "--only", "lease", "--yes", says="done before")
    expect("leases", [lease["name"] for lease in blazar.leases()], made)
    blazar.delete_leases()
    return made[0]


def a_source_that_is_down(suite):
    """The plan says what can still be moved."""
    with suite.proxies as proxies:
        proxies.uc.forget(Rule(reset=True, times=100_000))
        result = suite.run(
            "plan", experiment(suite, "another", "other"), *ROUTE, "-f", "json", code=1,
            **proxies.environment)
    plan = json.loads(result.output)
    states = {each["id"]: each["state"] for each in plan["steps"]}
    check("compute_liqid" in result.text, f"no hardware is planned: {result}")
    expect("the image", states["image-other-image"], "blocked")
    expect("the data", states["objects-other-data"], "blocked")
    expect("warnings", [each.split(":")[0] for each in plan["warnings"]], ["CHI@UC is down"])


CASES = [
    a_plan_names_every_step, a_script_of_plain_commands, asks_before_anything_is_made,
    goes_on_where_it_stopped, verify_finds_everything, a_lease_is_reserved_when_it_is_asked_for,
    a_source_that_is_down]
