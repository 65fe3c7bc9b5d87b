"""Images of both sites for the suites: made, read back and compared."""
import hashlib
import random

from suite import Difference

# What a copy has of its own.
OWN = ("id", "created_at", "updated_at", "owner", "file", "schema", "self", "stores", "direct_url",
       "locations", "os_hidden", "visibility", "name")


def contents(size, seed=1):
    return random.Random(seed).randbytes(size)


class Glance:
    """The images of one project at one site, as they are on the wire."""

    def __init__(self, connection):
        self.service = connection.image

    def ask(self, method, path, wanted=(200, 201, 204), **options):
        answer = self.service.request(path, method, **options)
        if answer.status_code not in wanted:
            raise Difference(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer

    def make(self, name, data=None, **properties):
        described = {"name": name, "disk_format": "raw", "container_format": "bare"} | properties
        image = self.ask("POST", "/images", json=described).json()
        if data is not None:
            self.ask("PUT", f"/images/{image['id']}/file", data=data,
                     headers={"Content-Type": "application/octet-stream"})
        return self.show(image["id"])

    def show(self, id):
        return self.ask("GET", f"/images/{id}").json()

    def data(self, id):
        return self.ask("GET", f"/images/{id}/file").content

    def named(self, name):
        """All images of this project's view with this name, hidden ones too."""
        found = []
        for hidden in ("false", "true"):
            found += self.ask("GET", "/images", params={
                "name": name, "os_hidden": hidden, "limit": 100}).json()["images"]
        return found

    def all(self):
        found, path = [], "/images?limit=100"
        while path:
            page = self.ask("GET", path).json()
            found, path = found + page["images"], page.get("next", "").removeprefix("/v2")
        return found

    def delete(self, id):
        self.ask("DELETE", f"/images/{id}")


def the_only(glance, name):
    """The one image of this name, which has to be active."""
    found = glance.named(name)
    if [each["status"] for each in found] != ["active"]:
        raise Difference(f"images '{name}': {[(each['id'], each['status']) for each in found]}")
    return found[0]


def compare(source, target, data=None):
    """Fails unless two images are the same but for what a copy has of its own."""
    names = (set(source) | set(target)) - set(OWN)
    for name in sorted(name for name in names if not name.startswith("chiport")):
        here, there = source.get(name), target.get(name)
        if name == "tags":  # a set
            here, there = sorted(here), sorted(there)
        if here != there:
            raise Difference(f"{name}: {here!r}, copied as {there!r}")
    if data is not None and target["os_hash_value"] != hashlib.sha512(data).hexdigest():
        raise Difference(f"image '{target['name']}' has other bytes")
