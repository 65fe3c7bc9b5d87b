"""Reading and writing HTTP/1.1, just enough for the fault proxy."""
import asyncio

LIMIT = 1 << 16


class Closed(Exception):
    """The connection is over."""


class Message:
    def __init__(self, start, headers):
        self.start, self.headers = start, headers

    @property
    def method(self):
        return self.start.split(" ")[0]

    @property
    def target(self):
        return self.start.split(" ")[1]

    @property
    def status(self):
        return int(self.start.split(" ")[1])

    def get(self, name):
        return next((value for key, value in self.headers if key.lower() == name), None)

    def set(self, name, value):
        self.headers = [each for each in self.headers if each[0].lower() != name]
        if value is not None:
            self.headers.append((name, value))

    def is_chunked(self):
        return "chunked" in (self.get("transfer-encoding") or "").lower()

    def expects_continue(self):
        return self.get("expect") is not None

    def is_framed(self):
        """Whether its end can be seen without the end of the connection."""
        return bool(
            self.is_chunked() or self.get("content-length") or self.status in (204, 304))

    def forward_to(self, host):
        self.set("expect", None)
        self.set("host", host)
        self.set("connection", "close")

    async def body(self, reader, to=None):
        """The body in pieces; `to` is the method that a response answers."""
        is_response = self.start.startswith("HTTP/")
        if is_response and (to == "HEAD" or self.status in (204, 304)):
            return
        if self.is_chunked():
            while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
                async for piece in exactly(reader, size):
                    yield piece
                await reader.readline()
            while (await reader.readline()).strip():
                pass
        elif self.get("content-length"):
            async for piece in exactly(reader, int(self.get("content-length"))):
                yield piece
        elif is_response:
            while piece := await reader.read(LIMIT):
                yield piece


async def exactly(reader, size):
    while size:
        piece = await reader.read(min(size, LIMIT))
        if not piece:
            raise Closed
        size -= len(piece)
        yield piece


async def pieces_of(data):
    if data:
        yield data


async def read(reader):
    start = await reader.readline()
    if not start.strip():
        raise Closed
    headers = []
    while (line := (await reader.readline()).decode("latin-1").rstrip("\r\n")):
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
    return Message(start.decode("latin-1").rstrip("\r\n"), headers)


async def read_response(reader):
    """The final response, without those that announce it."""
    while (response := await read(reader)).status == 100:
        pass
    return response


async def faulty(pieces, fault):
    """The pieces of a body as a rule has them: cut, truncated, or with one bit flipped."""
    offset = 0
    async for piece in pieces:
        end = offset + len(piece)
        if fault.truncate is not None and offset >= fault.truncate:
            continue  # what is left is read all the same
        if fault.corrupt is not None and offset <= fault.corrupt < end:
            piece = bytearray(piece)
            piece[fault.corrupt - offset] ^= 1
            piece = bytes(piece)
        if fault.truncate is not None:
            piece = piece[:fault.truncate - offset]
        if fault.cut is not None and end > fault.cut:
            yield piece[:fault.cut - offset]
            raise Closed
        offset = end
        yield piece


async def write(writer, message, pieces, fault, exchange, counter):
    """Writes a message; a length that is known is kept, and is right unless the body is cut."""
    chunked = message.is_chunked()
    head = Message(message.start, message.headers)
    length = message.get("content-length")
    if length and fault.truncate is not None:
        head.set("content-length", str(min(int(length), fault.truncate)))
    head = [head.start] + [f"{name}: {value}" for name, value in head.headers]
    writer.write(("\r\n".join(head) + "\r\n\r\n").encode("latin-1"))
    try:
        async for piece in pieces:
            setattr(exchange, counter, getattr(exchange, counter) + len(piece))
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            await writer.drain()
    except Closed:
        await asyncio.sleep(0.05)  # what was written first arrives
        reset(writer)
        raise
    if chunked:
        writer.write(b"0\r\n\r\n")
    await writer.drain()


async def answer(writer, status, headers):
    body = b'{"error": "told to fail"}'
    head = [f"HTTP/1.1 {status} Told", f"content-length: {len(body)}", "connection: close"]
    head += [f"{name}: {value}" for name, value in headers]
    writer.write(("\r\n".join(head) + "\r\n\r\n").encode() + body)
    await writer.drain()


def reset(writer):
    writer.transport.abort()
