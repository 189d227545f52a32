"""Keyspace notifications: which command publishes which events, of which class, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import redis

from tests.conftest import Running
from tests.server.wire import Wire


@pytest.fixture
def events(server: Running, client: redis.Redis) -> Iterator[Callable[..., list[str]]]:
    """Run commands one after another; the events that they publish, as "event key"."""
    listener, worker = Wire(server.connect()), Wire(server.connect())
    client.config_set("notify-keyspace-events", "EAnm")
    assert listener.call("PSUBSCRIBE", "__keyevent@*") == [b"psubscribe", b"__keyevent@*", 1]
    assert listener.call("SUBSCRIBE", "end") == [b"subscribe", b"end", 2]

    def run(*commands: str) -> list[str]:
        for command in commands:
            reply = worker.call(*command.split())
            assert not isinstance(reply, str), (command, reply)
        worker.call("PUBLISH", "end", "end")
        got = []
        while (push := listener.read())[0] == b"pmessage":
            event = push[2].decode().partition(":")[2]
            got.append(f"{event} {push[3].decode()}")
        return got

    yield run
    client.config_set("notify-keyspace-events", "")
    listener.close()
    worker.close()


def test_strings(events: Callable[..., list[str]]) -> None:
    assert events("SET k v") == ["new k", "set k"]
    assert events("SET k v EX 100") == ["set k", "expire k"]
    assert events("SET k v NX", "SET absent v XX", "SET k v KEEPTTL") == ["set k"]
    assert events("GETEX k PX 100000", "GETEX k PERSIST", "GETEX k") == ["expire k", "persist k"]
    assert events("GETSET k w", "APPEND k x", "SETRANGE k 1 y") == [
        "set k",
        "append k",
        "setrange k",
    ]
    assert events("GETDEL k") == ["del k"]
    assert events("INCR n", "DECRBY n 3", "INCRBYFLOAT n 1.5") == [
        "new n",
        "incrby n",
        "incrby n",
        "incrbyfloat n",
    ]
    assert events("MSET a 1 b 2", "MSETNX a 1 c 3") == ["new a", "set a", "new b", "set b"]
    assert events("SETBIT bits 7 1", "BITFIELD bits SET u8 0 5", "BITFIELD bits GET u8 0") == [
        "new bits",
        "setbit bits",
        "setbit bits",
    ]
    assert events("BITOP NOT dest bits", "BITOP AND dest x y") == [
        "new dest",
        "set dest",
        "keymiss x",
        "keymiss y",
        "del dest",
    ]
    assert events("GET absent", "EXISTS absent", "TTL absent") == [
        "keymiss absent",
        "keymiss absent",
        "keymiss absent",
    ]
    assert events("SETEX t 100 v", "PSETEX t 100000 v") == [
        "new t",
        "set t",
        "expire t",
        "set t",
        "expire t",
    ]


def test_keys(events: Callable[..., list[str]]) -> None:
    events("SET a 1")
    assert events("EXPIRE a 100", "EXPIRE a 50 GT", "PERSIST a", "PERSIST a") == [
        "expire a",
        "persist a",
    ]
    assert events("RENAME a b") == ["new b", "rename_from a", "rename_to b"]
    assert events("COPY b c", "COPY b c REPLACE") == ["new c", "copy_to c", "new c", "copy_to c"]
    assert events("MOVE b 3") == ["new b", "move_from b", "move_to b"]
    assert events("DEL c absent", "UNLINK absent") == ["del c"]
    assert events("SET a 1", "EXPIRE a -1") == ["new a", "set a", "del a"]
    assert events("SET a 1", "FLUSHDB", "FLUSHALL") == ["new a", "set a"]


def test_hashes(events: Callable[..., list[str]]) -> None:
    assert events("HSET h f v g w", "HSETNX h f x", "HINCRBY h n 2", "HINCRBYFLOAT h n 1") == [
        "new h",
        "hset h",
        "hincrby h",
        "hincrbyfloat h",
    ]
    assert events("HDEL h f absent", "HDEL h absent") == ["hdel h"]
    assert events("HEXPIRE h 100 FIELDS 1 g", "HPERSIST h FIELDS 1 g") == [
        "hexpire h",
        "hpersist h",
    ]
    assert events("HDEL h g n") == ["hdel h", "del h"]


def test_expired_and_evicted_keys(client: redis.Redis, server: Running) -> None:
    client.config_set("notify-keyspace-events", "Kxe")
    listener = Wire(server.connect())
    listener.call("PSUBSCRIBE", "*")
    client.set("soon", "v", px=10)
    push = listener.read()
    assert push == [b"pmessage", b"*", b"__keyspace@0__:soon", b"expired"]
    client.set("loser", "v")
    client.config_set("maxmemory-policy", "allkeys-lru")
    client.config_set("maxmemory", "1")
    assert listener.read() == [b"pmessage", b"*", b"__keyspace@0__:loser", b"evicted"]
    client.config_set("maxmemory", "0")
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("notify-keyspace-events", "")
    listener.close()


def test_classes_choose_and_both_channels_are_told(client: redis.Redis, server: Running) -> None:
    listener = Wire(server.connect())
    listener.call("PSUBSCRIBE", "__key*")
    client.config_set("notify-keyspace-events", "KE$")
    client.delete("k")
    client.set("k", "v")
    client.delete("k")
    assert listener.read() == [b"pmessage", b"__key*", b"__keyspace@0__:k", b"set"]
    assert listener.read() == [b"pmessage", b"__key*", b"__keyevent@0__:set", b"k"]
    client.config_set("notify-keyspace-events", "$g")
    client.set("k", "v")
    assert listener.silent()
    long_key = "x" * 1000
    client.config_set("notify-keyspace-events", "KA")
    client.set(long_key, "v")
    assert listener.read()[2] == f"__keyspace@0__:{long_key}".encode()
    client.config_set("notify-keyspace-events", "")
    listener.close()
