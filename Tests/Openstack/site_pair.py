"""The two sites of a suite that reserves nodes, and the list of sites that python-chi asks for."""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import loopback


class SitePair:
    """CHI@UC and CHI@TACC, which know the hosts of the bundled catalogue."""

    def __init__(self, chiport, folder, addresses, list_address):
        """Takes the addresses of CHI@UC and CHI@TACC, and the one that lists them."""
        self.chiport = chiport
        self.folder = pathlib.Path(folder)
        self.uc = loopback.Site("CHI@UC", "uc", addresses[0], folder)
        self.tacc = loopback.Site("CHI@TACC", "tacc", addresses[1], folder)
        self.sites = [self.uc, self.tacc]
        self.list_address = list_address
        self.processes = []

    @property
    def list_url(self):
        return f"http://{self.list_address}:8765"

    def start(self, out_of_service=()):
        """Starts both; the hosts `out_of_service`, by their hypervisors, cannot be reserved."""
        hosts = {site.uid: self.hosts(site, out_of_service) for site in self.sites}
        api = self.folder / "api"
        api.mkdir()
        (self.folder / "home").mkdir()
        (api / "sites.json").write_text(json.dumps({"items": [
            {"name": site.name, "site_class": "baremetal", "web": f"http://{site.address}",
             "location": "", "user_support_contact": ""} for site in self.sites]}))
        self.processes.append(loopback.start(
            [sys.executable, "-m", "http.server", "--bind", self.list_address,
             "--directory", str(api), "8765"], self.folder / "api.log"))
        loopback.start_sites(self.sites, hosts)

    def hosts(self, site, out_of_service):
        """The file of the hosts that the site's Blazar begins with."""
        path = site.path("hosts.jsonl")
        lines = subprocess.run(
            [self.chiport, "selector", "hosts", "--at", site.uid], check=True, timeout=60,
            stdout=subprocess.PIPE, text=True).stdout.splitlines()
        with open(path, "w") as file:
            for line in lines:
                host = json.loads(line)
                if host["_hypervisor_hostname"] in out_of_service:
                    line = json.dumps(host | {"_reservable": False})
                file.write(line + "\n")
        return path

    def stop(self):
        loopback.stop(self.processes + [each for site in self.sites for each in site.processes])

    def print_logs(self):
        for log in sorted(self.folder.rglob("*.log")):
            print(f"-- {log}:\n{loopback.last_lines(log)}")


def run(make, cases, report):
    """Starts the pair that `make` makes in a folder, and lets `report` count what fails.

    Returns the exit code.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chiport-sites-") as folder:
        suite = make(folder)
        try:
            suite.start()
            print(f"both sites answer after {time.monotonic() - began:.0f} s", flush=True)
            failed = report(suite, cases)
            if failed:
                suite.print_logs()
        finally:
            suite.stop()
    print(f"{len(cases) - failed} passed, {failed} failed, in {time.monotonic() - began:.0f} s")
    return 1 if failed or not cases else 0
