"""What the checks ask of a catalogue: whether it is whole, and what each site holds."""
import hashlib
import os
import sqlite3
import subprocess

# Everything of a site but its numbers, which differ from harvest to harvest.
QUERIES = [
    "SELECT uid, record, source, version, harvested_at FROM site WHERE uid = ?",
    "SELECT uid, record FROM cluster WHERE site = ? ORDER BY uid",
    "SELECT uid, record FROM flavor WHERE site = ? ORDER BY uid",
    "SELECT name, node_type, kind, node_count, selector, also_matches FROM configuration"
    " WHERE site = ? ORDER BY name",
    "SELECT node.uid, node.name, configuration.name, reading.raw_processor, record FROM node"
    " JOIN node_record ON node_record.node = node.id"
    " JOIN configuration ON configuration.id = node.configuration"
    " JOIN reading ON reading.id = node.reading WHERE node.site = ? ORDER BY node.uid",
]


def state(path):
    """A digest for each site; fails when the catalogue is not whole."""
    database = sqlite3.connect(path)
    try:
        found = database.execute("PRAGMA integrity_check").fetchall()
        assert found == [("ok",)], f"{path}: integrity_check: {found}"
        found = database.execute("PRAGMA foreign_key_check").fetchall()
        assert not found, f"{path}: foreign_key_check: {found}"
        sites = [row[0] for row in database.execute("SELECT uid FROM site ORDER BY uid")]
        return {site: digest(database, site) for site in sites}
    finally:
        database.close()


def digest(database, site):
    result = hashlib.sha256()
    for query in QUERIES:
        for row in database.execute(query, (site,)):
            result.update(repr(row).encode())
    changes = database.execute(
        "SELECT harvested_at, kind, uid, property, old, new FROM change WHERE site = ? ORDER BY id",
        (site,))
    for row in changes:
        result.update(repr(row).encode())
    return result.hexdigest()


def harvest_command(program, url, catalog, date):
    # A new catalogue begins as the bundled one: without --force, other data looks wrong.
    return [
        program, "harvest", "--api", url, "--catalog", catalog, "--no-devices", "--date", date,
        "--force"]


def harvest(*arguments):
    subprocess.run(harvest_command(*arguments), check=True, stdout=subprocess.DEVNULL)


def expect_old_or_new(found, old, new, place):
    """How many sites are new; fails when one is neither old nor new, or missing."""
    assert found.keys() == old.keys(), f"{place}: sites {sorted(found)}"
    for site, value in found.items():
        assert value in (old[site], new[site]), f"{place}: site {site} is neither old nor new"
    return sum(1 for site, value in found.items() if value == new[site] != old[site])


def program_path():
    return os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "../.build-release/release/chiport")
