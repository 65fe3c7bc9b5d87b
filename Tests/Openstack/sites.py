"""Two sites of the testbed on loopback, for tests and by hand.

    sites.py up FOLDER [--listings]   starts them, and prints what a shell has to export
    sites.py down FOLDER              ends them, and removes the folder
    sites.py hold FOLDER [--listings] runs them until SIGTERM, or until its parent ends

FOLDER has clouds.yaml, sites.json (addresses, read by `attached`) and the services' logs. Each pair
of sites takes addresses that no other pair has. CHIPORT names the chiport whose catalogue Blazar's
hosts are taken from; without it Blazar has none. `up` lasts for at most ten hours.
"""
import argparse
import contextlib
import dataclasses
import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import accounts
import loopback
import services

NAMES = {"uc": "CHI@UC", "tacc": "CHI@TACC"}
PROVIDER_PORT = 8090
SECONDS = 400  # for all services to answer
HOURS = 10


@dataclasses.dataclass
class Pair:
    """Two running sites and the provider that both trust."""

    folder: pathlib.Path
    places: dict  # by uid
    provider: str  # the realm's URL
    has_listings: bool
    network: str  # the first three numbers of all addresses; those from .10 on are free

    def account(self, name):
        return accounts.Account(
            name, list(self.places.values()), self.provider, self.folder / "users.json")


def attached(folder):
    """The sites that run with this folder."""
    folder = pathlib.Path(folder)
    about = json.loads((folder / "sites.json").read_text())
    places = {uid: loopback.Place(NAMES[uid], uid, address)
              for uid, address in about["addresses"].items()}
    return Pair(folder, places, about["provider"], about["listings"], about["network"])


def reserve_network():
    """A network 127.0.N that nobody else's sites have, and the lock that keeps it so."""
    for number in range(20, 250):
        lock = open(pathlib.Path(tempfile.gettempdir(), f"chiport-sites-{number}.lock"), "a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            continue
        return f"127.0.{number}", lock
    raise SystemExit("no network below 127.0.250 is free")


@contextlib.contextmanager
def running(folder, listings=False):
    """Both sites, as long as the context lasts."""
    folder = pathlib.Path(folder)
    network, lock = reserve_network()
    provider = f"http://{network}.1:{PROVIDER_PORT}"
    realm = f"{provider}/auth/realms/chameleon"
    more = services.STORES + (services.LISTINGS if listings else ())
    (folder / "users.json").write_text("{}")
    processes, sites = [], []
    try:
        processes.append(loopback.start(
            [sys.executable, os.path.join(loopback.HERE, "oidc_provider.py"), f"{network}.1",
             str(PROVIDER_PORT), str(folder / "users.json")], folder / "provider.log"))
        sites += [
            loopback.Site(name, uid, f"{network}.{number}", folder, more,
                          f"{realm}/protocol/openid-connect/token/introspect")
            for number, (uid, name) in enumerate(NAMES.items(), 2)]
        loopback.start_sites(sites, {site.uid: hosts(site) for site in sites})
        for site in sites:
            accounts.federate(site, realm)
        about = {"addresses": {site.uid: site.address for site in sites}, "provider": realm,
                 "listings": listings, "network": network}
        (folder / "sites.json").write_text(json.dumps(about))
        yield attached(folder)
    finally:
        loopback.stop(processes + [each for site in sites for each in site.processes])
        lock.close()


def hosts(site):
    """The file of hosts that a site's Blazar begins with."""
    path, program = site.path("hosts.jsonl"), os.environ.get("CHIPORT")
    with open(path, "w") as lines:
        if program:
            subprocess.run([program, "selector", "hosts", "--at", site.uid], stdout=lines,
                           check=True, timeout=60)
    return path


def hold(options):
    """Runs the sites. `ready` appears when they answer and clouds.yaml is there."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    parent, until = os.getppid(), time.monotonic() + HOURS * 3600
    with running(options.folder, options.listings) as pair:
        account = pair.account("231235")
        more = {}
        for place in account.places:
            more |= {
                f"{place.uid}-restricted": account.cloud(place, "restricted"),
                f"{place.uid}-unrestricted": account.cloud(place, "unrestricted"),
                f"{place.uid}-oidc": account.federated_cloud(
                    place, "v3oidcpassword", username=account.user,
                    password=account.provider_password)}
        account.write_clouds(pair.folder / "clouds.yaml", **more)
        (pair.folder / "ready").touch()
        while time.monotonic() < until and (options.alone or os.getppid() == parent):
            time.sleep(1)


def up(options):
    options.folder.mkdir(parents=True, exist_ok=True)
    if any(options.folder.iterdir()):
        raise SystemExit(f"{options.folder} is not empty")
    command = [sys.executable, __file__, "hold", str(options.folder), "--alone"]
    with open(options.folder / "hold.log", "w") as log:
        process = subprocess.Popen(
            command + ["--listings"] * options.listings, stdin=subprocess.DEVNULL, stdout=log,
            stderr=log, start_new_session=True)
    (options.folder / "pid").write_text(str(process.pid))
    until = time.monotonic() + SECONDS
    while not (options.folder / "ready").exists():
        if process.poll() is not None or time.monotonic() > until:
            process.terminate()
            raise SystemExit(loopback.last_lines(options.folder / "hold.log"))
        time.sleep(0.2)
    print(f"export OS_CLIENT_CONFIG_FILE={options.folder}/clouds.yaml")
    print(f"export CHIPORT_SITES={options.folder}")


def down(options):
    pid = int((options.folder / "pid").read_text())
    command = pathlib.Path(f"/proc/{pid}/cmdline")
    if command.exists() and b"sites.py" in command.read_bytes():
        os.kill(pid, signal.SIGTERM)
        for _ in range(300):
            if not command.exists():
                break
            time.sleep(0.1)
    shutil.rmtree(options.folder)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["up", "down", "hold"])
    parser.add_argument("folder", type=lambda path: pathlib.Path(path).absolute())
    parser.add_argument("--listings", action="store_true", help="Nova and Neutron too")
    parser.add_argument("--alone", action="store_true", help="do not end with the parent")
    options = parser.parse_args()
    {"up": up, "down": down, "hold": hold}[options.action](options)


if __name__ == "__main__":
    main()
