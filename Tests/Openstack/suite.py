"""Runs one suite of Tests/Integration that needs the two sites.

    suite.py CHIPORT NAME [CASE ...]

NAME is a module of `suites`; its CASES are functions that are given a `Suite` and fail with any
exception. The sites are those of CHIPORT_SITES, or the suite's own.
"""
import contextlib
import dataclasses
import functools
import importlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import fault_proxy
import loopback
import sites

SECONDS = 240  # for each command
FULL = os.environ.get("CHIPORT_TESTS") == "full"  # make integration-full


@dataclasses.dataclass
class Result:
    """What a command said, and how it ended."""

    command: str
    code: int
    output: str
    errors: str

    @property
    def text(self):
        return self.output + self.errors

    def expect(self, *texts, code=None):
        """Fails unless it ended so (an exit code or several), saying all of these."""
        codes = code if isinstance(code, tuple) else (code,)
        if code is not None and self.code not in codes:
            raise Difference(f"exit code {self.code}, wanted {code}: {self}")
        for text in texts:
            if text not in self.text:
                raise Difference(f"it does not say '{text}': {self}")
        return self

    def __str__(self):
        return f"{self.command}\n{self.output[-2500:]}\n{self.errors[-2500:]}"


class Difference(Exception):
    """What is not as it should be."""


def expect(what, found, wanted):
    if found != wanted:
        raise Difference(f"{what}: {found!r}, wanted {wanted!r}")


def check(condition, what):
    if not condition:
        raise Difference(what)


class Suite:
    """A user of both sites with an empty project at each, and a home of her own."""

    def __init__(self, name, chiport, pair, folder):
        self.name, self.chiport, self.pair, self.folder = name, chiport, pair, folder
        self.uc, self.tacc = pair.places["uc"], pair.places["tacc"]
        self.account = pair.account(f"{name}-{os.getpid()}")
        self.home = folder / "home"
        self.home.mkdir()
        self.clouds = folder / "clouds.yaml"
        self.account.write_clouds(self.clouds)
        self.at = {place.uid: self.account.connect(place) for place in (self.uc, self.tacc)}

    @functools.cached_property
    def proxies(self):
        """Proxies before both sites, which the suite's chiport uses when it is told to."""
        return fault_proxy.Proxies(self)

    def environment(self, **more):
        return {
            "PATH": f"{os.path.dirname(sys.executable)}:/usr/bin:/bin", "HOME": str(self.home),
            "LANG": "C.UTF-8", "OS_CLIENT_CONFIG_FILE": str(self.clouds), "USER": "alice"} | {
            name: str(value) for name, value in more.items()}

    def start(self, *arguments, cwd=None, **environment):
        """Starts chiport; it ends with the suite."""
        return subprocess.Popen(
            loopback.ENDING_WITH_THE_SUITE + [self.chiport, *map(str, arguments)],
            cwd=cwd or self.folder, env=self.environment(**environment), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            errors="replace")

    def run(self, *arguments, code=0, says=(), cwd=None, seconds=SECONDS, **environment):
        """Runs chiport to its end and expects this exit code."""
        process = self.start(*arguments, cwd=cwd, **environment)
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            raise Difference(
                f"no end after {seconds} s: chiport {arguments}\n{output}\n{errors}") from None
        command = " ".join(map(str, ("chiport", *arguments)))
        result = Result(command, process.returncode, output, errors)
        return result.expect(*([says] if isinstance(says, str) else says), code=code)

    def client(self, *arguments, cloud="uc", **environment):
        """Runs a client of the environment, such as `openstack`; what it prints."""
        run = subprocess.run(
            loopback.ENDING_WITH_THE_SUITE + [*map(str, arguments)], capture_output=True, text=True,
            env=self.environment(OS_CLOUD=cloud, **environment), timeout=SECONDS, cwd=self.folder)
        if run.returncode:
            raise Difference(f"{arguments} ends with {run.returncode}: {run.stdout}{run.stderr}")
        return run.stdout.strip()


@contextlib.contextmanager
def the_sites(folder):
    existing = os.environ.get("CHIPORT_SITES")
    if existing:
        yield sites.attached(existing)
        return
    began = time.monotonic()
    (folder / "sites").mkdir()
    with sites.running(folder / "sites", listings=FULL) as pair:
        print(f"both sites answer after {time.monotonic() - began:.0f} s", flush=True)
        yield pair


def run_cases(module, suite, names):
    failed, ran = 0, 0
    for case in module.CASES:
        if names and case.__name__ not in names:
            continue
        began, ran = time.monotonic(), ran + 1
        try:
            told = case(suite)
            end = f": {told}" if told else ""
            print(f"ok {case.__name__}{end} ({time.monotonic() - began:.1f} s)", flush=True)
        except Exception as error:  # one case that fails does not hide the others
            failed += 1
            place = traceback.extract_tb(error.__traceback__)
            line = next((each.lineno for each in place if each.filename == module.__file__), 0)
            what = f"{type(error).__name__}: {error}"
            print(f"FAILED {case.__name__} (line {line}): {what}", flush=True)
    return ran - failed, failed


def main(chiport, name, *cases):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    module = importlib.import_module(f"suites.{name.replace('-', '_')}")
    os.environ["CHIPORT"] = chiport
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"chiport-{name}-") as folder:
        folder = pathlib.Path(folder)
        with the_sites(folder) as pair:
            suite = Suite(name, chiport, pair, folder)
            passed, failed = run_cases(module, suite, cases)
    print(f"{passed} passed, {failed} failed, in {time.monotonic() - began:.0f} s")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
