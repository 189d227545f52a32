"""Files and payloads that real servers wrote load here, and ours load there, value by value.

Words: the peers are redis-server (RDB 10) and valkey-server (RDB 11), from PATH or by the variables
REDIS_SERVER and VALKEY_SERVER. Without valkey-server only redis-server is asked.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis

from tests import payloads
from tests.conftest import Running, end, unused_port
from tests.words import run

Start = Callable[..., Running]
FAR = int(time.time() * 1000) + 10**9


def program(name: str) -> str | None:
    """Where a peer is."""
    return os.environ.get(f"{name.upper()}_SERVER") or shutil.which(f"{name}-server")


PEERS = {"redis": 10, "valkey": 11}
"""The version that each reads."""
FOUND = [name for name in PEERS if name == "redis" or program(name)]


def connect(port: int) -> redis.Redis:
    """A client that speaks what every peer speaks."""
    return redis.Redis(
        port=port, protocol=2, socket_timeout=20, retry_on_error=[redis.BusyLoadingError]
    )


@contextmanager
def peer(name: str, folder: Path, *arguments: str) -> Iterator[redis.Redis]:
    """A real server in this folder, and a client of it."""
    path = program(name)
    if path is None:
        pytest.fail(f"{name}-server is not installed")
    port = unused_port()
    words = [path, "--port", str(port), "--dir", str(folder), "--save", "", "--bind", "127.0.0.1"]
    process = subprocess.Popen([*words, "--enable-debug-command", "yes", *arguments], stdout=-3)
    try:
        for _ in range(400):
            assert process.poll() is None, f"{name}-server did not take the file"
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield connect(port)
    finally:
        process.kill()
        process.wait()


def fill(client: redis.Redis) -> None:
    """Every type in every layout."""
    run(client, "CONFIG", "SET", "list-compress-depth", 1, "list-max-listpack-size", 16)
    for key, value in {
        "s:int": 12345,
        "s:int64": 2**63 - 1,
        "s:text": "some text",
        "s:empty": "",
        "s:raw": "r" * 45,
        "s:lzf": "abcdefgh" * 2000,
        "s:binary": bytes(range(256)) * 40,
        "k" * 300: "long key",
    }.items():
        run(client, "SET", key, value)
    run(client, "SET", "s:ttl", "v", "PXAT", FAR)
    run(client, "SETBIT", "s:bits", 4000, 1)
    run(client, "PFADD", "hll:sparse", *range(20))
    run(client, "PFADD", "hll:dense", *range(5000))
    texts = [f"element-{i}" for i in range(700)]
    lists: dict[str, list[Any]] = {
        "small": ["a", 1, -5, "x" * 40],
        "large": texts,
        "plain": ["y" * 20000, "z", "w" * 9000],
    }
    for name, elements in lists.items():
        run(client, "RPUSH", f"l:{name}", *elements)
    sets: dict[str, Any] = {
        "int16": range(5),
        "int32": [1, 70000, -70000],
        "int64": [1, 2**40, -(2**62)],
        "pack": ["a", "b", 3],
        "wide": ["x" * 65],
        "table": texts,
        "ints": range(1000),
    }
    for name, members in sets.items():
        run(client, "SADD", f"e:{name}", *members)
    scores: list[Any] = [1, "a", 2.5, "b", "-inf", "low", "inf", "high", 1e300, "far", 3, "x" * 70]
    run(client, "ZADD", "z:pack", *scores[:10])
    run(client, "ZADD", "z:wide", *scores)
    run(client, "ZADD", "z:list", *[x for i, t in enumerate(texts) for x in (i / 3, t)])
    run(client, "GEOADD", "z:geo", 13.361389, 38.115556, "Palermo", 15.087269, 37.502669, "Catania")
    run(client, "HSET", "h:pack", "f", "v", "n", 7, "empty", "")
    run(client, "HSET", "h:wide", "f", "v" * 65)
    run(client, "HSET", "h:table", *[x for t in texts for x in (t, t[::-1])])
    run(client, "EXPIREAT", "h:pack", FAR // 1000)
    for i in range(1, 251):
        run(client, "XADD", "x:log", f"{i}-1", "field", f"value {i}", "n", i)
    run(client, "XDEL", "x:log", "3-1", "250-1")
    run(client, "XGROUP", "CREATE", "x:log", "g", 0)
    run(client, "XGROUP", "CREATE", "x:log", "idle", "$")
    run(client, "XREADGROUP", "GROUP", "g", "alice", "COUNT", 5, "STREAMS", "x:log", ">")
    run(client, "XREADGROUP", "GROUP", "g", "bob", "COUNT", 5, "STREAMS", "x:log", ">")
    run(client, "XACK", "x:log", "g", "1-1", "7-1")
    run(client, "XGROUP", "CREATE", "x:empty", "g", "$", "MKSTREAM")
    run(client, "SELECT", 5)
    run(client, "SET", "elsewhere", 1)
    run(client, "SELECT", 0)


def stream(client: redis.Redis, key: bytes) -> Any:
    """What a stream holds, times left out."""
    flat = run(client, "XINFO", "STREAM", key)
    told = dict(zip(flat[::2], flat[1::2], strict=True))
    wanted = (b"length", b"last-generated-id", b"max-deleted-entry-id", b"entries-added")
    groups = []
    for group in run(client, "XINFO", "GROUPS", key):
        fields = dict(zip(group[::2], group[1::2], strict=True))
        name = fields[b"name"]
        pending = [[p[0], p[1], p[3]] for p in run(client, "XPENDING", key, name, "-", "+", 100)]
        consumers = [c[1] for c in run(client, "XINFO", "CONSUMERS", key, name)]
        parts = (fields[b"last-delivered-id"], fields[b"entries-read"], fields[b"lag"])
        groups.append((name, parts, pending, sorted(consumers)))
    return [told[w] for w in wanted], run(client, "XRANGE", key, "-", "+"), sorted(groups)


def scores(client: redis.Redis, key: bytes) -> list[tuple[bytes, float]]:
    """Members and scores, which servers write in more than one way."""
    flat = iter(run(client, "ZRANGE", key, 0, -1, "WITHSCORES"))
    return [(member, float(score)) for member, score in zip(flat, flat, strict=True)]


READ: dict[bytes, Callable[[redis.Redis, bytes], Any]] = {
    b"string": lambda c, k: run(c, "GET", k),
    b"list": lambda c, k: run(c, "LRANGE", k, 0, -1),
    b"set": lambda c, k: sorted(run(c, "SMEMBERS", k)),
    b"zset": scores,
    b"hash": lambda c, k: sorted(zip(*[iter(run(c, "HGETALL", k))] * 2, strict=True)),
    b"stream": stream,
}


def contents(client: redis.Redis) -> dict[tuple[int, bytes], Any]:
    """Type, time limit and value of every key of every database."""
    held: dict[tuple[int, bytes], Any] = {}
    for number in (0, 5):
        run(client, "SELECT", number)
        for key in run(client, "KEYS", "*"):
            kind = run(client, "TYPE", key)
            held[number, key] = kind, run(client, "PEXPIRETIME", key), READ[kind](client, key)
    run(client, "SELECT", 0)
    return held


def same(found: dict[tuple[int, bytes], Any], wanted: dict[tuple[int, bytes], Any]) -> None:
    """Key by key, so that a failure names one."""
    assert found.keys() == wanted.keys()
    for key, value in wanted.items():
        assert found[key] == value, key


@pytest.mark.parametrize("name", FOUND)
def test_files_of_a_peer_load_here_and_ours_there(name: str, start: Start, tmp_path: Path) -> None:
    """A peer writes, ours reads and writes, the peer reads again: three times the same data."""
    with peer(name, tmp_path) as theirs:
        fill(theirs)
        wanted = contents(theirs)
        run(theirs, "SAVE")
    assert len(wanted) > 30
    version = PEERS[name]
    assert (tmp_path / "dump.rdb").read_bytes()[:9] == b"REDIS%04d" % version
    running = start("--rdb-save-version", str(version))
    ours = connect(running.port)
    same(contents(ours), wanted)
    assert run(ours, "SAVE") == b"OK"
    assert (tmp_path / "dump.rdb").read_bytes()[:9] == b"REDIS%04d" % version
    with peer(name, tmp_path) as theirs:
        same(contents(theirs), wanted)


@pytest.mark.parametrize("name", FOUND)
def test_what_we_filled_loads_in_a_peer(name: str, start: Start, tmp_path: Path) -> None:
    """With the layouts that our own commands make, by file and by DUMP."""
    running = start("--rdb-save-version", str(PEERS[name]))
    ours = connect(running.port)
    fill(ours)
    wanted = contents(ours)
    run(ours, "SAVE")
    with peer(name, tmp_path) as theirs:
        same(contents(theirs), wanted)
        run(theirs, "FLUSHALL")
        carry(ours, theirs)
        same(contents(theirs), wanted)
        run(ours, "FLUSHALL")
        carry(theirs, ours)
        same(contents(ours), wanted)


def carry(source: redis.Redis, target: redis.Redis) -> None:
    """Every key by DUMP and RESTORE."""
    for number in (0, 5):
        run(source, "SELECT", number)
        run(target, "SELECT", number)
        for key in run(source, "KEYS", "*"):
            limit = max(0, run(source, "PEXPIRETIME", key))
            run(target, "RESTORE", key, limit, run(source, "DUMP", key), "ABSTTL")
    for client in (source, target):
        run(client, "SELECT", 0)


def test_files_of_version_80_come_back(start: Start, tmp_path: Path) -> None:
    """Ours to ours, time limits of fields included."""
    running = start()
    ours = connect(running.port)
    fill(ours)
    run(ours, "HPEXPIREAT", "h:table", FAR, "FIELDS", 2, "element-1", "element-2")
    digest, wanted = run(ours, "DEBUG", "DIGEST"), contents(ours)
    run(ours, "SAVE")
    end(running)
    ours = connect(start().port)
    same(contents(ours), wanted)
    assert run(ours, "DEBUG", "DIGEST") == digest
    limits = run(
        ours, "HPEXPIRETIME", "h:table", "FIELDS", 3, "element-1", "element-2", "element-3"
    )
    assert limits == [FAR, FAR, -1]


ENTRIES: list[bytes | int] = [b"a", 1, b"b", -70000, b"c" * 300, 7, b"d", b"text", b"e", 2**40]
NUMBERS: list[bytes | int] = [b"b", -70000, b"a", 1, b"c" * 300, 7, b"d", 13, b"e", 2**40]
OLD = {
    "list": (payloads.LIST_ZIPLIST, payloads.string(payloads.ziplist(ENTRIES))),
    "quicklist": (
        payloads.LIST_QUICKLIST,
        b"\x02" + payloads.string(payloads.ziplist(ENTRIES)) * 2,
    ),
    "zset": (payloads.ZSET_ZIPLIST, payloads.string(payloads.ziplist(NUMBERS))),
    "zset-text": (payloads.ZSET, b"\x02" + b"\x01a\x031.5" + b"\x01b\xfe"),
    "hash": (payloads.HASH_ZIPLIST, payloads.string(payloads.ziplist(ENTRIES))),
    "zipmap": (payloads.HASH_ZIPMAP, payloads.string(payloads.zipmap([(b"f", b"v"), (b"g", b"")]))),
    "list-1": (payloads.LIST, b"\x02\x01a\xc0\x07"),
    "set": (payloads.SET, b"\x03\x01a\xc0\x07\x01b"),
    "intset": (payloads.SET_INTSET, payloads.string(b"\x02\0\0\0\x02\0\0\0\x01\0\x05\0")),
}
"""Forms that no server writes any more."""


@pytest.mark.parametrize("form", OLD)
def test_old_forms_read_as_the_peer_reads_them(server: Running, form: str, tmp_path: Path) -> None:
    """The same value, and so the same dump when both save it anew."""
    kind, body = OLD[form]
    packed = payloads.payload(bytes([kind]) + body, 9)
    ours = connect(server.port)
    run(ours, "FLUSHALL")
    with peer("redis", tmp_path) as theirs:
        for c in (ours, theirs):
            assert run(c, "RESTORE", "k", 0, packed) == b"OK"
        same(contents(ours), contents(theirs))
