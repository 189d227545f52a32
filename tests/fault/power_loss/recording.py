"""A server under the shim, and the log of its life.

Words: an operation's position is its place in the log; a crash at position N is a power loss after
the first N operations. A reply's position is that of the send that completed it.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from tests.conftest import unused_port
from tests.fault.power_loss.nursery import Born, nursery

RECORD = struct.Struct("<HHHHIIQQQ")
RULE = struct.Struct("<IiIIqqqII")
CONTROL_BYTES = 4096
SERVER = os.environ.get("VKSCOPE_FAULT_SERVER", "ours")
"""Who is tried: "ours", or the path of another server, to see what the peer does."""


class Do(IntEnum):
    """Operations, as shim.c numbers them."""

    CREATE = 1
    TRUNCATE = 2
    WRITE = 3
    SYNC_BEGIN = 4
    SYNC_END = 5
    RENAME = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    SEND = 10
    OPEN = 11
    CLOSE = 12
    FORK = 13
    FOLDER_SYNC = 14


@dataclass(frozen=True, slots=True)
class Operation:
    """One record: paths are relative to the folder ("" is the folder), time is in ns of the
    monotonic clock.
    """

    do: Do
    path: str
    to: str
    port: int
    thread: int
    ino: int
    offset: int
    ns: int
    data: bytes


@functools.cache
def build_shim() -> Path:
    """Compile the shim, once in this process."""
    folder = tempfile.mkdtemp(prefix="vk-shim-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Path(folder) / "shim.so"
    source = Path(__file__).with_name("shim.c")
    flags = ["-shared", "-fPIC", "-O1", "-g", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["gcc", *flags, "-o", str(made), str(source)], check=True)
    return made


def read_log(log: Path, folder: Path) -> list[Operation]:
    """Read a log; a record cut off at the end (the server was killed) is left out."""
    data, at, root = log.read_bytes(), 0, str(folder)
    operations = []
    while at + RECORD.size <= len(data):
        do, n_path, n_to, port, thread, n, ino, offset, ns = RECORD.unpack_from(data, at)
        at += RECORD.size
        if at + n_path + n_to + n > len(data):
            break
        path = data[at : at + n_path].decode().removeprefix(root).lstrip("/")
        to = data[at + n_path : at + n_path + n_to].decode().removeprefix(root).lstrip("/")
        at += n_path + n_to
        operations.append(
            Operation(Do(do), path, to, port, thread, ino, offset, ns, data[at : at + n])
        )
        at += n
    return operations


@dataclass
class Started:
    """A server that runs in a folder of its own; `log` is its output."""

    process: subprocess.Popen[bytes] | Born
    port: int
    log: Path

    def connect(self) -> socket.socket:
        """Connect, with a time limit of 2 minutes."""
        return socket.create_connection(("127.0.0.1", self.port), 120)

    def kill(self) -> None:
        """kill -9, and wait for its end."""
        self.process.kill()
        self.process.wait(120)


class RefusedError(Exception):
    """The server left instead of answering; the text is its log."""


def answers(process: subprocess.Popen[bytes] | Born, port: int) -> bool | None:
    """Whether the server has loaded and answers; None: the port is another process's."""
    with socket.create_connection(("127.0.0.1", port), 30) as probe:
        probe.sendall(b"PING\r\n")
        if not probe.recv(64).startswith(b"+PONG"):
            return False
        probe.sendall(b"INFO server\r\n")
        told = b""
        while b"process_id:" not in told or not told.endswith(b"\r\n"):
            more = probe.recv(65536)
            if not more:
                return False
            told += more
        return b"process_id:%d\r\n" % process.pid in told or None


def start_server(server: str, folder: Path, *arguments: str, shim: tuple[str, ...] = ()) -> Started:
    """Start a server on a folder and wait until it has loaded; RefusedError when it leaves.

    `shim`: the folder, log and control page of the shim, if it is to be loaded.
    """
    log = folder.with_name(folder.name + ".out")
    for _ in range(5):
        port = unused_port()
        words = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), *arguments]
        started = Started(begin(server, words, log, shim), port, log)
        if wait_for(started):
            return started
    raise RuntimeError("no port is free")


def begin(
    server: str, words: list[str], log: Path, shim: tuple[str, ...]
) -> subprocess.Popen[bytes] | Born:
    """Start a process; ours comes from a nursery."""
    loaded = str(build_shim()) if shim else ""
    if server == "ours":
        return nursery(loaded).run("server", words, str(log), shim=shim)
    env = environment(*shim) if shim else {}
    with log.open("wb") as out:
        return subprocess.Popen(
            [server, *words], stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **env}
        )


def environment(folder: str, log: str, control: str) -> dict[str, str]:
    """What loads the shim into a program."""
    named = {"VKFAULT_FOLDER": folder, "VKFAULT_LOG": log, "VKFAULT_CONTROL": control}
    return {"LD_PRELOAD": str(build_shim()), **named}


def wait_for(started: Started) -> bool:
    """Wait until a server answers; False when somebody else has its port."""
    for _ in range(12000):
        if started.process.poll() is not None:
            told = started.log.read_text(errors="replace")
            if "Address already in use" in told:
                return False
            raise RefusedError(told)
        with contextlib.suppress(OSError):
            loaded = answers(started.process, started.port)
            if loaded:
                return True
            if loaded is None:
                started.kill()
                return False
        time.sleep(0.01)
    started.kill()
    raise RuntimeError("the server did not answer: " + started.log.read_text(errors="replace"))


class Control:
    """The page by which calls of a shimmed server are made to fail, or an fsync to take long.

    A page that is there may be a running server's: it is written to, never made anew.
    """

    def __init__(self, page: Path, sync_us: int = 0, swallow: bool = False) -> None:
        self.control = page
        self.sync_us, self.swallow = sync_us, swallow
        if not page.exists():
            page.write_bytes(bytes(CONTROL_BYTES))
        self.rule()

    def rule(
        self,
        *operations: Do,
        error: int = 0,
        short: bool = False,
        skip: int = 0,
        times: int = 0,
    ) -> None:
        """Let these operations fail after `skip` of them, `times` times (-1: for ever); none: all
        succeed.
        """
        mask = sum(1 << operation for operation in operations)
        with self.control.open("r+b") as page:
            page.write(bytes(4))
            page.flush()
            page.seek(4)
            rule = RULE.pack(mask, error, short, 0, skip, times, 0, self.sync_us, self.swallow)
            page.write(rule[4:])
            page.flush()
            page.seek(0)
            page.write(rule[:4])

    def hits(self) -> int:
        """How many calls the present rule has made fail."""
        return int(RULE.unpack_from(self.control.read_bytes())[6])


class Shimmed(Control):
    """A server whose calls are recorded and may be made to fail."""

    def __init__(
        self, server: str, base: Path, *arguments: str, sync_us: int = 0, swallow: bool = False
    ) -> None:
        self.folder = (base / "disk").resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = base / "operations.log"
        super().__init__(base / "control", sync_us, swallow)
        shim = (str(self.folder), str(self.log), str(self.control))
        self.started = start_server(server, self.folder, *arguments, shim=shim)

    def operations(self) -> list[Operation]:
        """The log so far."""
        return read_log(self.log, self.folder)


def replies(sent: Sequence[tuple[int, bytes]]) -> Iterator[int]:
    """Give the position of each reply in what one client was sent: pairs of position and bytes."""
    data, ends = b"", []
    for position, part in sent:
        data += part
        ends.append((len(data), position))
    at, i = 0, 0
    while (end := reply_end(data, at)) is not None:
        while ends[i][0] < end:
            i += 1
        yield ends[i][1]
        at = end


def reply_end(data: bytes, at: int) -> int | None:
    """Where the reply that begins there ends; None: more must come."""
    stop = data.find(b"\r\n", at)
    if stop < 0:
        return None
    kind, text = data[at : at + 1], data[at + 1 : stop]
    if kind == b"$":
        n = int(text)
        end = stop + 2 + (n + 2 if n >= 0 else 0)
        return end if end <= len(data) else None
    if kind == b"*":
        next_at: int | None = stop + 2
        for _ in range(int(text)):
            next_at = reply_end(data, next_at) if next_at is not None else None
        return next_at
    return stop + 2
