"""Canaries: unique secrets that must be nowhere but where they were put.

Every command runs in success and in failure, at the highest verbosity, with secrets in clouds.yaml,
in the environment and in an openrc. They are looked for in output, files, databases and command
lines.
"""
import concurrent.futures
import pathlib
import secrets as random_secrets
import time

import yaml
from fault_proxy import Rule
from suite import SECONDS, Difference, check

from suites.containers import Store
from suites.images import Glance, contents

ROUTE = ("--from", "uc", "--to", "tacc")
LOCAL = ("--blazar", "--no-outages")


class Canaries:
    """What must not be seen, and where it has been looked for."""

    def __init__(self, suite):
        self.suite, self.runs, self.hits, self.codes = suite, 0, [], []
        account = suite.account
        self.secrets = {
            "password": account.password, "CLI password": account.provider_password,
            "wrong password": random_secrets.token_hex(12),
            "password in the environment": random_secrets.token_hex(12),
            "token": random_secrets.token_urlsafe(40),
            "access token": random_secrets.token_urlsafe(40),
            "signature of a URL": random_secrets.token_hex(20)}
        for uid, kinds in account.credentials.items():
            self.secrets |= {f"{kind} secret at {uid}": each.secret for kind, each in kinds.items()}
        self.work = suite.folder / "canaries"
        self.work.mkdir()

    def run(self, folder, *arguments, **environment):
        """Runs chiport in a folder, watching its command line and those of what it starts."""
        self.runs += 1
        process = self.suite.start(*arguments, cwd=folder, **environment)
        lines = self.watch(process)
        output, errors = process.communicate(timeout=SECONDS)
        self.codes.append(process.returncode)
        places = {"output": output, "errors": errors, "a command line": lines}
        for place, text in places.items():
            self.look(f"{place} of chiport {' '.join(map(str, arguments))[:100]}", text)
        return output + errors

    def watch(self, process):
        lines, until = set(), time.monotonic() + 3
        while process.poll() is None and time.monotonic() < until:
            for pid in [process.pid, *children(process.pid)]:
                try:
                    lines.add(pathlib.Path(f"/proc/{pid}/cmdline").read_text(errors="replace"))
                except OSError:
                    pass
            time.sleep(0.01)
        return "\n".join(lines)

    def look(self, place, text):
        found = self.secrets | dict(self.tokens())
        self.hits += [f"{what} in {place}" for what, secret in found.items() if secret in text]

    def tokens(self):
        """The tokens that Keystone gave chiport, which the proxies saw."""
        for proxy in self.suite.proxies.both:
            for each in proxy.exchanges:
                for name, value in each.headers.items():
                    if name.lower() == "x-auth-token":
                        yield f"the token of {each}", value

    def look_at_files(self):
        """Everything that chiport wrote: not the user's own files, nor backups beside them."""
        looked = 0
        for folder in (self.work, self.suite.home):
            for path in filter(pathlib.Path.is_file, folder.rglob("*")):
                if path.parent.name != "experiment" and path.parent != self.work:
                    looked += 1
                    self.look(str(path), path.read_bytes().decode("latin-1"))
        return looked


def children(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def write_clouds(suite, canaries, name, **changes):
    """A clouds.yaml through the proxies with every kind of secret in it."""
    account, entries = suite.account, {}
    for proxy in suite.proxies.both:
        place = proxy.as_place()
        entry = account.cloud(place)
        entry["auth"] |= changes
        entries |= {
            place.uid: entry, f"{place.uid}-restricted": account.cloud(place, "restricted"),
            f"{place.uid}-unrestricted": account.cloud(place, "unrestricted"),
            f"{place.uid}-oidc": account.federated_cloud(
                place, "v3oidcpassword", username=account.user, password=account.provider_password),
            f"{place.uid}-access": account.federated_cloud(
                place, "v3oidcaccesstoken", access_token=canaries.secrets["access token"])}
    path = canaries.work / f"{name}.yaml"
    path.write_text(yaml.safe_dump({"clouds": entries}))
    return {"OS_CLIENT_CONFIG_FILE": path}


def write_experiment(canaries, work):
    """A folder to work in, with a tree and an experiment that holds secrets."""
    (work / "tree").mkdir(parents=True)
    (work / "tree/file").write_text("x")
    folder = work / "experiment"
    folder.mkdir()
    (folder / "openrc.sh").write_text(
        "export OS_AUTH_URL=https://chi.uc.chameleoncloud.org:5000/v3\n"
        "export OS_REGION_NAME='CHI@UC'\n"
        f"export OS_USERNAME=alice\nexport OS_PASSWORD='{canaries.secrets['password']}'\n"
        f"export OS_TOKEN={canaries.secrets['token']}\n")
    (folder / "run.sh").write_text(
        ". ./openrc.sh\nopenstack image show Canary\nopenstack object save canaries one\n"
        "openstack reservation lease create --reservation min=1,max=1,resource_type=physical:host,"
        "resource_properties='[\"=\", \"$node_type\", \"gpu_rtx_6000\"]' lease\n"
        "curl -O 'https://chi.uc.chameleoncloud.org:7480/swift/v1/AUTH_x/canaries/one"
        f"?temp_url_sig={canaries.secrets['signature of a URL']}&temp_url_expires=1893456000'\n")
    (folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": {"uc": {"auth": {
        "auth_url": "https://chi.uc.chameleoncloud.org:5000/v3", "username": "alice",
        "password": canaries.secrets["CLI password"]}, "region_name": "CHI@UC"}}}))


def commands():
    """Every command that logs in or reads an experiment."""
    folder = "experiment"
    return [
        ("sites", "--check", "--no-outages"), ("map", *ROUTE),
        ("map", *ROUTE, "-f", "json", "--save", "map.json"), ("map", folder, *ROUTE),
        ("harvest", "--blazar", "--site", "uc", "--catalog", "catalogue.sqlite"),
        ("copy", "image", "Canary", *ROUTE), ("copy", "image", "Canary", *ROUTE, "-f", "json"),
        ("copy", "image", "Canary", *ROUTE, "--name", "Spooled", "--spool", "spool"),
        ("copy", "container", "canaries", *ROUTE),
        ("copy", "object", "canaries/one", *ROUTE, "-f", "json"),
        ("copy", "tree", "tree", "tacc:canary-tree/x"),
        ("copy", "tree", "tacc:canary-tree/x", "tree-back"),
        ("plan", folder, *ROUTE, *LOCAL),
        ("plan", folder, *ROUTE, *LOCAL, "--output", "plan.json"),
        ("plan", folder, *ROUTE, *LOCAL, "--script"), ("apply", "plan.json", "--yes"),
        ("verify", folder, "--to", "tacc", "-v"), ("verify", folder, "--to", "tacc", "-f", "json"),
        ("availability", "gpu_rtx_6000", "--at", "uc", "--nodes", "1", "--hours", "1", "-v", *LOCAL),
        ("availability", "gpu_rtx_6000", "--at", "any", "--equivalents", "--hours", "1", "-f", "json",
         "--html", "page.html", "--save", "calendar.json", *LOCAL),
        ("find-equivalent", "gpu_rtx_6000", "--to", "tacc", "--available", "--hours", "1", *LOCAL),
        ("selector", "match", '["==", "$node_type", "gpu_rtx_6000"]', "--at", "uc", "--live"),
        ("rewrite", *ROUTE, "-v", folder), ("rewrite", *ROUTE, "--check", "-f", "json", folder),
        ("rewrite", *ROUTE, "--map-file", "map.json", "--check", "--report", "port.json",
         "--check-availability", *LOCAL, folder),
        ("snapshot", "advise", "--root", "tree"), ("copy", "image", "none", *ROUTE),
        ("copy", "container", "none", *ROUTE), ("copy", "tree", "none", "tacc:x/y")]


def run_all(canaries, number, environment):
    work = canaries.work / f"run {number}"
    write_experiment(canaries, work)
    for command in commands():
        canaries.run(work, *command, **environment)


def run_with_other_logins(suite, canaries, environment):
    for name in ("restricted", "unrestricted", "oidc", "access"):
        canaries.run(canaries.work, "copy", "container", "canaries", "--from-cloud", f"uc-{name}",
                     "--to-cloud", f"tacc-{name}", *ROUTE, **environment)
    for status in (401, 403, 500):
        suite.proxies.forget()
        suite.proxies.uc.forget(Rule(port=9292, status=status, times=100))
        canaries.run(
            canaries.work, "copy", "image", "Canary", *ROUTE, "--name", "New", **environment)


def nothing_is_told(suite):
    canaries = Canaries(suite)
    Glance(suite.at["uc"]).make("Canary", contents(100_000, 1))
    store = Store(suite.at["uc"])
    store.make("canaries")
    store.put("canaries", "one", b"1")
    wrong = canaries.secrets["wrong password"]
    clouds = [
        write_clouds(suite, canaries, "clouds"),
        write_clouds(suite, canaries, "wrong", password=wrong),
        {"OS_CLIENT_CONFIG_FILE": canaries.work / "none.yaml", "OS_AUTH_URL": f"{suite.uc.url}/v3",
         "OS_USERNAME": suite.account.user, "OS_REGION_NAME": "CHI@UC",
         "OS_USER_DOMAIN_NAME": "chameleon", "OS_PROJECT_NAME": suite.account.project,
         "OS_PROJECT_DOMAIN_NAME": "chameleon",
         "OS_PASSWORD": canaries.secrets["password in the environment"]}]
    with concurrent.futures.ThreadPoolExecutor(len(clouds)) as threads:
        runs = [threads.submit(run_all, canaries, number, environment)
                for number, environment in enumerate(clouds)]
    for run in runs:
        run.result()
    run_with_other_logins(suite, canaries, clouds[0])
    files = canaries.look_at_files()
    check(not canaries.hits, "\n".join(sorted(set(canaries.hits))))
    if not 0 < canaries.codes.count(0) < canaries.runs:
        raise Difference(f"success and failure are not both tried: {canaries.codes}")
    check(64 not in canaries.codes, "a command is misused: it tried nothing")
    return (f"{canaries.runs} commands ({canaries.codes.count(0)} succeeded), {files} files, "
            f"{len(canaries.secrets)} secrets and the tokens in use: 0 hits")


CASES = [nothing_is_told]
