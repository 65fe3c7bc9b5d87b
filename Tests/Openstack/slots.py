"""Runs what `chiport availability` suggests against a real Blazar, and looks at the lease it gets.

    slots.py CHIPORT [NAME ...]

In each case others hold reservations first; chiport reads them from Blazar and says when so many
nodes are free. Where that is later than the user asked for, a lease that begins one minute sooner
must be refused; the command that chiport prints must get what it promises.
"""
import concurrent.futures
import datetime
import json
import os
import re
import subprocess
import sys
import zoneinfo

import loopback
import site_pair
import slot_cases

SECONDS = 120  # for each command


class Difference(Exception):
    """What is not as it should be."""


class Suite(site_pair.SitePair):
    def __init__(self, chiport, folder):
        super().__init__(chiport, folder, ("127.0.0.4", "127.0.0.5"), "127.0.0.4")
        # What the hours of the cases count from: far enough ahead for leases that begin now.
        today = datetime.datetime.now(datetime.timezone.utc)
        self.base = today.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=4)

    def start(self):
        super().start(slot_cases.OUT_OF_SERVICE)

    def environment(self, site):
        return {f"OS_{name.upper()}": value for name, value in loopback.USER.items()} | {
            "OS_AUTH_URL": f"{site.url}/v3", "OS_REGION_NAME": site.name,
            "OS_AUTH_TYPE": "v3password", "OS_IDENTITY_API_VERSION": "3",
            "CHI_RESOURCE_API_URL": self.list_url,
            "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}",
            "HOME": str(self.folder / "home"), "USER": "alice", "LANG": "C.UTF-8",
            # chameleon-blazarclient 3.6.5 looks for its version under the name of its origin.
            "PBR_VERSION": "3.6.5"}

    def run(self, site, words, codes=(0,)):
        run = subprocess.run(
            loopback.ENDING_WITH_THE_SUITE + words, cwd=self.folder, timeout=SECONDS,
            env=self.environment(site), stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if run.returncode not in codes:
            raise Difference(
                f"{words[0]} exits with {run.returncode}:\n{run.stdout[-2000:]}{run.stderr[-3000:]}")
        return run.stdout

    def time(self, hours, zone=datetime.timezone.utc):
        """So many hours after the base, as chiport and Blazar take times."""
        moment = self.base + datetime.timedelta(hours=hours)
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    def words(self, case):
        """The question; `@3` stands for three hours after the base, `@3Asia/Kolkata` there."""
        def moment(match):
            zone = zoneinfo.ZoneInfo(match[2]) if match[2] else datetime.timezone.utc
            return self.time(float(match[1]), zone)
        asked = [re.sub(r"^@(-?[\d.]+)([A-Z]\w+/\w+)?$", moment, word) for word in case.ask]
        return [
            self.chiport, "availability", *asked, "--at", case.site, "--blazar", "--max-age", "0",
            "--no-outages", "-f", "json"]

    def hold(self, site, case):
        for number, held in enumerate(case.held):
            start = "now" if held.start is None else self.time(held.start)
            lease = request(
                f"held-{number}", start, self.time(held.end), [(held.selector, held.count)])
            status, answer = ask(site, lease)
            if status != 201:
                raise Difference(f"others get no lease: {status} {answer}")

    def check(self, case):
        site = next(site for site in self.sites if site.uid == case.site)
        try:
            self.hold(site, case)
            others = {lease["id"] for lease in site.blazar.leases()}
            document = json.loads(self.run(site, self.words(case), codes=(0, 1)))
            offer = pick(document, case)
            self.compare(case, offer)
            if case.is_tight:
                self.refuses_one_minute_sooner(site, offer)
            self.take(site, case, offer)
            leases = [lease for lease in site.blazar.leases() if lease["id"] not in others]
            return self.compare_lease(site, case, leases)
        finally:
            site.blazar.delete_leases()

    def compare(self, case, offer):
        start = None if case.start is None else self.time(case.start)
        found = None if "--start-date" not in offer["command"] else blazar_time(offer["start"])
        expect("start", found, start)
        if case.end is not None:
            expect("end", blazar_time(offer["end"]), self.time(case.end))
        for name, value in case.says.items():
            expect(name, offer["document"]["not_counted"].get(name), value)

    def refuses_one_minute_sooner(self, site, offer):
        def sooner(text):
            moment = datetime.datetime.fromisoformat(text) - datetime.timedelta(minutes=1)
            return moment.strftime("%Y-%m-%d %H:%M")
        lease = request("sooner", sooner(offer["start"]), sooner(offer["end"]), offer["parts"])
        status, answer = ask(site, lease)
        if status == 201:
            raise Difference("Blazar gives a lease that begins one minute sooner")
        expect("why Blazar refuses one minute sooner", "Not enough" in answer, True)

    def take(self, site, case, offer):
        if case.how == "python":
            program = self.folder / f"{case.name}.py"
            program.write_text(offer["python"])
            self.run(site, ["python", str(program)])
        else:
            self.run(site, ["bash", "-ec", offer["command"]])

    def compare_lease(self, site, case, leases):
        expect("number of leases", len(leases), 1)
        lease = leases[0]
        expect("number of reservations", len(lease["reservations"]), len(case.gets))
        if case.start is not None:
            expect("start of the lease", blazar_time(lease["start_date"]), self.time(case.start))
        if case.end is not None:
            expect("end of the lease", blazar_time(lease["end_date"]), self.time(case.end))
        if case.hours is not None:
            start = datetime.datetime.fromisoformat(lease["start_date"])
            end = datetime.datetime.fromisoformat(lease["end_date"])
            # From the minute in which chiport was asked to the one in which Blazar was.
            late = case.hours * 60 - (end - start).total_seconds() / 60
            expect("minutes of delay", 0 <= late <= 3, True)
        hosts = site.blazar.hosts_of(lease)
        expect("number of hosts", len(hosts), sum(case.gets.values()))
        for node_type, count in case.gets.items():
            expect(f"hosts that are {node_type}",
                   sum(host["node_type"] == node_type for host in hosts), count)
        for host in hosts:
            for name, value in case.hosts.items():
                expect(name, host.get(name), value)
        parts = " + ".join(f"{count} {name}" for name, count in case.gets.items())
        return f"{parts}, {lease['start_date'][:16]} to {lease['end_date'][:16]}"


def request(name, start, end, parts):
    return {
        "name": name, "start_date": start, "end_date": end, "events": [], "reservations": [
            {"resource_type": "physical:host", "hypervisor_properties": "", "min": count,
             "max": count, "resource_properties": selector} for selector, count in parts]}


def ask(site, lease):
    """The status and the text with which Blazar answers a request for a lease."""
    answer = site.user.session.post(
        f"http://{site.address}:{loopback.BLAZAR}/v1/leases", json=lease, timeout=60,
        raise_exc=False, endpoint_filter={"interface": "public"})
    return answer.status_code, answer.text


def pick(document, case):
    """The candidate or alternative that a case is about, in one form."""
    candidates = document["candidates"]
    selectors = {each["configuration"]: each["selector"] for each in candidates}
    if case.alternative is None:
        found = [each for each in candidates if each["grade"] == case.grade and each["earliest"]]
        if not found:
            raise Difference(f"nothing is offered: {json.dumps(document, indent=1)[:3000]}")
        one = found[0]
        return one["earliest"] | {
            "command": one["command"], "python": one["python"], "document": document,
            "parts": [(one["selector"], document["asked"]["nodes"])]}
    found = [each for each in document["alternatives"] if each["kind"] == case.alternative]
    if not found:
        raise Difference(
            f"no alternative '{case.alternative}': {json.dumps(document, indent=1)[:3000]}")
    one = found[0]
    return one | {"document": document, "parts": [
        (selectors.get(part["configuration"]), part["nodes"]) for part in one["parts"]]}


def blazar_time(text):
    return text[:16].replace("T", " ")


def expect(what, found, wanted):
    if found != wanted:
        raise Difference(f"{what}: {found}, wanted {wanted}")


def report(suite, cases):
    """Runs all, one at a time at each site, and counts the failures."""
    failed = 0
    queues = {site.uid: concurrent.futures.ThreadPoolExecutor(1) for site in suite.sites}
    try:
        runs = [(case, queues[case.site].submit(suite.check, case)) for case in cases]
        for case, result in runs:
            try:
                line = f"ok {case.name}: {result.result()}"
            except Exception as error:  # one case that fails does not hide the others
                failed += 1
                line = f"FAILED {case.name}: {type(error).__name__}: {error}"
            print(line, flush=True)
    finally:
        for queue in queues.values():
            queue.shutdown(wait=False, cancel_futures=True)
    return failed


def main(chiport, *names):
    cases = [each for each in slot_cases.CASES if not names or each.name in names]
    return site_pair.run(lambda folder: Suite(chiport, folder), cases, report)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
