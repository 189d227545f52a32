"""What the doctor is tried on: fifteen faults at three strengths, and servers that are healthy.

Words: stage: a running server with a base load, and what a case may do to it. A fault has a
preparation, which is over and forgotten before the doctor looks, and an injection while it looks.
The weakest strength of each fault is one that nobody would notice.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

STRENGTHS = ("strong", "medium", "weak")
SERVER_CORE, LOAD_CORE = 1, 0
BUSY = "while True: pass"
DUTY = """
import time
while True:
    start = time.perf_counter()
    while time.perf_counter() - start < 0.002:
        pass
    time.sleep(0.098)
"""


def encode(*words: str | bytes) -> bytes:
    """A command as RESP."""
    raw = [w.encode() if isinstance(w, str) else w for w in words]
    return b"*%d\r\n" % len(raw) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in raw)


def pin(core: int) -> Callable[[], None]:
    """For subprocesses: stay on one core, where there is more than one."""

    def on_core() -> None:
        if (os.cpu_count() or 1) > core:
            os.sched_setaffinity(0, {core})

    return on_core


@dataclass
class Stage:
    """One server, its port, and what runs beside it; everything ends with the stage."""

    port: int
    seconds: float
    folder: Path
    """What the server keeps its files in; what lies beside it is the case's own."""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    sockets: list[socket.socket] = field(default_factory=list)

    def connect(self) -> socket.socket:
        """A connection that stays open until the end."""
        s = socket.create_connection(("127.0.0.1", self.port), 60)
        self.sockets.append(s)
        return s

    @contextmanager
    def talking(self) -> Iterator[Talk]:
        """A connection for commands."""
        with socket.create_connection(("127.0.0.1", self.port), 120) as s:
            yield Talk(s)

    def ask(self, *words: str | bytes) -> bytes:
        """One command on a connection of its own; its first line."""
        with self.talking() as talk:
            return talk.ask(*words)

    def spawn(self, core: int, *command: str) -> None:
        """Run a process until the end, on a core."""
        null = subprocess.DEVNULL
        self.running.append(
            subprocess.Popen(command, stdin=null, stdout=null, stderr=null, preexec_fn=pin(core))
        )

    def bench(self, *arguments: str) -> None:
        """Load from redis-benchmark until the end."""
        base = ("redis-benchmark", "-p", str(self.port), "-q", "-n", "1000000000")
        self.spawn(LOAD_CORE, *base, *arguments)

    def python(self, core: int, code: str) -> None:
        """A Python program until the end."""
        self.spawn(core, sys.executable, "-c", code)

    def background(self, work: Callable[[], None]) -> None:
        """Run in a thread; it may find the server gone at the end."""

        def quietly() -> None:
            with suppress(OSError, ValueError):
                work()

        threading.Thread(target=quietly, daemon=True).start()

    def close(self) -> None:
        """End what runs beside the server."""
        for process in self.running:
            process.send_signal(signal.SIGKILL)
            process.wait()
        for s in self.sockets:
            s.close()


class Talk:
    """A plain RESP2 connection: commands one by one, or many at once."""

    def __init__(self, s: socket.socket) -> None:
        self.socket = s
        self._file = s.makefile("rb")

    def ask(self, *words: str | bytes) -> bytes:
        """Send one command, read its reply whole, return its first line (or its bulk)."""
        self.socket.sendall(encode(*words))
        return self._reply()

    def _reply(self) -> bytes:
        line = self._file.readline()
        kind, rest = line[:1], line[1:].strip()
        if kind == b"$" and int(rest) >= 0:
            return self._file.read(int(rest) + 2)[:-2]
        if kind == b"*":
            for _ in range(int(rest)):
                self._reply()
        return line.strip()

    def drain(self, *words: str) -> None:
        """Send a command and PING, and read as fast as bytes come, up to PING's reply."""
        self.socket.sendall(encode(*words) + encode("PING"))
        tail = b""
        while not tail.endswith(b"+PONG\r\n"):
            tail = tail[-6:] + self.socket.recv(1 << 20)

    def many(self, commands: Iterator[bytes], batch: int = 500) -> int:
        """Send commands in batches; how many were answered with an error."""
        errors, waiting, data = 0, 0, bytearray()
        for command in commands:
            data += command
            waiting += 1
            if waiting == batch:
                errors += self._flush(data, waiting)
                waiting, data = 0, bytearray()
        return errors + (self._flush(data, waiting) if waiting else 0)

    def _flush(self, data: bytes, count: int) -> int:
        self.socket.sendall(data)
        return sum(self._reply().startswith(b"-") for _ in range(count))


Action = Callable[[Stage, int], None]
"""Takes the stage and the strength: 0 strong, 1 medium, 2 weak."""


Launch = Callable[[Path], tuple[list[str], dict[str, str]]]
"""From the folder of its files: words before the server's, and what its environment has more."""


class NotHereError(Exception):
    """A fault that cannot be made on this machine; the text says why."""


@dataclass(frozen=True)
class Fault:
    """One kind; `rule` is what the doctor must say."""

    name: str
    rule: str
    prepare: Action
    inject: Action
    arguments: tuple[str, ...] = ()
    launch: Launch | None = None


def nothing(stage: Stage, strength: int) -> None:
    """No preparation."""


def sets(keys: Iterator[str], value: bytes, *more: str) -> Iterator[bytes]:
    """SET commands."""
    return (encode("SET", key, value, *more) for key in keys)


def names(prefix: str, count: int) -> Iterator[str]:
    """Names of keys."""
    return (f"{prefix}:{i}" for i in range(count))


def slow_command_prepare(stage: Stage, strength: int) -> None:
    size = (9_000, 4_000, 400)[strength]
    with stage.talking() as talk:
        talk.ask("SET", "lcs:a", b"ab" * (size // 2))
        talk.ask("SET", "lcs:b", b"ba" * (size // 2))


def slow_command(stage: Stage, strength: int) -> None:
    for _ in range(4):
        stage.ask("LCS", "lcs:a", "lcs:b", "LEN")
        time.sleep(0.3)


def huge_keys_prepare(stage: Stage, strength: int) -> None:
    stage.ask("DEBUG", "POPULATE", str((1_500_000, 500_000, 2_000)[strength]))


def huge_keys(stage: Stage, strength: int) -> None:
    with stage.talking() as talk:
        for _ in range(3):
            talk.drain("KEYS", "*")
            time.sleep(0.3)


def big_collection_prepare(stage: Stage, strength: int) -> None:
    count, step = (400_000, 150_000, 200)[strength], 200
    with stage.talking() as talk:
        talk.many(
            encode("HSET", "users", *(w for i in range(at, at + step) for w in (f"user:{i}", "x")))
            for at in range(0, count, step)
        )


def big_collection(stage: Stage, strength: int) -> None:
    with stage.talking() as talk:
        for _ in range(3):
            talk.drain("HGETALL", "users")
            time.sleep(0.3)


def expiry_prepare(stage: Stage, strength: int) -> None:
    stage.ask("DEBUG", "SET-ACTIVE-EXPIRE", "0")
    with stage.talking() as talk:
        talk.many(sets(names("session", (800_000, 250_000, 1_000)[strength]), b"token", "PX", "1"))


def expiry(stage: Stage, strength: int) -> None:
    stage.ask("DEBUG", "SET-ACTIVE-EXPIRE", "1")


def eviction_prepare(stage: Stage, strength: int) -> None:
    stage.ask("DEBUG", "POPULATE", "100000", "old", "1000")
    stage.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")


def eviction(stage: Stage, strength: int) -> None:
    """The limit is what is used: each write that comes evicts."""
    stage.ask("CONFIG", "SET", "maxmemory", str(_used(stage) + (256 << 10)))
    if strength == 2:
        _paced_writes(stage, 200)
    else:
        clients, pipeline = (("8", "32"), ("4", "8"))[strength]
        stage.bench("-t", "set", "-d", "1000", "-r", "10000000", "-c", clients, "-P", pipeline)


def _paced_writes(stage: Stage, per_second: int) -> None:
    """Writes of new keys of a kilobyte, evenly spread."""
    with stage.talking() as talk:
        end = time.monotonic() + stage.seconds - 0.5
        n = 0
        while time.monotonic() < end:
            talk.many(sets((f"new:{n + i}" for i in range(per_second // 20)), b"x" * 1000))
            n += per_second // 20
            time.sleep(0.05)


def big_values_prepare(stage: Stage, strength: int) -> None:
    size = (128 << 20, 48 << 20, 16 << 10)[strength]
    stage.ask("SETRANGE", "big", str(size - 1), "x")


def big_values(stage: Stage, strength: int) -> None:
    with stage.talking() as talk:
        for _ in range(6):
            value = talk.ask("GET", "big")
            talk.ask("SET", "big", value)
            time.sleep(0.1)


def slow_client_prepare(stage: Stage, strength: int) -> None:
    stage.ask("SETRANGE", "page", str(100_000 - 1), "x")


def slow_client(stage: Stage, strength: int) -> None:
    s = stage.connect()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    for _ in range((1500, 200, 1)[strength]):
        s.sendall(encode("GET", "page"))


def fork_stall(stage: Stage, strength: int) -> None:
    for _ in range(2):
        stage.ask("DEBUG", "FORK", ("200", "40", "0")[strength])
        time.sleep(0.5)


def cpu_prepare(stage: Stage, strength: int) -> None:
    """Reads alone: the tool leaves at the first refused write, and its load with it."""
    stage.bench("-t", "get", "-c", "20", "-r", "100000", "-l")


def cpu(stage: Stage, strength: int) -> None:
    for _ in range((3, 1, 0)[strength]):
        stage.python(SERVER_CORE, BUSY)
    if strength == 2:
        stage.python(SERVER_CORE, DUTY)


def tiny_prepare(stage: Stage, strength: int) -> None:
    stage.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
    used = _used(stage)
    room = (-used // 2, 2 << 20, 300 << 20)[strength]
    stage.ask("CONFIG", "SET", "maxmemory", str(used + room))


def tiny(stage: Stage, strength: int) -> None:
    with stage.talking() as talk:
        for i in range(10):
            talk.many(sets(names(f"fill:{i}", 1000), b"x" * 500))
            time.sleep(0.1)


def _used(stage: Stage) -> int:
    text = stage.ask("INFO", "memory").decode()
    return int(text.split("used_memory:")[1].split("\r\n")[0])


PER_BUCKET = 7
BUCKETS = (1 << 19, 1 << 18, 1 << 10)
"""A table grows when these are full: 3.7 million, 1.8 million and 7,168 keys."""
ROOM = 20_000


def rehash_prepare(stage: Stage, strength: int) -> None:
    """Fill a table up to shortly before it grows."""
    stage.ask("DEBUG", "POPULATE", str(max(100, BUCKETS[strength] * PER_BUCKET - ROOM)), "row")


def rehash(stage: Stage, strength: int) -> None:
    """Add keys until it has grown."""
    with stage.talking() as talk:
        talk.many(sets(names("more", 2 * ROOM), b"v"), 200)


def above_limit(stage: Stage, strength: int) -> None:
    """Hashes made at once with 520 fields, where a listpack may have 512."""
    fields = [word for i in range(520) for word in (f"f{i}", str(i))]
    per_second = (800, 400, 20)[strength]
    with stage.talking() as talk:
        end, n = time.monotonic() + stage.seconds - 0.5, 0
        while time.monotonic() < end:
            batch = range(n, n + per_second // 20)
            talk.many(encode("HSET", f"order:{i}", *fields) for i in batch)
            n += per_second // 20
            time.sleep(0.04)


CROWD = """
import select, socket, time
WAIT = b"XREADGROUP GROUP g c%d BLOCK 0 COUNT 1 STREAMS jobs >\\r\\n"
crowd = {}
for i in range(CLIENTS):
    s = socket.create_connection(("127.0.0.1", PORT))
    s.sendall(WAIT % i)
    crowd[s] = i
boss = socket.create_connection(("127.0.0.1", PORT))
while True:
    boss.sendall(b"XADD jobs * job 1\\r\\n")
    boss.recv(4096)
    time.sleep(1 / EACH_SECOND)
    for s in select.select(list(crowd), (), (), 0)[0]:
        s.recv(65536)
        s.sendall(WAIT % crowd[s])
"""
"""Consumers of one group that wait for the same stream: an entry wakes them all, for one to get."""


def crowd_prepare(stage: Stage, strength: int) -> None:
    stage.ask("XGROUP", "CREATE", "jobs", "g", "0", "MKSTREAM")


def crowd(stage: Stage, strength: int) -> None:
    clients, per_second = ((400, 60), (150, 40), (10, 10))[strength]
    code = CROWD.replace("CLIENTS", str(clients)).replace("EACH_SECOND", str(per_second))
    stage.python(LOAD_CORE, code.replace("PORT", str(stage.port)))


def slow_subscriber(stage: Stage, strength: int) -> None:
    """A subscriber that reads nothing, below the limit at which it would be closed."""
    s = socket.socket()
    stage.sockets.append(s)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    s.connect(("127.0.0.1", stage.port))
    s.sendall(encode("SUBSCRIBE", "prices"))
    s.recv(100)
    messages = (460, 160, 1)[strength]
    with stage.talking() as talk:
        talk.many(encode("PUBLISH", "prices", b"x" * 50_000) for _ in range(messages))


def save_prepare(stage: Stage, strength: int) -> None:
    stage.ask("DEBUG", "POPULATE", str((1_500_000, 400_000, 1_000)[strength]), "row", "100")


def save(stage: Stage, strength: int) -> None:
    stage.ask("SAVE")


FAULTS = (
    Fault("slow command", "slow-command", slow_command_prepare, slow_command),
    Fault("huge KEYS", "keys-walk", huge_keys_prepare, huge_keys),
    Fault("big collection", "big-collection", big_collection_prepare, big_collection),
    Fault("expiry storm", "expiry-storm", expiry_prepare, expiry),
    Fault("eviction storm", "eviction-storm", eviction_prepare, eviction),
    Fault("big values", "big-values", big_values_prepare, big_values),
    Fault("slow client", "slow-client", slow_client_prepare, slow_client),
    Fault("fork stall", "fork-stall", nothing, fork_stall),
    Fault("CPU taken", "cpu-taken", cpu_prepare, cpu),
    Fault("tiny maxmemory", "maxmemory-tiny", tiny_prepare, tiny),
    Fault("huge rehash", "rehash-huge", rehash_prepare, rehash),
    Fault("wrong threshold", "wrong-threshold", nothing, above_limit),
    Fault("hot blocked key", "hot-blocked-key", crowd_prepare, crowd),
    Fault("slow subscriber", "slow-subscriber", nothing, slow_subscriber),
    Fault("foreground save", "foreground-save", save_prepare, save),
)
