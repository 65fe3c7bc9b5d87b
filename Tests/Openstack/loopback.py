"""Sites of the testbed on loopback: a real Keystone and a real Blazar at an address of its own."""
import base64
import os
import shlex
import socket
import sqlite3
import subprocess
import sys
import time

import openstack

HERE = os.path.dirname(os.path.abspath(__file__))
USER = {
    "username": "alice", "password": "of-alice", "user_domain_name": "chameleon",
    "project_name": "CHI-231234", "project_domain_name": "chameleon"}
# python-chi expects Keystone on port 5000 of the address that the list of sites has; 1234 is
# Blazar's default.
KEYSTONE, BLAZAR = 5000, 1234
# The kernel ends what is started so when its parent is gone, even when that was killed.
ENDING_WITH_THE_SUITE = ["setpriv", "--pdeathsig", "TERM", "--"]


def start(arguments, log, **options):
    with open(log, "ab") as output:
        return subprocess.Popen(ENDING_WITH_THE_SUITE + arguments, stdout=output, stderr=output,
                                **options)


def stop(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def last_lines(log):
    with open(log, errors="replace") as text:
        return "".join(line[:300].rstrip() + "\n" for line in text.readlines()[-20:])


def start_sites(sites, hosts):
    """Starts all sites step by step, so that each step runs at all of them at the same time.

    No thread for each site: the kernel ends a process with the thread that started it.
    """
    for site in sites:
        site.set_up()
    for site in sites:
        site.serve_keystone()
    for site in sites:
        site.serve_blazar(hosts[site.uid])
    for site in sites:
        site.wait_for_blazar()


class Site:
    """One site: its processes, and what its Blazar holds."""

    def __init__(self, name, uid, address, folder):
        self.name, self.uid, self.address = name, uid, address
        self.url = f"http://{address}:{KEYSTONE}"
        self.folder = os.path.join(folder, uid)
        self.processes = []
        os.makedirs(self.folder)
        os.mkdir(self.path("fernet"), mode=0o700)

    def set_up(self):
        """Begins to make Keystone's database; `serve_keystone` waits for it."""
        for port in (KEYSTONE, BLAZAR):
            try:
                socket.create_server((self.address, port)).close()
            except OSError as error:
                raise SystemExit(f"{self.address}:{port} cannot be served: {error}") from None
        self.configure()
        manage = os.path.join(os.path.dirname(sys.executable), "keystone-manage")
        manage = [manage, "--config-file", self.path("keystone.conf")]
        bootstrap = manage + [
            "bootstrap", "--bootstrap-password", "of-admin", "--bootstrap-region-id", self.name]
        for interface in ("public", "internal", "admin"):
            bootstrap += [f"--bootstrap-{interface}-url", f"{self.url}/v3"]
        both = " && ".join(shlex.join(command) for command in (manage + ["db_sync"], bootstrap))
        self.processes.append(start(["sh", "-c", both], self.path("set-up.log")))

    def serve_keystone(self):
        set_up = self.processes.pop()
        if set_up.wait(timeout=120):
            raise SystemExit(last_lines(self.path("set-up.log")))
        self.serve("keystone", [self.address], OS_KEYSTONE_CONFIG_DIR=self.folder)

    def serve_blazar(self, hosts):
        """Fills Keystone and starts Blazar; `hosts` is the file that Blazar begins with."""
        self.wait("keystone", KEYSTONE)
        self.add_users()
        with open(hosts) as lines:
            self.serve(
                "blazar", [self.path("blazar.conf"), self.address, str(BLAZAR)], stdin=lines)

    def wait_for_blazar(self):
        self.wait("blazar", BLAZAR)
        self.user = self.connect(**USER)

    def stop(self):
        stop(self.processes)

    def leases(self):
        return self.ask("GET", "/leases")["leases"]

    def delete_leases(self):
        for lease in self.leases():
            self.ask("DELETE", f"/leases/{lease['id']}")

    def hosts_of(self, lease):
        """The hosts that Blazar allocated to a lease."""
        allocations = self.ask("GET", "/os-hosts/allocations")["allocations"]
        return [
            self.ask("GET", f"/os-hosts/{allocation['resource_id']}")["host"]
            for allocation in allocations
            if any(each["lease_id"] == lease["id"] for each in allocation["reservations"])]

    def ask(self, method, path):
        answer = self.user.session.request(
            f"http://{self.address}:{BLAZAR}/v1{path}", method, timeout=30,
            endpoint_filter={"interface": "public"})
        return answer.json() if answer.content else None

    def connect(self, **auth):
        return openstack.connect(
            load_yaml_config=False, load_envvars=False, region_name=self.name,
            auth={"auth_url": f"{self.url}/v3"} | auth)

    def serve(self, service, arguments, stdin=subprocess.DEVNULL, **environment):
        program = os.path.join(HERE, f"{service}_server.py")
        self.processes.append(start(
            [sys.executable, program] + arguments, self.path(f"{service}.log"), stdin=stdin,
            env=os.environ | environment))

    def wait(self, service, port, seconds=60):
        """Waits until the process that was started last answers on `port`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.processes[-1].poll() is None:
            try:
                socket.create_connection((self.address, port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(
            f"{service} of {self.name} does not answer on {self.address}:{port}:\n"
            + last_lines(self.path(f"{service}.log")))

    def add_users(self):
        """What a site has: the user and her project, Blazar's account, Blazar in the catalogue."""
        identity = self.connect(
            username="admin", password="of-admin", project_name="admin",
            user_domain_name="Default", project_domain_name="Default").identity
        roles = {role.name: role for role in identity.roles()}
        domain = identity.create_domain(name="chameleon")
        project = identity.create_project(name=USER["project_name"], domain_id=domain.id)
        user = identity.create_user(
            name=USER["username"], password=USER["password"], domain_id=domain.id)
        identity.assign_project_role_to_user(project, user, roles["member"])
        service = identity.create_project(name="service", domain_id="default")
        blazar = identity.create_user(
            name="blazar", password="of-blazar", domain_id="default")
        for role in ("admin", "service"):
            identity.assign_project_role_to_user(service, blazar, roles[role])
        reservation = identity.create_service(type="reservation", name="blazar")
        for interface in ("public", "internal", "admin"):
            identity.create_endpoint(
                service_id=reservation.id, interface=interface, region_id=self.name,
                url=f"http://{self.address}:{BLAZAR}/v1")

    def configure(self):
        for key in ("0", "1"):
            with open(self.path("fernet", key), "wb") as file:
                file.write(base64.urlsafe_b64encode(os.urandom(32)))
        for name in ("keystone.db", "blazar.db"):
            # Readers need not wait for the writer; else requests fail with "database is locked".
            database = sqlite3.connect(self.path(name))
            database.execute("PRAGMA journal_mode = WAL")
            database.close()
        for name in ("keystone.conf", "blazar.conf", "blazar-policy.yaml"):
            with open(os.path.join(HERE, "configuration", name)) as template:
                text = template.read().format(
                    folder=self.folder, url=self.url, address=self.address, region=self.name)
            with open(self.path(name), "w") as file:
                file.write(text)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)
