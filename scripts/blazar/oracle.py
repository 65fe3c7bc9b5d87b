"""Answers selectors with Blazar's own code: the installed package, on SQLite.

    python oracle.py HOSTS.jsonl < SELECTORS

HOSTS.jsonl has one host a line, as `chiport selector hosts` prints them: a name with `_` in front is
a column of Blazar's host table, every other one an extra capability. Each line of the input is a
selector; each line of the output a JSON array of the `uid`s that match, or `! ExceptionClass`. The
first line of the output is the version of Blazar.
"""
import importlib.metadata
import json
import pathlib
import sys
import tempfile
import uuid

from oslo_config import cfg
from sqlalchemy import insert
from sqlalchemy.orm import class_mapper

import blazar.config  # noqa: F401, registers the options
from blazar.db import api as db_api
from blazar.db.sqlalchemy import api as sqlalchemy_api
from blazar.db.sqlalchemy import facade_wrapper, models
from blazar.utils.plugins import convert_requirements

# What a host must have in Blazar's table, where the file does not say.
COLUMNS = {
    "vcpus": 1, "cpu_info": "", "hypervisor_type": "ironic", "hypervisor_version": 1,
    "service_name": "s", "memory_mb": 1, "local_gb": 1, "status": "", "availability_zone": "",
    "trust_id": "", "reservable": True,
}


def quieten_and_speed_up():
    """Takes away what costs time and changes no answer.

    17.0.0 prints the attributes of every host that it looks at. And a host is loaded in one row for
    each pair of its capabilities and traits, though only its columns are read.
    """
    sqlalchemy_api.print = lambda *_: None
    sqlalchemy_api.dir = lambda *_: ()
    for relation in class_mapper(models.ComputeHost, configure=False)._props.values():
        if getattr(relation, "lazy", None) == "joined":
            relation.lazy = "select"
            relation.strategy_key = (("lazy", "select"),)


def fill(lines):
    """Writes the hosts; returns the uid of each by Blazar's id."""
    uids, capabilities, properties = {}, [], {}
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        columns = dict(COLUMNS, id=str(number), hypervisor_hostname=str(record.get("uid")))
        columns.update({name[1:]: value for name, value in record.items() if name[:1] == "_"})
        db_api.host_create(columns)
        uids[columns["id"]] = record.get("uid")
        for name, value in record.items():
            if name[:1] != "_":
                identifier = properties.setdefault(name, str(uuid.uuid4()))
                capabilities.append({
                    "id": str(uuid.uuid4()), "computehost_id": columns["id"],
                    "property_id": identifier, "capability_value": value})
    with facade_wrapper.session_for_write() as session:
        session.execute(insert(models.ResourceProperty), [
            {"id": identifier, "resource_type": "physical:host", "property_name": name,
             "private": False} for name, identifier in properties.items()])
        session.execute(insert(models.ComputeHostExtraCapability), capabilities)
    return uids


def answer(selector, uids):
    """What Blazar's plugin for hosts does with a request, up to the dates."""
    try:
        queries = convert_requirements(selector) if selector else []
        hosts = db_api.reservable_host_get_all_by_queries(queries)
        return json.dumps([uids[host["id"]] for host in hosts])
    except Exception as error:  # the class is the answer
        return f"! {type(error).__name__}"


def main():
    quieten_and_speed_up()
    # Blazar prints; what is meant to be read goes to the descriptor that it does not know.
    output, sys.stdout = sys.stdout, open("/dev/null", "w")
    with tempfile.TemporaryDirectory() as folder:
        cfg.CONF([], project="blazar", default_config_files=[])
        cfg.CONF.set_override("connection", f"sqlite:///{folder}/blazar.db", "database")
        cfg.CONF.set_override("sqlite_synchronous", False, "database")
        db_api.setup_db()
        uids = fill(filter(None, pathlib.Path(sys.argv[1]).read_text().split("\n")))
        print(importlib.metadata.version("blazar"), file=output)
        for line in sys.stdin:
            print(answer(line.rstrip("\n"), uids), file=output)
        output.flush()


if __name__ == "__main__":
    main()
