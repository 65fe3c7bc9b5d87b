"""One plan for an experiment, carried out for real: plan, apply, verify."""
import json

from fault_proxy import Rule
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


def experiment(suite, name="experiment"):
    """A script with an image and data of its own at UC."""
    folder = suite.folder / name
    folder.mkdir(exist_ok=True)
    (folder / "run.sh").write_text(SCRIPT)
    if not Glance(suite.at["uc"]).named("my-image"):
        Glance(suite.at["uc"]).make("my-image", contents(8_000_000, 1), min_disk=10)
        store = Store(suite.at["uc"])
        store.make("my-data")
        store.put("my-data", "input.bin", contents(2_000_000, 2))
        store.put("my-data", "more/input.bin", contents(10, 3))
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
    result = suite.run(
        "plan", experiment(suite), *ROUTE, "--script", code=(0, 1), says="image save --file")
    path = suite.folder / "plan.sh"
    path.write_text(result.output)
    suite.client("bash", "-n", path)


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
        images.compare(here.named("my-image")[0], images.the_only(there, "my-image"))
        proxies.forget()
        suite.run(*run, code=(0, 1), **proxies.environment)
        sent = [each for each in proxies.mutations() if "/leases" not in each]
        expect("changes of a third run", sent, [])
    check(plan.exists(), "the plan is gone")


def verify_finds_everything(suite):
    ported = suite.folder / "ported"
    suite.run("rewrite", "--output", ported, "--from", "uc", "--to", "tacc",
              experiment(suite, "again"), code=(0, 1))
    result = suite.run("verify", ported, "--to", "tacc", code=(0, 1))
    for line in result.text.splitlines():
        check("my-image" not in line or "missing" not in line, f"the image is there: {result}")
    return f"exit code {result.code}"


def a_source_that_is_down(suite):
    """The plan says what can still be moved."""
    with suite.proxies as proxies:
        proxies.uc.forget(Rule(reset=True, times=100_000))
        result = suite.run(
            "plan", experiment(suite, "another"), *ROUTE, code=(0, 1), **proxies.environment)
    check("compute_liqid" in result.text, f"no hardware is planned: {result}")


CASES = [
    a_plan_names_every_step, a_script_of_plain_commands, asks_before_anything_is_made,
    goes_on_where_it_stopped, verify_finds_everything, a_source_that_is_down]
