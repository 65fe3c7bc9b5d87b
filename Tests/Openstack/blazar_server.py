"""One site's Blazar: its API and its manager in one process, with the hosts of the site.

    blazar_server.py CONFIGURATION ADDRESS PORT < HOSTS

HOSTS is one JSON object a line, as `chiport selector hosts` prints them: `_name` is a column of
Blazar's table of hosts, every other member an extra capability. Everything that runs is Blazar's
own code, except for the aggregates of Nova that it moves a lease's hosts to.
"""
import eventlet

eventlet.monkey_patch()

import gettext  # noqa: E402
import itertools  # noqa: E402
import json  # noqa: E402
import queue  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
import types  # noqa: E402
import uuid  # noqa: E402

if not hasattr(queue.Queue, "__class_getitem__"):  # eventlet's own, which kombu subscripts
    queue.Queue.__class_getitem__ = classmethod(lambda cls, item: cls)
gettext.install("blazar")

import kombu.transport.memory  # noqa: E402
import sqlalchemy  # noqa: E402
import sqlalchemy.event  # noqa: E402
from blazar.api import app  # noqa: E402
from blazar.db import api as database  # noqa: E402
from blazar.db.sqlalchemy import facade_wrapper, models  # noqa: E402
from blazar.manager import service as manager  # noqa: E402
from blazar.notification import notifier  # noqa: E402
from blazar.utils import service as service_utils  # noqa: E402
from blazar.utils.openstack import nova  # noqa: E402
from eventlet import wsgi  # noqa: E402
from oslo_config import cfg  # noqa: E402
from oslo_messaging._drivers import amqpdriver  # noqa: E402
from oslo_service import service  # noqa: E402
from oslo_utils import timeutils  # noqa: E402
from sqlalchemy import orm  # noqa: E402

# oslo.messaging asks the in-memory transport without a pause, which takes 40 % of a core, and looks
# for each answer twice a second only.
kombu.transport.memory.Transport.polling_interval = property(
    lambda self: 0.02, lambda self, value: None)
amqpdriver.time = types.SimpleNamespace(
    **vars(time) | {"sleep": lambda seconds: time.sleep(min(seconds, 0.02))})


@sqlalchemy.event.listens_for(orm.Session, "do_orm_execute")
def without_properties(state):
    """Blazar loads all properties of all hosts to list hosts: seconds here, and none is read."""
    if state.is_select and state.bind_mapper.class_ is models.ComputeHost:
        state.statement = state.statement.options(
            orm.lazyload(models.ComputeHost.computehost_extra_capabilities))


@sqlalchemy.event.listens_for(models.Lease, "before_insert")
def in_whole_seconds(mapper, connection, lease):
    """As the testbed's MySQL keeps times: python-chi reads no fractions, which SQLite has."""
    lease.created_at = timeutils.utcnow().replace(microsecond=0)


class Aggregates:
    """Stands for Nova's aggregates: which hosts are in which pool."""

    numbers = itertools.count(100)
    pools = {}

    def create(self, name=None, az=None, metadata=None, project_id=None):
        pool = types.SimpleNamespace(
            id=next(self.numbers), name=name, hosts=[], availability_zone=az)
        self.pools[pool.id] = pool
        return pool

    def get(self, pool):
        return self.pools.get(pool) or types.SimpleNamespace(id=1, name="freepool", hosts=[])

    def add_computehost(self, pool, hosts, stay_in=False):
        self.get(pool).hosts += hosts if isinstance(hosts, list) else [hosts]

    def remove_computehost(self, pool, hosts):
        pass

    def get_computehosts(self, pool):
        return []  # so that no server is deleted when a lease ends

    def delete(self, pool, force=True):
        self.pools.pop(pool, None)


def add_indexes(session):
    """MySQL has one for each foreign key; SQLite has none, and reads whole tables instead."""
    for table in models.Lease.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            name = f"{table.name}_{key.column_keys[0]}"
            session.execute(sqlalchemy.text(
                f"CREATE INDEX IF NOT EXISTS {name} ON {table.name} ({key.column_keys[0]})"))


def seed(lines):
    """Adds the hosts in one transaction: Blazar's API takes one a call, each in its own."""
    properties, rows = {}, []
    for number, line in enumerate(lines, 1):
        host = json.loads(line)
        columns = dict(
            id=str(number), vcpus=1, cpu_info="", hypervisor_type="ironic", hypervisor_version=1,
            service_name="loopback", memory_mb=1, local_gb=1, status="", availability_zone="",
            trust_id="")
        columns |= {name[1:]: host.pop(name) for name in list(host) if name.startswith("_")}
        rows.append(models.ComputeHost(**columns))
        for name, value in host.items():
            if name not in properties:
                properties[name] = models.ResourceProperty(
                    id=str(uuid.uuid4()), resource_type="physical:host", property_name=name)
            rows.append(models.ComputeHostExtraCapability(
                computehost_id=columns["id"], property_id=properties[name].id,
                capability_value=value))
    with facade_wrapper.session_for_write() as session:
        add_indexes(session)
        session.add_all(properties.values())
        session.flush()
        session.add_all(rows)


configuration, address, port = sys.argv[1:]
cfg.CONF(["--config-file", configuration], project="blazar", prog="blazar-manager")
service_utils.prepare_service([])
nova.ReservationPool = Aggregates
database.setup_db()
seed(sys.stdin)
notifier.init()
launcher = service.launch(cfg.CONF, manager.ManagerService(), restart_method="mutate")
listener = eventlet.listen((address, int(port)), backlog=100)
eventlet.spawn(wsgi.server, listener, app.VersionSelectorApplication())
launcher.wait()
