"""Serves one application at one address until it is told to end.

    wsgi_server.py MODULE:NAME ADDRESS PORT

OpenStack's applications read sys.argv when they are imported, so a server's own command cannot
serve them.
"""
import importlib
import signal
import sys

from cheroot import wsgi


class WholeBody:
    """A request's body that fails when it ends early, as under uWSGI; cheroot's just ends."""

    def __init__(self, body, length):
        self.body, self.left = body, length

    def read(self, size=-1):
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        data = self.body.read(wanted)
        self.left -= len(data)
        if len(data) < wanted:
            raise OSError(f"the client went away with {self.left} bytes to come")
        return data

    def readline(self, size=-1):
        line = self.body.readline(size)
        self.left -= len(line)
        return line

    def __iter__(self):
        return iter(self.readline, b"")


class KeptOpen:
    """A body in chunks. Who closes it would close the connection's reader, which cheroot goes on with."""

    def __init__(self, body):
        self.read, self.readline = body.read, body.readline

    def __iter__(self):
        return iter(self.readline, b"")


def with_whole_bodies(application):
    def serve(environment, start_response):
        length = environment.get("CONTENT_LENGTH")
        body = environment["wsgi.input"]
        environment["wsgi.input"] = WholeBody(body, int(length)) if length else KeptOpen(body)
        return application(environment, start_response)
    return serve


def serve(application, address, port):
    server = wsgi.Server(
        (address, port), with_whole_bodies(application), numthreads=8, request_queue_size=128,
        timeout=60)
    server.max_request_body_size = 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.start()
    finally:
        server.stop()


if __name__ == "__main__":
    module, name = sys.argv[1].split(":")
    address, port = sys.argv[2:]
    del sys.argv[1:]
    serve(getattr(importlib.import_module(module), name), address, int(port))
