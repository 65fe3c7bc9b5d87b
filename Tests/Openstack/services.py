"""What a site has beside Keystone and Blazar: Glance, Swift and, for listings, Nova and Neutron.

Each class says what `loopback.Site` has to configure, make, start and put into the catalogue.
"""
import getpass
import os
import shutil
import sys


class Glance:
    name, type, port, path = "glance", "image", 9292, ""

    @staticmethod
    def configure(site):
        for folder in ("images", "staging", "tasks"):
            os.makedirs(site.path("glance", folder))
        site.write("glance-api.conf", account="glance")
        site.make_database("glance.db")

    @staticmethod
    def preparations(site):
        return [["glance-manage", "--config-file", site.path("glance-api.conf"), "db_sync"]]

    @classmethod
    def serve(cls, site):
        site.serve_application(
            cls, "glance.wsgi.api:application", OS_GLANCE_CONFIG_DIR=site.folder)


class Swift:
    """One disk, one replica. The testbed's stores are Ceph's, with accounts below /swift/v1."""

    name, type, port, path = "swift", "object-store", 8080, "/v1/AUTH_%(project_id)s"
    servers = {"account": 6202, "container": 6201, "object": 6200}

    @classmethod
    def configure(cls, site):
        os.makedirs(site.path("swift", "devices", "d1"))
        operator = getpass.getuser()
        site.write("swift.conf", "swift/swift.conf")
        site.write("swift-proxy.conf", "swift/proxy.conf", account="swift", operator=operator)
        for kind, port in cls.servers.items():
            site.write(
                "swift-server.conf", f"swift/{kind}.conf", kind=kind, port=port, operator=operator)

    @classmethod
    def preparations(cls, site):
        rings = [f"{kind}:{port}" for kind, port in cls.servers.items()]
        program = os.path.join(os.path.dirname(__file__), "swift_rings.py")
        return [["python", program, site.path("swift"), site.address, *rings]]

    @classmethod
    def serve(cls, site):
        for kind in cls.servers:
            site.serve_program(
                f"swift-{kind}", [f"swift-{kind}-server", site.path(f"swift/{kind}.conf")])
        program = os.path.join(os.path.dirname(__file__), "swift_updater.py")
        site.serve_program("swift-updater", [
            "python", program, site.path("swift/container.conf"), site.path("swift")])
        site.serve_program(
            cls.name, ["swift-proxy-server", site.path("swift/proxy.conf")],
            PYTHONPATH=os.path.dirname(__file__))  # for swift_cache


class Nova:
    """Its API alone: flavors, key pairs and listings. Nothing would start an instance."""

    name, type, port, path = "nova", "compute", 8774, "/v2.1"

    @staticmethod
    def configure(site):
        os.makedirs(site.path("nova"))
        site.write("nova.conf", account="nova")
        shutil.copy(os.path.join(sys.prefix, "etc/nova/api-paste.ini"), site.folder)
        for name in ("nova.db", "nova-api.db", "nova-cell0.db"):
            site.make_database(name)

    @staticmethod
    def preparations(site):
        manage = ["nova-manage", "--config-file", site.path("nova.conf")]
        cell0 = f"sqlite:///{site.path('nova-cell0.db')}"
        cell1 = f"sqlite:///{site.path('nova.db')}"
        return [
            manage + ["api_db", "sync"],
            manage + ["cell_v2", "map_cell0", "--database_connection", cell0],
            manage + ["db", "sync"],
            manage + ["cell_v2", "create_cell", "--name", "cell1", "--database_connection", cell1,
                      "--transport-url", "kombu+memory://"]]

    @classmethod
    def serve(cls, site):
        site.serve_application(
            cls, "nova.wsgi.osapi_compute:application", OS_NOVA_CONFIG_DIR=site.folder)


class Neutron:
    """Its API alone: networks exist in its tables. Its migrations do not run on SQLite."""

    name, type, port, path = "neutron", "network", 9696, ""

    @staticmethod
    def configure(site):
        os.makedirs(site.path("neutron"))
        site.write("neutron.conf", account="neutron")
        site.make_database("neutron.db")

    @staticmethod
    def preparations(site):
        program = os.path.join(os.path.dirname(__file__), "neutron_tables.py")
        return [["python", program, f"sqlite:///{site.path('neutron.db')}"]]

    @classmethod
    def serve(cls, site):
        site.serve_application(
            cls, "neutron.wsgi.api:application", OS_NEUTRON_CONFIG_DIR=site.folder,
            OS_NEUTRON_CONFIG_FILES="neutron.conf")


STORES = (Glance, Swift)
LISTINGS = (Nova, Neutron)
