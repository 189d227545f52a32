"""What tests of replicas need: a proxy that cuts links, a load of random commands, real servers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
import redis

from tests.conftest import unused_port
from tests.property.forms import RUNNING, commands
from vkscope.tables import commands as tables

CLIENTS = 50
BATCH = 20
VALKEY = os.environ.get("VALKEY_SERVER", shutil.which("valkey-server") or "valkey-server")
REDIS = shutil.which("redis-server") or "redis-server"


class CuttingProxy:
    """Passes bytes on to a port; while `cutting`, each link ends after a random number of them."""

    def __init__(self, port: int, seed: int, longest: int = 60_000) -> None:
        self.port = unused_port()
        self.cutting = False
        self.cuts = 0
        self._to = port
        self._random = Random(seed)
        self._longest = longest
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._listening.wait(10)

    def close(self) -> None:
        """End every link, and the thread."""
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(10)

    def _end(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._loop.call_soon(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serve = asyncio.start_server(self._link, "127.0.0.1", self.port)
        self._loop.run_until_complete(serve)
        self._listening.set()
        self._loop.run_forever()

    async def _link(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        far, ask = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {ask, answer}
        up = asyncio.ensure_future(self._pass(near, ask))
        with contextlib.suppress(OSError):
            await self._down(far, answer)
        up.cancel()
        self._open -= {ask, answer}
        for writer in (ask, answer):
            writer.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()

    async def _down(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        left = -1
        while data := await source.read(65536):
            if left < 0 and self.cutting:
                left = self._random.randint(1, self._longest)
            if 0 <= left <= len(data):
                sink.write(data[:left])
                await sink.drain()
                self.cuts += 1
                return
            left -= len(data) if left > 0 else 0
            sink.write(data)
            await sink.drain()


class Load:
    """Fifty clients that say random commands, in one thread."""

    def __init__(self, port: int, seed: int, known: Callable[[str], bool]) -> None:
        self._random = Random(seed)
        self._draw = commands(RUNNING, known)
        self._sockets = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(CLIENTS)]
        self.said = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            for sock in self._sockets:
                sock.sendall(b"".join(self._request() for _ in range(BATCH)))
                self.said += BATCH
            for sock in self._sockets:
                self._drain(sock)

    def _request(self) -> bytes:
        words = self._draw(self._random)
        head = b"*%d\r\n" % len(words)
        return head + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)

    def _drain(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while sock.recv(1 << 20):
                pass
        sock.setblocking(True)
        sock.settimeout(10)

    def stop(self) -> None:
        """Say no more; all that was said has run."""
        self._stop.set()
        self._thread.join(20)
        for sock in self._sockets:
            self._finish(sock)
            sock.close()

    def _finish(self, sock: socket.socket) -> None:
        mark = b"%032x" % random.getrandbits(128)
        sock.sendall(b"*2\r\n$4\r\nECHO\r\n$32\r\n" + mark + b"\r\n")
        got = b""
        while mark not in got:
            more = sock.recv(1 << 20)
            assert more, "the server closed a client"
            got = got[-64:] + more


def known_to(version: tuple[int, int]) -> Callable[[str], bool]:
    """Tells of a form whether a server of that version has its command."""
    table = tables.load()

    def known(line: str) -> bool:
        words = [word.lower() for word in line.split()]
        found = table.commands.get(" ".join(words[:2])) or table.commands.get(words[0])
        if found is None:
            return True
        since = tuple(map(int, found.since.split(".")))
        return table.is_implemented(found) and since[:2] <= version

    return known


@contextlib.contextmanager
def real_replica(program: str, folder: Path, of_port: int, *more: str) -> Iterator[redis.Redis]:
    """A real server that replicates from a port; its files are in a folder of its own."""
    port = unused_port()
    home = folder / str(port)
    home.mkdir()
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here: VALKEY_SERVER says where it is")
    words = [program, "--port", str(port), "--save", "", "--dir", str(home), *more]
    words += ["--replicaof", f"127.0.0.1 {of_port}", "--enable-debug-command", "yes"]
    words += ["--repl-timeout", "20", "--logfile", str(home / "log")]
    with subprocess.Popen(words) as process:
        try:
            with redis.Redis(port=port, socket_timeout=30) as client:
                eventually(lambda: answers(client))
                yield client
        finally:
            process.terminate()
            process.wait(20)


def answers(client: redis.Redis) -> bool:
    """Tell whether somebody is there."""
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.BusyLoadingError):
        return False


def eventually(check: Callable[[], object], seconds: float = 40) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def is_up(replica: redis.Redis) -> bool:
    """Tell whether a replica reads the stream."""
    try:
        return replica.info("replication")["master_link_status"] == "up"
    except redis.BusyLoadingError:
        return False


def caught_up(primary: redis.Redis, replica: redis.Redis) -> bool:
    """Tell whether a replica has everything."""
    end = primary.info("replication")["master_repl_offset"]
    return is_up(replica) and replica.info("replication")["slave_repl_offset"] == end


def digest(client: redis.Redis) -> bytes:
    """DEBUG DIGEST."""
    execute: Callable[..., bytes] = client.execute_command
    return execute("DEBUG", "DIGEST")


def value_of(client: redis.Redis, key: bytes) -> object:
    """What a key holds. Redis 7 writes a score into its digest with other digits: sets are read."""
    if client.type(key) == b"zset":
        return client.zrange(key, 0, -1, withscores=True)
    execute: Callable[..., object] = client.execute_command
    return execute("DEBUG", "DIGEST-VALUE", key)


def difference(primary: redis.Redis, replica: redis.Redis) -> str:
    """The first keys that are not the same; nothing when all are."""
    found: list[str] = []
    for db in range(16):
        for client in (primary, replica):
            client.execute_command("SELECT", db)
        keys = sorted({*primary.keys("*"), *replica.keys("*")})
        for key in keys:
            ours, theirs = (
                (value_of(client, key), client.execute_command("PEXPIRETIME", key))
                for client in (primary, replica)
            )
            if ours != theirs:
                found.append(f"db {db} {key!r} {primary.type(key)!r}: {ours!r}, {theirs!r}")
    return "; ".join(found[:10])
