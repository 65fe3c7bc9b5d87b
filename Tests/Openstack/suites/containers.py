"""Containers of both sites for the suites: filled, read back and compared."""
import hashlib
import io
import json
import tarfile
import urllib.parse

from suite import Difference

SHOWN = ("content-type", "x-delete-at", "content-encoding", "content-disposition",
         "x-object-manifest", "x-static-large-object")


def quoted(*names):
    return "/" + "/".join(urllib.parse.quote(name, safe="/") for name in names)


class Store:
    """The object store of one project at one site."""

    def __init__(self, connection):
        self.service = connection.object_store

    def ask(self, method, path, wanted=(200, 201, 202, 204), **options):
        answer = self.service.request(path, method, **options)
        if answer.status_code not in wanted:
            raise Difference(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer

    def make(self, container, **headers):
        self.ask("PUT", quoted(container), headers=headers)

    def put(self, container, name, data, **headers):
        headers = {key.replace("_", "-"): value for key, value in headers.items()}
        self.ask("PUT", quoted(container, name), data=data, headers=headers)

    def put_many(self, container, contents):
        """Puts many small objects with one request."""
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            for name, data in contents.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
        answer = self.ask(
            "PUT", f"{quoted(container)}?extract-archive=tar", data=archive.getvalue(),
            headers={"Accept": "application/json"})
        if answer.json()["Number Files Created"] != len(contents):
            raise Difference(answer.text[-500:])

    def put_static(self, container, name, segments, **headers):
        """Puts a static large object: its segments by path, in order, and the manifest."""
        manifest = []
        for path, data in segments:
            self.ask("PUT", quoted(path), data=data)
            manifest.append({"path": f"/{path}", "etag": hashlib.md5(data).hexdigest(),
                             "size_bytes": len(data)})
        headers = {key.replace("_", "-"): value for key, value in headers.items()}
        self.ask("PUT", f"{quoted(container, name)}?multipart-manifest=put",
                 data=json.dumps(manifest), headers=headers)

    def get(self, container, name):
        return self.ask("GET", quoted(container, name)).content

    def has(self, container, name):
        return self.ask("HEAD", quoted(container, name), (200, 204, 404)).status_code != 404

    def listing(self, container):
        """All objects of a container by name, or nothing when it does not exist."""
        found, marker = {}, ""
        while True:
            answer = self.ask(
                "GET", quoted(container), (200, 204, 404),
                params={"format": "json", "marker": marker})
            page = answer.json() if answer.status_code == 200 else []
            if not page:
                return found
            found |= {each["name"]: each for each in page if "name" in each}
            marker = page[-1]["name"]

    def containers(self):
        return {each["name"]: each for each in self.ask("GET", "/?format=json").json()}

    def empty(self, container):
        """Deletes a container and what is in it; segments that others name stay broken."""
        for name in self.listing(container):
            self.ask("DELETE", quoted(container, name), (204, 404))
        self.ask("DELETE", quoted(container), (204, 404))

    def headers(self, container, name):
        """What an object's copy has to have too."""
        found = self.ask("HEAD", quoted(container, name)).headers
        return {key.lower(): value for key, value in found.items()
                if key.lower() in SHOWN or key.lower().startswith("x-object-meta-")}

    def layout(self, container, name):
        """A static large object's segments, without where they are."""
        answer = self.ask("GET", f"{quoted(container, name)}?multipart-manifest=get")
        return [(each["bytes"], each["hash"], each.get("range")) for each in answer.json()]


def compare(source, target, container, other=None, alike=()):
    """Fails unless both have the same objects; those in `alike` in every header and byte."""
    other = other or container
    listings = [{name: (each["bytes"], each["hash"]) for name, each in listing.items()}
                for listing in (source.listing(container), target.listing(other))]
    for name in sorted(set(listings[0]) | set(listings[1])):
        here, there = (listing.get(name) for listing in listings)
        # A large object is listed with the hash of its segments' hashes, or of nothing.
        if here is None or there is None or (here != there and name not in alike):
            raise Difference(f"object '{name}': {here} at the source, {there} at the target")
    for name in alike:
        compare_object(source, target, container, other, name)
    return len(listings[0])


def compare_object(source, target, container, other, name):
    here, there = source.headers(container, name), target.headers(other, name)
    if "x-object-manifest" in here:  # names the segments' container, which may be another
        if not there.pop("x-object-manifest", None):
            raise Difference(f"object '{name}' is not dynamic any more: {there}")
        del here["x-object-manifest"]
    if here != there:
        raise Difference(f"object '{name}': {here} at the source, {there} at the target")
    if source.get(container, name) != target.get(other, name):
        raise Difference(f"object '{name}' has other bytes")
    if "x-static-large-object" in here:
        layouts = source.layout(container, name), target.layout(other, name)
        if layouts[0] != layouts[1]:
            raise Difference(f"segments of '{name}': {layouts[0]}, at the target {layouts[1]}")


def rclone_settings(suite):
    """What rclone has to know of both sites, as its environment has it."""
    settings = {}
    for place in (suite.uc, suite.tacc):
        named = {"TYPE": "swift", "AUTH": f"{place.url}/v3", "AUTH_VERSION": "3",
                 "USER": suite.account.user, "KEY": suite.account.password, "DOMAIN": "chameleon",
                 "TENANT": suite.account.project, "TENANT_DOMAIN": "chameleon",
                 "REGION": place.name}
        settings |= {
            f"RCLONE_CONFIG_{place.uid.upper()}_{name}": value for name, value in named.items()}
    return settings
