"""Sites of the testbed on loopback: real services of OpenStack at an address of its own.

Each has Keystone and Blazar; `services` has more.
"""
import base64
import os
import shlex
import socket
import sqlite3
import subprocess
import sys
import time

import keystoneauth1.exceptions
import openstack

from processes import ENDING_WITH_THE_SUITE, last_lines, start, stop  # noqa: F401

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.dirname(sys.executable)
USER = {
    "username": "alice", "password": "of-alice", "user_domain_name": "chameleon",
    "project_name": "CHI-231234", "project_domain_name": "chameleon"}
# python-chi expects Keystone on port 5000 of the address that the list of sites has; 1234 is
# Blazar's default.
KEYSTONE, BLAZAR = 5000, 1234
# Nothing here has to outlive the machine: nobody waits for the disk.
HASTY = {"LD_PRELOAD": "libeatmydata.so"}


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
        site.serve_more()
    for site in sites:
        site.wait_for_blazar()


class Place:
    """Where a site is, whoever started it."""

    def __init__(self, name, uid, address):
        self.name, self.uid, self.address = name, uid, address
        self.url = f"http://{address}:{KEYSTONE}"

    def connect(self, **auth):
        return openstack.connect(
            load_yaml_config=False, load_envvars=False, region_name=self.name,
            auth={"auth_url": f"{self.url}/v3"} | auth)

    def operator(self):
        return self.connect(
            username="admin", password="of-admin", project_name="admin",
            user_domain_name="Default", project_domain_name="Default")


class Blazar:
    """The leases of one project at one site."""

    def __init__(self, connection):
        self.session, self.region = connection.session, connection.config.region_name

    def leases(self):
        return self.ask("GET", "/leases")["leases"]

    def delete_leases(self, seconds=60):
        """Deletes all; Blazar answers 500 for one that it just starts, so those are tried again."""
        until = time.monotonic() + seconds
        while leases := self.leases():
            for lease in leases:
                try:
                    self.ask("DELETE", f"/leases/{lease['id']}")
                except keystoneauth1.exceptions.InternalServerError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.5)

    def hosts_of(self, lease):
        """The hosts that Blazar allocated to a lease."""
        allocations = self.ask("GET", "/os-hosts/allocations")["allocations"]
        return [
            self.ask("GET", f"/os-hosts/{allocation['resource_id']}")["host"]
            for allocation in allocations
            if any(each["lease_id"] == lease["id"] for each in allocation["reservations"])]

    def ask(self, method, path):
        answer = self.session.request(path, method, timeout=30, endpoint_filter={
            "service_type": "reservation", "interface": "public", "region_name": self.region})
        return answer.json() if answer.content else None


class Site(Place):
    """One site: its processes, and what its Blazar holds.

    `more` are classes of `services`; `introspection` is where Keystone asks about access tokens.
    """

    def __init__(self, name, uid, address, folder, more=(), introspection=None):
        super().__init__(name, uid, address)
        self.folder = os.path.join(folder, uid)
        self.more, self.introspection = more, introspection
        self.processes, self.preparing = [], {}
        os.makedirs(self.folder)
        os.mkdir(self.path("fernet"), mode=0o700)

    def set_up(self):
        """Begins to make the databases; `serve_keystone` and `serve_more` wait for theirs."""
        for port in [KEYSTONE, BLAZAR] + [service.port for service in self.more]:
            try:
                socket.create_server((self.address, port)).close()
            except OSError as error:
                raise SystemExit(f"{self.address}:{port} cannot be served: {error}") from None
        self.configure()
        manage = ["keystone-manage", "--config-file", self.path("keystone.conf")]
        bootstrap = manage + [
            "bootstrap", "--bootstrap-password", "of-admin", "--bootstrap-region-id", self.name]
        for interface in ("public", "internal", "admin"):
            bootstrap += [f"--bootstrap-{interface}-url", f"{self.url}/v3"]
        self.prepare("keystone", [manage + ["db_sync"], bootstrap])
        for service in self.more:
            self.prepare(service.name, service.preparations(self))

    def prepare(self, service, commands):
        """Starts commands that run one after another."""
        commands = " && ".join(
            shlex.join([os.path.join(PROGRAMS, command[0])] + command[1:]) for command in commands)
        self.preparing[service] = start(
            ["sh", "-c", commands], self.path(f"{service}-set-up.log"), env=os.environ | HASTY)
        self.processes.append(self.preparing[service])

    def prepared(self, service):
        process = self.preparing[service]
        if process.wait(timeout=240):
            raise SystemExit(last_lines(self.path(f"{service}-set-up.log")))
        self.processes.remove(process)

    def serve_keystone(self):
        self.prepared("keystone")
        arguments = [self.address] + ([self.introspection] if self.introspection else [])
        self.serve("keystone", arguments, OS_KEYSTONE_CONFIG_DIR=self.folder)

    def serve_blazar(self, hosts):
        """Fills Keystone and starts Blazar; `hosts` is the file that Blazar begins with."""
        self.wait("keystone", KEYSTONE)
        self.add_users()
        with open(hosts) as lines:
            self.serve(
                "blazar", [self.path("blazar.conf"), self.address, str(BLAZAR)], stdin=lines)

    def serve_more(self):
        """Starts the other services."""
        for service in self.more:
            self.prepared(service.name)
            service.serve(self)

    def wait_for_blazar(self):
        """Waits until every service answers."""
        for service in self.more:
            self.wait(service.name, service.port)
        self.wait("blazar", BLAZAR)
        self.user = self.connect(**USER)
        self.blazar = Blazar(self.user)

    def stop(self):
        stop(self.processes)

    def serve(self, service, arguments, stdin=subprocess.DEVNULL, **environment):
        program = os.path.join(HERE, f"{service}_server.py")
        self.serve_program(service, ["python", program] + arguments, stdin=stdin, **environment)

    def serve_application(self, service, application, **environment):
        program = os.path.join(HERE, "wsgi_server.py")
        self.serve_program(
            service.name, ["python", program, application, self.address, str(service.port)],
            **environment)

    def serve_program(self, service, command, stdin=subprocess.DEVNULL, **environment):
        environment = os.environ | HASTY | environment
        self.processes.append(start(
            [os.path.join(PROGRAMS, command[0])] + command[1:], self.path(f"{service}.log"),
            stdin=stdin, env=environment))

    def wait(self, service, port, seconds=150):
        """Waits until a service answers on `port`, as long as all that were started still run."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and all(each.poll() is None for each in self.running()):
            try:
                socket.create_connection((self.address, port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(
            f"{service} of {self.name} does not answer on {self.address}:{port}:\n"
            + last_lines(self.path(f"{service}.log")))

    def running(self):
        return [each for each in self.processes if each not in self.preparing.values()]

    def add_users(self):
        """What a site has: the user and her project, the services' accounts and the catalogue."""
        identity = self.operator().identity
        roles = {role.name: role for role in identity.roles()}
        domain = identity.create_domain(name="chameleon")
        project = identity.create_project(name=USER["project_name"], domain_id=domain.id)
        user = identity.create_user(
            name=USER["username"], password=USER["password"], domain_id=domain.id)
        identity.assign_project_role_to_user(project, user, roles["member"])
        service = identity.create_project(name="service", domain_id="default")
        urls = {("blazar", "reservation"): f":{BLAZAR}/v1"} | {
            (each.name, each.type): f":{each.port}{each.path}" for each in self.more}
        for (name, kind), place in urls.items():
            account = identity.create_user(
                name=name, password=f"of-{name}", domain_id="default")
            for role in ("admin", "service"):
                identity.assign_project_role_to_user(service, account, roles[role])
            entry = identity.create_service(type=kind, name=name)
            for interface in ("public", "internal", "admin"):
                identity.create_endpoint(
                    service_id=entry.id, interface=interface, region_id=self.name,
                    url=f"http://{self.address}{place}")

    def configure(self):
        for key in ("0", "1"):
            with open(self.path("fernet", key), "wb") as file:
                file.write(base64.urlsafe_b64encode(os.urandom(32)))
        for name in ("keystone.db", "blazar.db"):
            self.make_database(name)
        self.write("keystone.conf")
        self.write("blazar.conf", account="blazar")
        self.write("blazar-policy.yaml")
        for service in self.more:
            service.configure(self)

    def make_database(self, name):
        """Readers need not wait for the writer; else requests fail with "database is locked"."""
        database = sqlite3.connect(self.path(name))
        database.execute("PRAGMA journal_mode = WAL")
        database.close()

    def write(self, template, target=None, account=None, **words):
        """Writes a configuration; `account` is the service that asks Keystone about tokens."""
        words |= {
            "folder": self.folder, "url": self.url, "address": self.address, "region": self.name,
            "environment": sys.prefix}
        if account:
            words["account"] = self.filled("account.conf", words | {"service": account})
        with open(self.path(target or template), "w") as file:
            file.write(self.filled(template, words))

    def filled(self, template, words):
        with open(os.path.join(HERE, "configuration", template)) as file:
            return file.read().format(**words)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)
