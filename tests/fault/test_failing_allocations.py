"""Requests for memory fail, once and for ever: no write is lost, nobody dies, nothing leaks.

One client gives 300 commands of all types. DEBUG FAIL-ALLOC lets request number k of the server for
memory fail, and makes nearly each block one; a command that is refused with OOM is given again.
What the server holds afterwards, and what it reads from its append-only file, must be what an
undisturbed server holds. VKSCOPE_FAULTS is the number of requests that are tried, 6 unless said; 0
tries all.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Running
from tests.server.wire import Wire

FAULTS = int(os.environ.get("VKSCOPE_FAULTS", "6"))
PATIENCE_S = 30.0
NEVER = 1 << 60
SMALL = 1024
REFUSALS = 20  # then memory comes back
Words = tuple[str | bytes, ...]
LUA = (
    "redis.call('SET',KEYS[1],ARGV[1]) redis.call('RPUSH',KEYS[2],ARGV[1]) "
    "return redis.call('HSET',KEYS[3],ARGV[1],ARGV[1])"
)
OPTIONS = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")
DEBUG = ("--enable-debug-command", "yes", "--commandlog-execution-slower-than", "-1")


def commands(number: int) -> list[Words]:
    """Give a unit: one command, or a transaction."""
    n, text = str(number), f"<{number}>" * (number * 7919 % 400)
    match number % 12:
        case 0:
            return [("SET", f"string:{n}", text)]
        case 1:
            return [("RPUSH", "list", text, n)]
        case 2:
            return [("SADD", "set", text, n, f"member {n}")]
        case 3:
            return [("ZADD", "zset", n, f"member {n}", n, text or "-")]
        case 4:
            return [("HSET", "hash", n, text, f"field {n}", n)]
        case 5:
            return [("XADD", "stream", f"{number + 1}-1", "field", text)]
        case 6:
            inside = [("INCR", "count"), ("LPUSH", "list:2", n), ("SETRANGE", "range", n, n)]
            return [("MULTI",), *inside, ("EXEC",)]
        case 7:
            return [("EVAL", LUA, "3", "lua:string", "lua:list", "lua:hash", n)]
        case 8:
            return [("APPEND", "text", text)]
        case 9:
            return [("SET", f"volatile:{n}", n, "PX", "100000000000")]
        case 10:
            return [("SETBIT", "bits", str(number * 31), "1")]
        case _:
            return [("DEL", f"string:{number - 11}")]


UNITS = [commands(number) for number in range(240)]  # 300 commands


class Refusals:
    """Gives commands until they are taken."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.wire = Wire(running.connect())
        self.wire.sock.settimeout(PATIENCE_S * 2)
        self.units = UNITS
        self.refused = 0
        self.when_refused: Callable[[], None] = lambda: None

    def ask(self, *words: str | bytes) -> object:
        """Give a command that must not be refused."""
        reply = self.wire.call(*words)
        assert not isinstance(reply, str), reply
        return reply

    def _taken(self, unit: list[Words]) -> bool:
        replies = [self.wire.call(*words) for words in unit]
        errors = [reply for reply in replies if isinstance(reply, str)]
        assert all(error.startswith(("OOM ", "EXECABORT ")) for error in errors), errors
        return not errors

    def give(self, unit: list[Words]) -> None:
        """Give a unit, again while it is refused."""
        until = time.monotonic() + PATIENCE_S
        while not self._taken(unit):
            self.refused += 1
            self.when_refused()
            assert time.monotonic() < until, "refused for ever"
            time.sleep(0.005)

    def script(self) -> None:
        """Give all 300 commands."""
        for unit in self.units:
            self.give(unit)

    def fail(self, *how: int | str) -> int:
        """Let memory fail; how many requests there were since the last call."""
        return int(str(self.ask("DEBUG", "FAIL-ALLOC", *map(str, how))))

    def digest(self) -> object:
        """Return a sum of all data."""
        return self.ask("DEBUG", "DIGEST")

    def held(self) -> int:
        """Bytes in small blocks: what data is made of, and buffers are not."""
        rows = self.ask("SCOPE", "SLABS")
        assert isinstance(rows, list)
        classes = [dict(zip(row[::2], row[1::2], strict=True)) for row in rows]
        small = [c for c in classes if c[b"size_bytes"] <= SMALL]
        return sum(int(c[b"size_bytes"]) * int(c[b"used"]) for c in small)

    def clean(self) -> None:
        """Memory is there again; all data goes."""
        self.fail("OFF")
        self.fail("REFILL")
        self.ask("FLUSHALL", "SYNC")


@pytest.fixture
def trial(start: Callable[..., Running]) -> Iterator[Refusals]:
    """Give a server whose memory may fail, and its client."""
    running = start(*OPTIONS, *DEBUG)
    yield Refusals(running)
    assert running.process.poll() is None, running.log.read_text()[-3000:]


def nothing_leaked(trial: Refusals, before: int) -> None:
    """Whatever was taken since comes back."""
    until = time.monotonic() + PATIENCE_S
    while more := trial.held() - before:
        assert time.monotonic() < until, f"{more} bytes more are in use"
        time.sleep(0.05)


def undisturbed(trial: Refusals) -> tuple[object, int]:
    """What the data's sum must be, and how many requests for memory the script makes.

    A first round in which memory fails lets the server take what it takes only once.
    """
    trial.fail(NEVER, 1)
    trial.script()
    assert not trial.refused
    digest = trial.digest()
    requests = trial.fail("OFF")
    trial.clean()
    one_fails(trial, 0, digest)
    return digest, requests


def one_fails(trial: Refusals, k: int, digest: object) -> None:
    """Let one request fail under the script."""
    trial.fail(k, 1)
    trial.script()
    trial.fail("OFF")
    reloaded(trial, digest)
    trial.clean()


def some(requests: int, seed: int) -> list[int]:
    """The requests that fail in this run."""
    everything = range(requests)
    return random.Random(seed).sample(everything, FAULTS) if FAULTS else list(everything)


def reloaded(trial: Refusals, digest: object) -> None:
    """Both the data and its append-only file are what they should be."""
    assert trial.digest() == digest
    trial.ask("DEBUG", "LOADAOF")
    assert trial.digest() == digest


def test_every_request_fails_once(trial: Refusals) -> None:
    digest, requests = undisturbed(trial)
    tried = some(requests, 1)
    for k in tried:
        one_fails(trial, k, digest)
    assert trial.refused, "no request failed"
    print(f"{len(tried)} of {requests} requests failed, {trial.refused} commands were refused")


def test_every_request_fails_from_one_on(trial: Refusals) -> None:
    digest, requests = undisturbed(trial)
    for k in some(requests, 2):
        trial.refused = 0
        trial.fail(k, -1)

        def memory_comes_back() -> None:
            if trial.refused == REFUSALS:
                trial.fail("OFF")

        trial.when_refused = memory_comes_back
        trial.script()
        trial.fail("OFF")
        reloaded(trial, digest)
        trial.clean()


def test_nothing_leaks(trial: Refusals) -> None:
    trial.units = [unit for unit in UNITS if unit[0][0] != "EVAL"]  # garbage goes when it likes
    digest, requests = undisturbed(trial)
    before = trial.held()
    for k in some(requests, 3):
        one_fails(trial, k, digest)
        nothing_leaked(trial, before)


def test_while_memory_fails_keys_are_read_and_deleted(trial: Refusals) -> None:
    for n in range(100):
        trial.ask("SET", f"key:{n}", str(n))
    trial.fail(0, -1)
    until = time.monotonic() + PATIENCE_S
    n = 0
    while not isinstance(error := trial.wire.call("SET", f"other:{n}", "1"), str):
        n += 1
        assert time.monotonic() < until
    assert error == "OOM command not allowed: the system gives no more memory."
    for _ in range(50):
        assert isinstance(trial.wire.call("RPUSH", "list", "1"), str)
        assert isinstance(trial.wire.call("EVAL", LUA, "3", "a", "b", "c", "1"), str)
    for n in range(100):
        assert trial.ask("GET", f"key:{n}") == b"%d" % n
        assert trial.ask("DEL", f"key:{n}") == 1
    assert trial.ask("PING") == b"PONG"
    trial.fail("OFF")
    trial.give([("SET", "again", "1")])
    log = trial.running.log.read_text()
    assert "The system refused" in log


def test_a_large_request_is_refused_alone(trial: Refusals) -> None:
    large = b"x" * (3 << 20)
    trial.ask("SET", "large", large)
    payload = trial.ask("DUMP", "large")
    assert isinstance(payload, bytes) and len(payload) < len(large) // 10
    trial.fail(0, -1)
    with trial.running.connect() as sock:
        sock.settimeout(PATIENCE_S)
        other = Wire(sock)
        other.send("SET", "huge", large + large)
        error = other.read()
        assert isinstance(error, str) and error.startswith("OOM ")
    for words in (
        ("SETRANGE", "far", "9000000", "x"),
        ("SETBIT", "far", "90000000", "1"),
        ("APPEND", "large", b"y" * (1 << 19)),
        ("BITFIELD", "far", "SET", "u8", "90000000", "1"),
        ("COPY", "large", "far"),
        ("BITOP", "NOT", "far", "large"),
        ("DUMP", "large"),
        ("RESTORE", "far", "0", payload),
    ):
        reply = trial.wire.call(*words)
        assert isinstance(reply, str) and reply.startswith("OOM "), words
    assert trial.ask("EXISTS", "huge", "far") == 0
    assert trial.ask("STRLEN", "large") == len(large)
    trial.fail("OFF")
    trial.give([("SETRANGE", "far", "9000000", "x")])
    assert trial.ask("GET", "large") == large


def limit(trial: Refusals, more: int) -> None:
    """Let the server have so many more bytes of address space; -1: as many as it likes."""
    pid = trial.running.process.pid
    with open(f"/proc/{pid}/statm") as now:
        mapped = int(now.read().split()[0]) * resource.getpagesize()
    soft = mapped + more if more >= 0 else resource.RLIM_INFINITY
    resource.prlimit(pid, resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))


def test_a_server_at_the_limit_of_its_process_goes_on(trial: Refusals) -> None:
    value = b"x" * 100_000
    limit(trial, 32 << 20)
    n = 0
    while not isinstance(error := trial.wire.call("SET", f"key:{n}", value), str):
        n += 1
        assert n < 5000, "there was no limit"
    assert error.startswith("OOM ")
    for i in range(n):
        assert trial.ask("GET", f"key:{i}") == value
    while isinstance(info := trial.wire.call("INFO", "memory"), str):
        assert info.startswith("OOM ")  # Python, too, gets memory after the first time
    for i in range(0, n, 2):
        assert trial.ask("DEL", f"key:{i}") == 1
    trial.give([("SET", "by:itself", "1")])
    limit(trial, -1)
    trial.give([("SET", "again", value)])
    digest = trial.digest()
    reloaded(trial, digest)
