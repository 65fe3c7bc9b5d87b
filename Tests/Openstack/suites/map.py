"""`chiport map` of two real projects, and a script whose ids become the other site's."""
import json
import pathlib
import subprocess

import loopback
from suite import FULL, check, expect

from suites.containers import Store
from suites.images import Glance, contents

ROUTE = ("--from", "uc", "--to", "tacc")


def fill(suite):
    """Pairs by name and by checksum, an ambiguous name, and what is at one site only."""
    here, there = Glance(suite.at["uc"]), Glance(suite.at["tacc"])
    same = contents(10_000, 1)
    made = {
        "same": (here.make("Both", same), there.make("Both", same)),
        "renamed": (here.make("Renamed here", contents(10_000, 2)),
                    there.make("Renamed there", contents(10_000, 2))),
        "missing": (here.make("Only at UC", contents(10_000, 3)), None)}
    here.make("Ambiguous", contents(10_000, 4))
    made["twins"] = [there.make("Ambiguous", contents(10_000, seed)) for seed in (5, 6)]
    for store in (Store(suite.at["uc"]), Store(suite.at["tacc"])):
        store.make("shared-container")
    Store(suite.at["uc"]).make("uc-container")
    if suite.pair.has_listings:
        made["networks"] = [
            add_listings(suite.at[uid], uid, suite.folder) for uid in ("uc", "tacc")]
        if FULL:  # else Nova's own code is not at hand
            add_instance(suite, made["same"][0])
    return made


def add_listings(connection, uid, folder):
    key = folder / "key"
    if not key.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    network = connection.network.create_network(name="experiment-net")
    connection.network.create_subnet(
        network_id=network.id, name="experiment-subnet", ip_version=4, cidr="10.9.0.0/24")
    connection.network.create_security_group(name="experiment-group")
    connection.compute.create_keypair(
        name=f"key-at-{uid}", public_key=key.with_suffix(".pub").read_text().strip())
    return network


def add_instance(suite, image):
    account = suite.account
    program = pathlib.Path(loopback.HERE, "nova_instance.py")
    suite.client(
        "python", program, suite.pair.folder / "uc/nova.conf", account.project_ids["uc"],
        account.user_ids["uc"], "running-node", image["id"], "key-at-uc")


def pairs_what_is_at_both_sites(suite):
    suite.made = fill(suite)
    result = suite.run("map", *ROUTE, "--format", "json", "--save", suite.folder / "map.json",
                       code=(0, 1))
    json.loads(result.output)
    for kind in ("same", "renamed"):
        for image in suite.made[kind]:
            check(image["id"] in result.output, f"{kind}: {image['id']} is not told: {result}")
    suite.run("map", *ROUTE, code=(0, 1), says=["Both", "Only at UC", "Ambiguous", "uc-container"])
    for twin in suite.made["twins"]:
        check(twin["id"] in result.output, "no choice is shown for 'Ambiguous'")
    return f"exit code {result.code}"


def pairs_networks_and_keys(suite):
    if not suite.pair.has_listings:
        return "only in make integration-full"
    result = suite.run("map", *ROUTE, "--format", "json", code=(0, 1),
                       says=["experiment-subnet", "experiment-group", "key-at-tacc"])
    for network in suite.made["networks"]:
        check(network.id in result.output, f"{network.id} is not told")
    saved = (suite.folder / "map.json").read_text()
    check("running-node" in saved or not FULL, "the instance is in no inventory")


def a_rewritten_script_runs_there(suite):
    """Ids of UC become TACC's, and the real client finds what they name."""
    script = suite.folder / "script/show.sh"
    script.parent.mkdir()
    same, renamed = suite.made["same"], suite.made["renamed"]
    script.write_text(
        "#!/bin/bash\nset -e\nexport OS_REGION_NAME='CHI@UC'\n"
        f"IMAGE={same[0]['id']}\nopenstack image show \"$IMAGE\" -f value -c id\n"
        f"openstack image show '{renamed[0]['id']}' -f value -c id\n")
    suite.run("rewrite", "-i", *ROUTE, "--map-file", suite.folder / "map.json", script.parent,
              code=(0, 1))
    text = script.read_text()
    for image in (same[0], renamed[0]):
        check(image["id"] not in text, f"an id of UC is left:\n{text}")
    found = suite.client("bash", script, cloud="tacc").split()
    expect("images", found, [same[1]["id"], renamed[1]["id"]])


def verify_says_what_is_missing(suite):
    """What the experiment names has to be at the target."""
    script = suite.folder / "verify/show.sh"
    script.parent.mkdir()
    script.write_text(
        "#!/bin/bash\nexport OS_REGION_NAME='CHI@TACC'\nopenstack image show 'Both'\n")
    suite.run("verify", script.parent, "--to", "tacc", code=0)
    with open(script, "a") as file:
        file.write(f"openstack image show '{suite.made['missing'][0]['id']}'\n")
    suite.run("verify", script.parent, "--to", "tacc", code=1, says=suite.made["missing"][0]["id"])


def asks_for_nothing_to_change(suite):
    with suite.proxies as proxies:
        suite.run("map", *ROUTE, code=(0, 1), **proxies.environment)
        expect("changes", proxies.mutations(), [])
        return proxies.summary()


CASES = [
    pairs_what_is_at_both_sites, pairs_networks_and_keys, a_rewritten_script_runs_there,
    verify_says_what_is_missing, asks_for_nothing_to_change]
