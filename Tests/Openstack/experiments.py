"""Runs experiments with the clients of the testbed's users, before and after they are ported.

    experiments.py CHIPORT [NAME ...]

Each experiment is run three times: as it is at CHI@UC; at CHI@TACC with nothing but the names of
the site exchanged; and at CHI@TACC as `chiport rewrite` ported it. Each time, what counts is the
lease that Blazar has afterwards and the hosts that it allocated.
"""
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

import expectations
import loopback
import site_pair

# Where the experiments' addresses lead in this suite. The testbed's login is not on loopback: its
# users authenticate with a password.
ON_LOOPBACK = {
    "https://chi.uc.chameleoncloud.org": "http://127.0.0.2",
    "https://chi.tacc.chameleoncloud.org": "http://127.0.0.3",
    "v3oidcpassword": "v3password"}
NAMES_ALONE = {
    "chi.uc.chameleoncloud.org": "chi.tacc.chameleoncloud.org", "CHI@UC": "CHI@TACC",
    "keystone-uc-prod": "keystone-tacc-prod"}
SECONDS = 120  # for each run of an experiment


class Suite(site_pair.SitePair):
    def __init__(self, chiport, folder):
        super().__init__(chiport, folder, ("127.0.0.2", "127.0.0.3"), "127.0.0.1")

    def copy(self, experiment, name, exchanged):
        """A copy of an experiment in which words are exchanged as `sed` would."""
        source = pathlib.Path(loopback.HERE, "experiments", experiment.name)
        target = self.folder / name / experiment.name
        shutil.copytree(source, target)
        exchange(target, exchanged)
        return target

    def ported(self, experiment):
        """A copy that `chiport rewrite` ported; addresses lead to loopback only afterwards."""
        target = self.copy(experiment, "ported", {})
        run = subprocess.run(
            [self.chiport, "rewrite", "-i", "--from", "uc", "--to", "tacc", str(target)],
            capture_output=True, text=True, timeout=SECONDS)
        if run.returncode != (1 if experiment.leaves_a_choice else 0):
            raise Difference(f"chiport rewrite exits with {run.returncode}:\n{run.stderr}")
        exchange(target, ON_LOOPBACK)
        return target

    def environment(self, site, experiment):
        named = {f"OS_{name.upper()}": value for name, value in loopback.USER.items()}
        if experiment.names_no_site:
            named |= {"OS_AUTH_URL": f"{site.url}/v3", "OS_REGION_NAME": site.name}
        return named | {
            "OS_AUTH_TYPE": "v3password", "OS_IDENTITY_API_VERSION": "3",
            "CHI_RESOURCE_API_URL": self.list_url,
            "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}",
            "HOME": str(self.folder / "home"), "USER": "alice", "LANG": "C.UTF-8",
            # chameleon-blazarclient 3.6.5 looks for its version under the name of its origin.
            "PBR_VERSION": "3.6.5"}

    def run(self, experiment, folder, site):
        """What an experiment says, and what Blazar has of it: a lease, or that it refused one."""
        log = pathlib.Path(site.path("blazar.log"))
        logged = log.stat().st_size
        run = subprocess.run(
            loopback.ENDING_WITH_THE_SUITE + experiment.run, cwd=folder, timeout=SECONDS,
            env=self.environment(site, experiment), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            leases = [(lease, site.blazar.hosts_of(lease)) for lease in site.blazar.leases()]
        finally:
            site.blazar.delete_leases()
        refused = b"NotEnoughHostsAvailable" in log.read_bytes()[logged:]
        return Outcome(run.stdout, leases, refused)


class Difference(Exception):
    """What is not as it should be."""


class Outcome:
    def __init__(self, output, leases, refused):
        self.output, self.leases, self.refused = output, leases, refused

    def check(self, wanted):
        try:
            self.compare(wanted)
        except Difference as difference:
            raise Difference(f"{difference}; it said:\n{self.output[-3000:]}") from None

    def compare(self, wanted):
        expect("number of leases", len(self.leases), 1 if wanted else 0)
        expect("too few hosts for Blazar", self.refused, wanted is None)
        for lease, hosts in self.leases:
            expect("number of reservations", len(lease["reservations"]), 1)
            properties = json.loads(lease["reservations"][0]["resource_properties"])
            expect("resource_properties", properties, wanted.selector)
            expect("number of hosts", len(hosts), wanted.count)
            for host in hosts:
                for name, value in wanted.hosts.items():
                    allowed = value if isinstance(value, tuple) else (value,)
                    if host.get(name) not in allowed:
                        raise Difference(f"{name}: {host.get(name)}, wanted {allowed}")


def expect(what, found, wanted):
    if found != wanted:
        raise Difference(f"{what}: {found}, wanted {wanted}")


def exchange(folder, words):
    for path in filter(pathlib.Path.is_file, folder.rglob("*")):
        text = path.read_text()
        for old, new in words.items():
            text = text.replace(old, new)
        path.write_text(text)


def at_uc(suite, experiment):
    folder = suite.copy(experiment, "original", ON_LOOPBACK)
    suite.run(experiment, folder, suite.uc).check(experiment.at_uc)
    return f"{describe(experiment.at_uc)} at UC"


def at_tacc(suite, experiment):
    by_hand = suite.copy(experiment, "names-alone", NAMES_ALONE)
    exchange(by_hand, ON_LOOPBACK)
    outcome = suite.run(experiment, by_hand, suite.tacc)
    outcome.check(experiment.names_alone)
    before = experiment.names_alone and describe(experiment.names_alone) or "nothing"
    suite.run(experiment, suite.ported(experiment), suite.tacc).check(experiment.at_tacc)
    return f"at TACC {before} by its names alone, {describe(experiment.at_tacc)} when ported"


def describe(reservation):
    return f"{reservation.count} {reservation.hosts['node_type']}"


def report(suite, experiments):
    """Runs all, one at a time at each site, and counts the failures."""
    failed = 0
    queues = [concurrent.futures.ThreadPoolExecutor(1) for _ in (at_uc, at_tacc)]
    try:
        runs = [(each, [queue.submit(function, suite, each)
                        for queue, function in zip(queues, (at_uc, at_tacc))])
                for each in experiments]
        for experiment, results in runs:
            try:
                line = f"ok {experiment.name}: {', '.join(each.result() for each in results)}"
            except Exception as error:  # one experiment that fails does not hide the others
                failed += 1
                line = f"FAILED {experiment.name}: {type(error).__name__}: {error}"
            print(line, flush=True)
    finally:
        for queue in queues:
            queue.shutdown(wait=False, cancel_futures=True)
    return failed


def main(chiport, *names):
    experiments = [
        each for each in expectations.EXPERIMENTS if not names or each.name in names]
    return site_pair.run(lambda folder: Suite(chiport, folder), experiments, report)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
