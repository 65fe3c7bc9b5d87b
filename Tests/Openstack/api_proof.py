"""Compares what chiport reads from a real Reference API with what real Blazars say.

    api_proof.py CHIPORT SERVER DATA

SERVER is a checkout of reference_api_v2, DATA the folder `chameleoncloud` of the records. See
scripts/prove-reference-api, which starts this.
"""
import collections
import datetime
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import api_cases
import loopback
import site_pair
import sites
import slots

SECONDS = 240  # for each command, and for the server to read both Blazars
PORT = 8000
DATE = "2026-01-01T00:00:00Z"  # of the harvests, so that nothing else differs


class Pair(site_pair.SitePair):
    def hosts(self, site, out_of_service):
        """The hosts of the records; of some types one cannot be reserved, or is not there."""
        path = super().hosts(site, out_of_service)
        rest = (api_cases.NOT_RESERVABLE | api_cases.ABSENT) & set(api_cases.TYPES[site.uid])
        kept = []
        for host in read_hosts(path):
            name = host["node_type"]
            if name in rest and host["uid"] != api_cases.A100_NODE:
                rest.remove(name)
                if name in api_cases.ABSENT:
                    continue
                host["_reservable"] = False
            kept.append(json.dumps(host) + "\n")
        pathlib.Path(path).write_text("".join(kept))
        return path


def read_hosts(path):
    return [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]


class Server:
    """The API's own server: its code and the records, copied, and a configuration of ours."""

    def __init__(self, folder, address, code, data):
        self.folder, self.address, self.process = folder, address, None
        self.url = f"http://{address}:{PORT}"
        self.log, self.clouds = folder.parent / "server.log", folder.parent / "server.yaml"
        self.records = folder / "reference-repository"
        shutil.copytree(code / "reference_api", folder / "reference_api")
        shutil.copytree(data, self.records / "data" / "chameleoncloud")
        # It takes the version of what it answers from git.
        git(folder, "init", "--quiet")
        git(self.records, "init", "--quiet")
        git(self.records, "add", ".")
        git(self.records, "commit", "--quiet", "--message", "Records")

    def configure(self, places):
        """Lets its worker read these Blazars, once each time it is started."""
        text = "[availability]\npoll_interval_seconds = 86400\nerror_backoff_seconds = 2\n"
        for place in places:
            text += f'[availability.sites.{place.uid}]\ncloud = "{place.uid}"\n'
        (self.folder / "etc").mkdir()
        (self.folder / "etc" / "config.toml").write_text(text)
        write_clouds(self.clouds, {place: credential(place) for place in places})

    def start(self, uids):
        """Starts it, and waits until its worker has read the Blazars of these sites."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1",
            "OS_CLIENT_CONFIG_FILE": str(self.clouds)}
        self.process = loopback.start(
            [sys.executable, "-m", "reference_api.cli", "--host", self.address, "--port",
             str(PORT)], self.log, cwd=self.folder, env=environment)
        until = time.monotonic() + SECONDS
        for uid in uids:
            while not (synced := self.get(f"/sites/{uid}/availability")):
                if self.process.poll() is not None or time.monotonic() > until:
                    sys.exit(f"the server has not read {uid}:\n{loopback.last_lines(self.log)}")
                time.sleep(0.2)
            print(f"the server's own worker has read {uid}'s Blazar at "
                  f"{synced['last_synced'][:19]}: {synced['synced_node_count']} nodes", flush=True)

    def get(self, path):
        """What it answers; None when that is an error, or it does not listen yet."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return json.load(answer)
        except OSError:
            return None

    def stop(self):
        if self.process:
            loopback.stop([self.process])


def git(folder, *words):
    subprocess.run(["git", "-C", str(folder), *words], check=True, timeout=SECONDS, env={
        "PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "proof", "GIT_AUTHOR_EMAIL": "proof@localhost",
        "GIT_COMMITTER_NAME": "proof", "GIT_COMMITTER_EMAIL": "proof@localhost"})


def credential(place):
    made = place.user.identity.create_application_credential(
        place.user.current_user_id, "reference-api", roles=[{"name": "reader"}])
    return {"auth_type": "v3applicationcredential", "auth": {
        "application_credential_id": made.id, "application_credential_secret": made.secret}}


def write_clouds(path, entries):
    clouds = {
        place.uid: {"region_name": place.name, "identity_api_version": 3} | entry
        | {"auth": entry["auth"] | {"auth_url": f"{place.url}/v3"}}
        for place, entry in entries.items()}
    path.touch(mode=0o600)
    path.write_text(json.dumps({"clouds": clouds}))  # which is YAML as well


class Proof:
    """The sites, the server, and the tally of what was compared."""

    def __init__(self, chiport, code, data, folder, network):
        self.chiport, self.folder = chiport, pathlib.Path(folder)
        self.server = Server(self.folder / "server", f"{network}.4", code, data)
        self.pair = Pair(chiport, folder, (f"{network}.2", f"{network}.3"), f"{network}.1")
        self.tally = collections.Counter()
        # What the hours of the cases count from.
        today = datetime.datetime.now(datetime.timezone.utc)
        self.base = today.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=4)

    def start(self):
        """Starts all: Blazar's hosts are those of the records, and the leases are made first."""
        self.harvest("records.db", "--from", str(self.server.records))
        os.environ["CHIPORT_CATALOG"] = str(self.folder / "records.db")  # for the pair
        self.pair.start()
        write_clouds(self.folder / "clouds.yaml", {
            site: {"auth": loopback.USER} for site in self.pair.sites})
        for site in self.pair.sites:
            for name, held in api_cases.HELD[site.uid].items():
                status, answer = slots.ask(site, slots.request(
                    name, "now" if held.start is None else self.time(held.start),
                    self.time(held.end), [(held.selector, held.count)]))
                if status != 201:
                    sys.exit(f"{site.uid}: no lease '{name}': {status} {answer}")
        self.server.configure(self.pair.sites)
        self.read_blazars()
        self.harvest("api.db", "--api", self.server.url)
        shutil.copy(self.folder / "api.db", self.folder / "blazar.db")

    def read_blazars(self):
        """Starts the server, anew if it runs."""
        self.server.stop()
        self.server.start([site.uid for site in self.pair.sites])

    def stop(self):
        self.server.stop()
        self.pair.stop()

    def harvest(self, catalog, *source):
        # Records that are left out with a reason make it end with 1.
        words = ["harvest", *source, "--empty", "--no-devices", "--date", DATE]
        self.run(words, [catalog], (0, 1))

    def run(self, words, catalogs, codes=(0,), more=()):
        """Runs chiport with each of these catalogues at the same time: exit codes and outputs.

        `more` has words for each; with `--blazar` it is given the logins, else it has none.
        """
        processes = []
        for catalog, rest in zip(catalogs, more or [[]] * len(catalogs)):
            command = [*words, *rest, "--catalog", str(self.folder / catalog)]
            environment = {
                "PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "LANG": "C.UTF-8"}
            if "--blazar" in rest:
                environment["OS_CLIENT_CONFIG_FILE"] = str(self.folder / "clouds.yaml")
            processes.append(subprocess.Popen(
                loopback.ENDING_WITH_THE_SUITE + [self.chiport, *command], cwd=self.folder,
                env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True))
        try:
            answers = [process.communicate(timeout=SECONDS) for process in processes]
        finally:
            for process in processes:
                process.kill()
                process.wait()
        for process, (output, errors) in zip(processes, answers):
            if process.returncode not in codes:
                sys.exit(f"{shlex.join(process.args)} ends with {process.returncode}:\n{errors}")
        return [(each.returncode, output) for each, (output, _) in zip(processes, answers)]

    def ask_both(self, words, more=([], [])):
        """The same of the API and of Blazar."""
        both = [["--api", self.server.url, *more[0]], ["--blazar", *more[1]]]
        return self.run(words, ["api.db", "blazar.db"], (0, 1), both)

    def compare_hardware(self, words):
        first, second = (
            json.loads(output) for _, output in self.run(words, ["api.db", "records.db"]))
        rows = first if isinstance(first, list) else first["results"]
        self.report(
            f"harvest: {shlex.join(words)}: {len(rows)} rows", bool(rows),
            differences(first, second))

    def compare_calendars(self, uid):
        paths = [self.folder / f"{source}-{uid}.json" for source in ("api", "blazar")]
        words = ["harvest", "--availability", "--site", uid]
        self.ask_both(words, [["--save", str(path)] for path in paths])
        first, second = map(nodes, paths)
        held = sum(len(node["reservations"]) for node in first.values())
        states = collections.Counter(node["state"] for node in first.values())
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        self.report(
            f"calendars: {uid}: {len(first)} nodes ({told}), {held} reservations", held > 0,
            differences(first, second))

    def questions(self):
        for site in self.pair.sites:
            hosts = read_hosts(site.path("hosts.jsonl"))
            for name in api_cases.TYPES[site.uid]:
                total = sum(host["node_type"] == name for host in hosts)
                for count in sorted({1, total // 2, total} - {0}):
                    for window in api_cases.WINDOWS:
                        yield [name, "-n", str(count), *window, "--at", site.uid]
        yield from api_cases.MORE

    def ask(self, question):
        """The command in words, the answer of the API, and where that of Blazar differs."""
        words = ["availability"] + [
            re.sub(r"^@([\d.]+)$", lambda hours: self.time(float(hours[1])), word)
            for word in question]
        for _ in range(10):
            answers = self.ask_both(words + ["--max-age", "0", "--no-outages", "-f", "json"])
            documents = [json.loads(output) for _, output in answers]
            # Each counts from the minute in which it is asked, so that has to be the same.
            if documents[0]["asked"] == documents[1]["asked"]:
                break
        for document, source in zip(documents, ("reference-api", "blazar")):
            found = {each["source"] for each in document["calendars"]}
            if found != {source}:
                sys.exit(f"{shlex.join(words)}: calendars of {found}, not of {source}")
        first, second = (
            comparable(document) | {"exit code": code}
            for (code, _), document in zip(answers, documents))
        return shlex.join(words), documents[0], differences(first, second)

    def compare_answers(self, question):
        command, document, found = self.ask(question)
        candidates = document["candidates"]
        starts = [each["earliest"]["start"] for each in candidates if each["earliest"]]
        kind = "never"
        if starts:
            kind = "later" if min(starts) > document["asked"]["start"] else "at once"
        self.tally[kind] += 1
        free, known = (
            sum(each[name] or 0 for each in candidates) for name in ("free_now", "nodes"))
        told = f"later, {min(starts)}" if kind == "later" else kind
        self.report(f"{command}: {free} of {known} free, {told}", known > 0, found)

    def notice_change(self, site):
        """Deletes a lease that the worker has read; the question that shows it."""
        question = [api_cases.FULL[site.uid], "-n", "2", "--hours", "3", "--at", site.uid]
        lease = next(each for each in site.blazar.leases() if each["name"] == "full")
        site.blazar.ask("DELETE", f"/leases/{lease['id']}")
        command, _, found = self.ask(question)
        noticed = next((line for line in found if ".free_now: " in line), None)
        self.report(
            f"change: {command}, when a lease was deleted: {noticed or 'nothing is noticed'}",
            noticed is not None, [])
        return question

    def report(self, text, is_told, found):
        """Prints a comparison; one with nothing to compare proves nothing, and fails too."""
        is_good = is_told and not found
        print(f"{'ok' if is_good else 'FAILED'} {text}", *found[:20], sep="\n     ", flush=True)
        self.tally["failed"] += not is_good
        self.tally["comparisons"] += 1

    def time(self, hours):
        return (self.base + datetime.timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


def comparable(document):
    """An answer without what has to differ.

    Of a host that cannot be reserved the API says that it is in maintenance, and it has other
    words for one that Blazar does not know: of these the numbers are compared.
    """
    def plain(value, name=None):
        if name == "not_counted":
            return {"not reservable": value["maintenance"] + value["disabled"],
                    "unknown": sum(value["unknown"].values())}
        if name == "calendars":
            return [each["site"] for each in value]
        if isinstance(value, dict):
            return {key: plain(each, key) for key, each in value.items() if key != "read_at"}
        return [plain(each) for each in value] if isinstance(value, list) else value
    return plain(document)


def nodes(path):
    """The nodes of a saved calendar, as far as the API and Blazar can say the same of them."""
    names = {"maintenance": "not reservable", "disabled": "not reservable"}
    return {node["uid"]: {
        "state": names.get(node["state"], node["state"]),
        "reservations": sorted(node["reservations"])}
        for node in json.loads(path.read_text())["calendars"][0]["nodes"]}


def differences(first, second, place=""):
    """Where two JSON values differ, and what is there."""
    if isinstance(first, dict) and isinstance(second, dict):
        return [line for name in sorted({*first, *second})
                for line in differences(first.get(name), second.get(name), f"{place}.{name}")]
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        return [line for index, (one, other) in enumerate(zip(first, second))
                for line in differences(one, other, f"{place}[{index}]")]
    if first == second:
        return []
    return [f"{place[1:]}: {json.dumps(first)[:200]}, and not {json.dumps(second)[:200]}"]


def prove(proof):
    began = time.monotonic()
    proof.start()
    print(f"all runs after {time.monotonic() - began:.0f} s", flush=True)
    for words in api_cases.HARDWARE:
        proof.compare_hardware(words)
    for site in proof.pair.sites:
        proof.compare_calendars(site.uid)
    for question in proof.questions():
        proof.compare_answers(question)
    changed = [proof.notice_change(site) for site in proof.pair.sites]
    proof.read_blazars()
    for question in changed:
        proof.compare_answers(question)
    tally = proof.tally
    kinds = ("at once", "later", "never")
    answers = ", ".join(f"{tally[kind]} {kind}" for kind in kinds)
    print(f"{tally['comparisons']} comparisons, {tally['failed']} failed, in "
          f"{time.monotonic() - began:.0f} s; answers: {answers}")
    if not all(tally[kind] for kind in kinds):
        print("FAILED: not every kind of answer was among them")
        return 1
    return 1 if tally["failed"] else 0


def main(chiport, code, data):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    network, lock = sites.reserve_network()
    with lock, tempfile.TemporaryDirectory(prefix="chiport-reference-api-") as folder:
        proof = Proof(chiport, pathlib.Path(code), pathlib.Path(data), folder, network)
        try:
            return prove(proof)
        finally:
            proof.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
