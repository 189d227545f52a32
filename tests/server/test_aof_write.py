"""The append-only file is written: what is in it, what WAITAOF waits for, what full disks do."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Running, launch
from tests.server.wire import Wire

Start = Callable[..., Running]
PLUGIN = """
from vkscope.native import door
from vkscope.plugin import command

@command("file.open", arity=2)
def open_file(ctx, words):
    door.aof_open(words[1].decode())
    return "OK"

@command("file.stop", arity=1)
def stop_file(ctx, words):
    return int(door.aof_stop())
"""


class Writer:
    """A server that writes to a file which the test names; `server` reads its configuration."""

    def __init__(self, start: Start, folder: Path, policy: str) -> None:
        plugin = folder / "files.py"
        plugin.write_text(PLUGIN)
        self.server = start("--plugin", str(plugin), "--appendfsync", policy)
        self.path = folder / "stream.aof"
        self.wire = self.connect()
        assert self.wire.call("file.open", str(self.path)) == b"OK"

    def connect(self) -> Wire:
        """One more client."""
        return Wire(socket.create_connection(("127.0.0.1", self.server.port), timeout=20))

    def fill(self, size: int = 200_000) -> None:
        """Write so much that the log is shorter than the file."""
        assert self.wire.call("SET", "big", "x" * size) == b"OK"

    def limit(self, size: int) -> None:
        """Files of the server may not become longer: a full disk. -1: as long as they like."""
        _, hard = resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE)
        soft = hard if size < 0 else size
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (soft, hard))

    def info(self, name: str) -> str:
        """A field of INFO persistence."""
        lines = self.connect().call("INFO", "persistence").decode().splitlines()
        return str(dict(line.split(":", 1) for line in lines if ":" in line)[name])

    def recovered(self) -> Wire:
        """A client, once writes are taken again."""
        wire = self.connect()
        until = time.monotonic() + 10
        while wire.call("SET", "probe", "1") != b"OK":
            assert time.monotonic() < until, self.info("aof_last_write_status")
            time.sleep(0.02)
        return wire


@pytest.fixture
def writer(start: Start, tmp_path: Path) -> Callable[[str], Writer]:
    """Start one with this appendfsync."""
    return lambda policy: Writer(start, tmp_path, policy)


def test_waitaof_needs_a_file(writer: Callable[[str], Writer]) -> None:
    w = writer("always")
    assert w.wire.call("SET", "k", "v") == b"OK"
    assert w.wire.call("WAITAOF", "1", "0", "0") == [1, 0]
    assert w.wire.call("file.stop") == 1
    assert w.wire.call("WAITAOF", "1", "0", "0") == (
        "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled."
    )
    assert w.wire.call("WAITAOF", "0", "0", "0") == [0, 0]


def test_waitaof_waits_for_the_thread_or_in_vain(writer: Callable[[str], Writer]) -> None:
    w = writer("everysec")
    for i in range(3):
        assert w.wire.call("INCR", "k") == i + 1
        assert w.wire.call("WAITAOF", "1", "0", "0") == [1, 0]
    assert w.wire.call("CONFIG", "SET", "appendfsync", "no") == b"OK"
    w.wire.call("INCR", "k")
    assert w.wire.call("WAITAOF", "1", "0", "50") == [0, 0]
    w.wire.call("MULTI")
    w.wire.call("INCR", "k")
    w.wire.call("WAITAOF", "1", "0", "0")
    assert w.wire.call("EXEC") == [5, [0, 0]]
    assert w.wire.call("WAITAOF", "2", "0", "0") == (
        "ERR value is out of range, value must between 0 and 1"
    )


def test_waiters_hear_that_the_file_was_switched_off(writer: Callable[[str], Writer]) -> None:
    w = writer("no")
    waits = w.connect()
    waits.call("INCR", "k")
    waits.send("WAITAOF", "1", "0", "0")
    assert waits.silent()
    assert w.wire.call("file.stop") == 1
    assert "appendonly is disabled" in waits.read()


def test_info_tells_of_the_file(writer: Callable[[str], Writer]) -> None:
    w = writer("always")
    w.wire.call("SET", "k", "v")
    assert w.info("aof_enabled") == "1"
    assert w.info("aof_last_write_status") == "ok"
    assert int(w.info("aof_current_size")) == w.path.stat().st_size
    assert w.info("aof_pending_bio_fsync") == "0"


@pytest.mark.parametrize("policy", ["always", "everysec", "no"])
def test_what_was_answered_outlives_kill_9(tmp_path: Path, policy: str) -> None:
    w = Writer(lambda *words: launch(tmp_path, *words), tmp_path, policy)
    wires = [w.connect() for _ in range(5)]
    for n in range(40):
        for i, wire in enumerate(wires):
            wire.send("RPUSH", f"l{i}", str(n))
        for wire in wires:
            wire.read()
    w.server.process.kill()
    w.server.process.wait()
    assert w.path.read_bytes().count(b"RPUSH") == 200


def test_a_full_disk_refuses_writes_until_there_is_room(writer: Callable[[str], Writer]) -> None:
    w = writer("everysec")
    w.fill()
    size = w.path.stat().st_size
    w.limit(size + 5)
    with pytest.raises((EOFError, ConnectionError)):
        w.wire.call("SET", "k", "1")
    wire = w.connect()
    error = "MISCONF Errors writing to the AOF file: File too large"
    assert wire.call("SET", "k", "2") == error
    assert wire.call("PING") == error
    assert wire.call("GET", "k") == b"1"
    script = "return redis.pcall('SET', KEYS[1], '2')"
    assert wire.call("EVAL", script, "1", "k") == error
    assert w.info("aof_last_write_status") == "err"
    assert w.path.stat().st_size == size
    w.limit(-1)
    assert w.recovered().call("GET", "k") == b"1"
    assert w.info("aof_last_write_status") == "ok"
    assert w.path.read_bytes()[size:].startswith(b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\n1\r\n")
    log = w.server.log.read_text()
    assert "AOF write error looks solved. The server can write again." in log


def test_always_never_acknowledges_what_the_disk_has_not(writer: Callable[[str], Writer]) -> None:
    w = writer("always")
    w.fill()
    size = w.path.stat().st_size
    reader = w.connect()
    reader.call("GET", "big")
    w.limit(size + 5)
    w.wire.send("SET", "k", "1")
    with pytest.raises((EOFError, ConnectionError)):
        w.wire.read()
    assert reader.call("GET", "k") == b"1"
    assert w.path.stat().st_size == size
    w.limit(-1)
    w.recovered()
    assert w.path.read_bytes()[size:].startswith(b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\n1\r\n")
