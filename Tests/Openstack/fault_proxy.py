"""A proxy before the services of a site that records what is asked, and fails as it is told.

It serves at an address of its own the ports that the site has, and Keystone's answers name its
address instead of the site's, so that whoever logs in through it asks every service through it.
"""
import asyncio
import collections
import dataclasses
import re
import socket
import threading

import http_messages
import loopback
from http_messages import Closed

READ_ONLY = ("GET", "HEAD", "OPTIONS")


@dataclasses.dataclass
class Rule:
    """What happens to the next `times` requests that match.

    One of: `status` is answered without asking the service; `reset`; `delay` in seconds before the
    service is asked. Or, for a body, `of` the "request" or the "response", at an offset in bytes:
    `cut` ends the connection, `truncate` ends the body as if it were whole, `corrupt` flips a bit.
    """

    method: str = ".*"
    path: str = ".*"
    port: int = None
    times: int = 1
    status: int = None
    reset: bool = False
    delay: float = 0
    of: str = "response"
    cut: int = None
    truncate: int = None
    corrupt: int = None
    headers: tuple = ()

    def matches(self, exchange):
        return (self.times > 0 and self.port in (None, exchange.port)
                and re.fullmatch(self.method, exchange.method)
                and re.search(self.path, exchange.path))


@dataclasses.dataclass
class Exchange:
    """One request; `status` is 0 when it was not answered; bodies are counted as they pass."""

    port: int
    method: str
    path: str
    headers: dict
    status: int = 0
    sent: int = 0
    received: int = 0

    @property
    def mutates(self):
        """Whether it asks for a change; to log in makes a token, and is none."""
        return self.method not in READ_ONLY and not self.path.startswith("/v3/auth/tokens")

    def __str__(self):
        return f"{self.method} :{self.port}{self.path} {self.status}"


class Proxy:
    """The proxy of one site. `exchanges` is what was asked since `forget`."""

    def __init__(self, place, address, ports):
        self.place, self.address = place, address
        self.sockets = [socket.create_server((address, port)) for port in ports]
        self.exchanges, self.rules = [], []
        self.tasks = set()  # asyncio itself holds them weakly
        self.lock = threading.Lock()
        self.loop = asyncio.new_event_loop()
        self.started = threading.Event()
        threading.Thread(target=self.run, daemon=True).start()
        if not self.started.wait(timeout=10):
            raise SystemExit(f"no proxy at {address}")

    def as_place(self):
        return loopback.Place(self.place.name, self.place.uid, self.address)

    def run(self):
        asyncio.set_event_loop(self.loop)
        for each in self.sockets:
            port = each.getsockname()[1]
            self.loop.run_until_complete(asyncio.start_server(
                lambda reader, writer, port=port: self.serve(port, reader, writer), sock=each))
        self.started.set()
        self.loop.run_forever()

    def forget(self, *rules):
        """Begins anew, with these rules."""
        with self.lock:
            self.exchanges, self.rules = [], list(rules)

    def count(self, method=".*", path=".*", port=None):
        return sum(bool(Rule(method, path, port).matches(each)) for each in self.exchanges)

    def mutations(self):
        return [str(each) for each in self.exchanges if each.mutates]

    def summary(self):
        return collections.Counter(f"{each.method} :{each.port}" for each in self.exchanges)

    def rule_for(self, exchange):
        with self.lock:
            self.exchanges.append(exchange)
            for rule in self.rules:
                if rule.matches(exchange):
                    rule.times -= 1
                    return rule
        return Rule()

    async def serve(self, port, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        try:
            while await self.exchange(port, reader, writer):
                pass
        except (Closed, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

    async def exchange(self, port, reader, writer):
        """Passes one request on; says whether the connection can be used for another."""
        request = await http_messages.read(reader)
        exchange = Exchange(port, request.method, request.target, dict(request.headers))
        rule = self.rule_for(exchange)
        if rule.delay:
            await asyncio.sleep(rule.delay)
        if rule.reset:
            http_messages.reset(writer)
            raise Closed
        if rule.status:
            exchange.status = rule.status
            await http_messages.answer(writer, rule.status, rule.headers)
            raise Closed
        server_reader, server_writer = await asyncio.open_connection(self.place.address, port)
        try:
            return await self.pass_on(exchange, rule, request, (reader, writer),
                                      (server_reader, server_writer))
        finally:
            server_writer.transport.abort()

    async def pass_on(self, exchange, rule, request, client, server):
        reader, writer = client
        if request.expects_continue():
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        sending = asyncio.ensure_future(self.send(exchange, rule, request, reader, server[1]))
        receiving = asyncio.ensure_future(http_messages.read_response(server[0]))
        try:
            await asyncio.wait([sending, receiving], return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and isinstance(sending.exception(), Closed):
                http_messages.reset(writer)
                raise Closed
            response = await receiving
            exchange.status = response.status
            await self.receive(exchange, rule, request, response, server[0], writer)
            # A service may refuse before it has read everything.
            return sending.done() and response.is_framed()
        finally:
            sending.cancel()
            receiving.cancel()

    async def send(self, exchange, rule, request, reader, writer):
        fault = rule if rule.of == "request" else Rule()
        pieces = http_messages.faulty(request.body(reader), fault)
        request.forward_to(f"{self.place.address}:{exchange.port}")
        exchange.sent = 0
        await http_messages.write(writer, request, pieces, fault, exchange, "sent")

    async def receive(self, exchange, rule, request, response, reader, writer):
        fault = rule if rule.of == "response" else Rule()
        response.set("connection", "keep-alive" if response.is_framed() else "close")
        pieces = response.body(reader, to=request.method)
        if exchange.port == 5000:
            whole = b"".join([piece async for piece in pieces])
            # Addresses are of one length, and so are the answers.
            pieces = http_messages.pieces_of(
                whole.replace(self.place.address.encode(), self.address.encode()))
        await http_messages.write(
            writer, response, http_messages.faulty(pieces, fault), fault, exchange, "received")


class Proxies:
    """The proxies of both sites; `environment` leads chiport through them."""

    ports = (1234, 5000, 8080, 8774, 9292, 9696)

    def __init__(self, suite):
        self.uc, self.tacc = (
            self.before(place, suite.pair.network) for place in (suite.uc, suite.tacc))
        clouds = suite.folder / "proxied-clouds.yaml"
        suite.account.write_clouds(clouds, **{
            proxy.place.uid: suite.account.cloud(proxy.as_place()) for proxy in self.both})
        self.environment = {"OS_CLIENT_CONFIG_FILE": clouds}

    def before(self, place, network):
        """A proxy at an address that no other suite has."""
        for last in range(4, 10):
            try:
                return Proxy(place, f"{network}.{last}", self.ports)
            except OSError:
                continue
        raise SystemExit(f"no address in {network} is free")

    @property
    def both(self):
        return (self.uc, self.tacc)

    def __enter__(self):
        self.forget()
        return self

    def __exit__(self, *_):
        self.forget()

    def forget(self):
        for proxy in self.both:
            proxy.forget()

    def mutations(self):
        return self.uc.mutations() + self.tacc.mutations()

    def summary(self):
        return ", ".join(f"{what} {count}" for what, count in sorted(
            (self.uc.summary() + self.tacc.summary()).items()))
