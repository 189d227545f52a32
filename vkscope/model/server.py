"""The model as a server: `vkscope server --core model`, for a debugger's breakpoints.

Rules: asyncio alone, no native code; one command at a time; nothing here knows what commands do.
Use: clients of RESP2 and RESP3 and typed lines (nc, telnet). It is a specification: slow, and
without limits that protect a server.
"""

from __future__ import annotations

import asyncio

from vkscope.model.call import Session
from vkscope.model.registry import Model
from vkscope.model.replies import Failure, encode


class BadRequestError(Exception):
    """What came is no RESP."""


async def read_request(reader: asyncio.StreamReader) -> list[bytes] | None:
    """Return the words of the next command, none for an empty one; None at the end."""
    line = await reader.readline()
    if not line:
        return None
    if not line.startswith(b"*"):
        return line.split()
    count = number(line, b"*", "invalid multibulk length")
    words = []
    for _ in range(count):
        header = await reader.readline()
        if header[:1] != b"$":
            raise BadRequestError("expected '$'")
        size = number(header, b"$", "invalid bulk length")
        words.append((await reader.readexactly(size + 2))[:-2])
    return words


def number(line: bytes, mark: bytes, error: str) -> int:
    """Return the length in a header line."""
    text = line.removeprefix(mark).rstrip(b"\r\n")
    if not text.isdigit():
        raise BadRequestError(error)
    return int(text)


class ModelServer:
    """One model, many connections."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.connections = 0
        self.clients: list[tuple[Session, asyncio.StreamWriter]] = []

    async def serve_client(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Read, execute, answer, until the client leaves."""
        self.connections += 1
        session = Session(ident=self.connections)
        self.clients.append((session, writer))
        try:
            while not session.leaving:
                words = await read_request(reader)
                if words is None:
                    break
                if words:
                    reply = self.model.execute(session, words)
                    writer.write(encode(reply, session.protocol))
                    self.deliver()
                    await writer.drain()
        except BadRequestError as error:
            writer.write(encode(Failure(f"ERR Protocol error: {error}".encode()), 2))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.clients.remove((session, writer))
            self.model.forget(session)
            writer.close()

    def deliver(self) -> None:
        """Send what was published to those who listen."""
        for session, writer in self.clients:
            for push in session.inbox:
                writer.write(encode(push, session.protocol))
            session.inbox.clear()


async def serve(host: str, port: int) -> None:
    """Serve until cancelled; port 0 is any free one. Says where it listens."""
    server = await asyncio.start_server(ModelServer(Model()).serve_client, host, port)
    where = server.sockets[0].getsockname()
    print(f"The model listens on {where[0]}:{where[1]}", flush=True)
    async with server:
        await server.serve_forever()
