"""Keys whatever they hold: removal, names, times to live, walks, and the databases themselves."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import redis

from tests.conftest import Running
from tests.server.test_strings import Client
from tests.words import refused, run

NOT_INT = "value is not an integer or out of range"


def test_del_unlink_exists_touch_count_keys(client: Client) -> None:
    run(client, "MSET", "a", "1", "b", "2", "c", "3")
    assert run(client, "EXISTS", "a", "a", "none") == 2
    assert run(client, "TOUCH", "a", "b", "none") == 2
    assert run(client, "DEL", "a", "a", "none") == 1
    assert run(client, "UNLINK", "b", "c", "none") == 2
    assert run(client, "DBSIZE") == 0


def test_type(client: Client) -> None:
    run(client, "SET", "k", "v")
    assert run(client, "TYPE", "k") == b"string"
    assert run(client, "TYPE", "none") == b"none"


@pytest.mark.parametrize("value", [b"12", b"short", b"l" * 1000])
def test_rename_carries_value_and_ttl(client: Client, value: bytes) -> None:
    long_name = b"n" * 300
    run(client, "SET", "a", value, "EX", 100)
    run(client, "SET", long_name, "gone")
    assert run(client, "RENAME", "a", long_name)
    assert run(client, "EXISTS", "a") == 0
    assert run(client, "GET", long_name) == value
    assert run(client, "TTL", long_name) in (99, 100)
    assert run(client, "RENAME", long_name, "b")
    assert run(client, "GET", "b") == value


def test_rename_over_a_volatile_key_drops_its_ttl(client: Client) -> None:
    run(client, "SET", "a", "1")
    run(client, "SET", "b", "2", "EX", 100)
    run(client, "RENAME", "a", "b")
    assert run(client, "TTL", "b") == -1


def test_rename_to_itself_and_of_nothing(client: Client) -> None:
    run(client, "SET", "a", "1")
    assert run(client, "RENAME", "a", "a")
    assert run(client, "RENAMENX", "a", "a") == 0
    assert refused(client, "RENAME", "none", "none") == "no such key"
    assert refused(client, "RENAMENX", "none", "b") == "no such key"


def test_renamenx(client: Client) -> None:
    run(client, "MSET", "a", "1", "b", "2")
    assert run(client, "RENAMENX", "a", "b") == 0
    assert run(client, "RENAMENX", "a", "c") == 1
    assert run(client, "MGET", "a", "b", "c") == [None, b"2", b"1"]


@pytest.mark.parametrize("value", [b"12", b"short", b"l" * 1000])
def test_copy(client: Client, value: bytes) -> None:
    run(client, "SET", "a", value, "EX", 100)
    assert run(client, "COPY", "a", "b") == 1
    assert run(client, "TTL", "b") in (99, 100)
    run(client, "APPEND", "a", "x")
    assert run(client, "GET", "b") == value
    assert run(client, "COPY", "a", "b") == 0
    assert run(client, "COPY", "a", "b", "REPLACE") == 1
    assert run(client, "GET", "b") == value + b"x"
    assert run(client, "COPY", "none", "b") == 0


def test_copy_and_move_between_databases(client: Client, server: Any) -> None:
    other = redis.Redis(port=server.port, db=9)
    run(client, "SET", "a", "1", "EX", 100)
    assert run(client, "COPY", "a", "a", "DB", 9) == 1
    assert run(other, "GET", "a") == b"1"
    assert run(client, "MOVE", "a", 9) == 0
    run(other, "DEL", "a")
    assert run(client, "MOVE", "a", 9) == 1
    assert run(client, "EXISTS", "a") == 0
    assert run(other, "TTL", "a") in (99, 100)
    assert run(client, "MOVE", "a", 9) == 0
    other.close()


def test_copy_and_move_refuse(client: Client) -> None:
    run(client, "SET", "a", "1")
    same = "source and destination objects are the same"
    assert refused(client, "COPY", "a", "a") == same
    assert refused(client, "MOVE", "a", 0) == same
    assert refused(client, "COPY", "a", "b", "DB", 99) == "DB index is out of range"
    assert refused(client, "MOVE", "a", -1) == "DB index is out of range"
    assert refused(client, "MOVE", "a", "x") == NOT_INT
    assert refused(client, "COPY", "a", "b", "DB") == "syntax error"


def test_expire_and_ttl(client: Client) -> None:
    assert run(client, "TTL", "none") == -2
    assert run(client, "PTTL", "none") == -2
    assert run(client, "EXPIRETIME", "none") == -2
    assert run(client, "EXPIRE", "none", 5) == 0
    run(client, "SET", "k", "v")
    assert run(client, "TTL", "k") == -1
    assert run(client, "PEXPIRETIME", "k") == -1
    assert run(client, "EXPIRE", "k", 100) == 1
    assert run(client, "TTL", "k") in (99, 100)
    assert run(client, "PEXPIRE", "k", 1499) == 1
    assert run(client, "TTL", "k") == 1
    at = int(time.time()) + 1000
    assert run(client, "EXPIREAT", "k", at) == 1
    assert run(client, "EXPIRETIME", "k") == at
    assert run(client, "PEXPIREAT", "k", at * 1000 + 500) == 1
    assert run(client, "EXPIRETIME", "k") == at + 1
    assert run(client, "PEXPIRETIME", "k") == at * 1000 + 500
    assert run(client, "PERSIST", "k") == 1
    assert run(client, "PERSIST", "k") == 0
    assert run(client, "GET", "k") == b"v"


def test_expire_in_the_past_removes(client: Client) -> None:
    for command, when in (
        ("EXPIRE", 0),
        ("EXPIRE", -5),
        ("PEXPIRE", -1),
        ("EXPIREAT", 1),
        ("PEXPIREAT", 0),
    ):
        run(client, "SET", "k", "v")
        assert run(client, command, "k", when) == 1
        assert run(client, "EXISTS", "k") == 0


def test_keys_vanish_when_their_time_has_come(client: Client) -> None:
    run(client, "SET", "k", "v", "PX", 30)
    run(client, "SET", "stays", "v")
    time.sleep(0.05)
    assert run(client, "GET", "k") is None
    assert run(client, "SET", "k", "w", "XX") is None
    assert run(client, "KEYS", "*") == [b"stays"]
    assert run(client, "DEL", "k") == 0


def test_conditions_of_expire(client: Client) -> None:
    run(client, "SET", "k", "v")
    assert run(client, "EXPIRE", "k", 100, "XX") == 0
    assert run(client, "EXPIRE", "k", 100, "GT") == 0
    assert run(client, "EXPIRE", "k", 100, "LT") == 1
    assert run(client, "EXPIRE", "k", 50, "NX") == 0
    assert run(client, "EXPIRE", "k", 50, "GT") == 0
    assert run(client, "EXPIRE", "k", 200, "LT") == 0
    assert run(client, "EXPIRE", "k", 200, "xx", "gt") == 1
    assert run(client, "TTL", "k") in (199, 200)
    run(client, "PERSIST", "k")
    assert run(client, "EXPIRE", "k", 10, "XX", "LT") == 0
    assert run(client, "EXPIRE", "k", 10, "NX") == 1


def test_expire_refuses(client: Client) -> None:
    nx = "NX and XX, GT or LT options at the same time are not compatible"
    assert refused(client, "EXPIRE", "k", 1, "NX", "XX") == nx
    assert refused(client, "EXPIRE", "k", 1, "GT", "NX") == nx
    gt = "GT and LT options at the same time are not compatible"
    assert refused(client, "EXPIRE", "k", 1, "GT", "LT") == gt
    assert refused(client, "EXPIRE", "k", 1, "AB") == "Unsupported option AB"
    assert refused(client, "EXPIRE", "k", 1, "A" * 2000) == "Unsupported option " + "A" * 2000
    assert refused(client, "EXPIRE", "k", "x") == NOT_INT
    for command, when in (
        ("expire", 2**63 - 1),
        ("expire", -(2**63)),
        ("pexpire", 2**63 - 1),
        ("expireat", 2**62),
    ):
        assert refused(client, command, "k", when) == f"invalid expire time in '{command}' command"


def scan_all(client: Client, *options: Any) -> list[bytes]:
    """Follow the cursor to its end."""
    found: list[bytes] = []
    cursor: Any = 0
    while True:
        cursor, keys = run(client, "SCAN", cursor, *options)
        found += keys
        if int(cursor) == 0:
            return found


def test_scan_sees_every_key(client: Client) -> None:
    keys = [f"key:{i}" for i in range(1000)]
    run(client, "MSET", *[word for key in keys for word in (key, "v")])
    expected = {key.encode() for key in keys}
    assert set(scan_all(client)) == expected
    assert set(scan_all(client, "COUNT", 1)) == expected
    assert set(scan_all(client, "COUNT", 10**18)) == expected
    assert set(scan_all(client, "MATCH", "key:1?")) == {f"key:1{i}".encode() for i in range(10)}
    assert set(scan_all(client, "TYPE", "string", "MATCH", "*")) == expected
    assert scan_all(client, "TYPE", "hash") == []
    assert scan_all(client, "TYPE", "stream") == []


def test_scan_survives_growth_and_removal(client: Client) -> None:
    keys = [f"key:{i}" for i in range(400)]
    for key in keys:
        run(client, "SET", key, "v")
    cursor, found = run(client, "SCAN", 0)
    seen = set(found)
    for i in range(2000):
        run(client, "SET", f"later:{i}", "v")
    while int(cursor):
        cursor, found = run(client, "SCAN", cursor)
        seen |= set(found)
        run(client, "DEL", "later:1", "later:2", "later:3")
    assert {key.encode() for key in keys} <= seen


def test_scan_hides_and_removes_expired_keys(client: Client) -> None:
    for i in range(50):
        run(client, "SET", f"short:{i}", "v", "PX", 20)
    run(client, "SET", "stays", "v")
    time.sleep(0.04)
    # The table shrinks under the scan: what stays may come twice, as SCAN's contract says.
    assert set(scan_all(client)) == {b"stays"}
    assert run(client, "DBSIZE") == 1


def test_scan_refuses(client: Client) -> None:
    for cursor in ("x", "", "-1", "1x", "99999999999999999999999", "+", "- 1", " "):
        assert refused(client, "SCAN", cursor) == "invalid cursor"
    for cursor in (" 0", "+0", "00", "-0", "\t\r\n0", b"0\0x"):
        assert run(client, "SCAN", cursor)[0] == b"0"
    assert refused(client, "SCAN", 0, "COUNT", 0) == "syntax error"
    assert refused(client, "SCAN", 0, "COUNT", "x") == NOT_INT
    assert refused(client, "SCAN", 0, "MATCH") == "syntax error"
    assert refused(client, "SCAN", 0, "TYPE", "nope") == "unknown type name 'nope'"
    assert refused(client, "SCAN", 0, "NOVALUES") == "NOVALUES option can only be used in HSCAN"
    assert refused(client, "SCAN", 0, "NOSCORES") == "NOSCORES option can only be used in ZSCAN"


def test_keys(client: Client) -> None:
    run(client, "MSET", "one", "1", "two", "2", "h*llo", "3", "hello", "4")
    assert set(run(client, "KEYS", "*")) == {b"one", b"two", b"h*llo", b"hello"}
    assert set(run(client, "KEYS", "h?llo")) == {b"h*llo", b"hello"}
    assert run(client, "KEYS", "h\\*llo") == [b"h*llo"]
    assert run(client, "KEYS", "[^ht]*") == [b"one"]
    assert run(client, "KEYS", "none") == []


def test_randomkey(client: Client) -> None:
    assert run(client, "RANDOMKEY") is None
    keys = {f"k{i}".encode() for i in range(5)}
    for key in keys:
        run(client, "SET", key, "v")
    assert {run(client, "RANDOMKEY") for _ in range(400)} == keys
    run(client, "FLUSHDB")
    run(client, "SET", "k", "v", "PX", 20)
    time.sleep(0.04)
    assert run(client, "RANDOMKEY") is None


def test_flushdb_flushall_and_swapdb(client: Client, server: Any) -> None:
    other = redis.Redis(port=server.port, db=3)
    run(client, "SET", "a", "0")
    run(other, "SET", "a", "3", "EX", 100)
    assert run(client, "SWAPDB", 0, 3)
    assert run(client, "GET", "a") == b"3"
    assert run(client, "TTL", "a") in (99, 100)
    assert run(other, "GET", "a") == b"0"
    assert run(client, "FLUSHDB", "ASYNC")
    assert run(client, "DBSIZE") == 0
    assert run(other, "DBSIZE") == 1
    assert run(client, "FLUSHALL", "sync")
    assert run(other, "DBSIZE") == 0
    assert refused(client, "FLUSHALL", "later") == "syntax error"
    assert refused(client, "FLUSHDB", "SYNC", "ASYNC") == "syntax error"
    assert refused(client, "SWAPDB", "x", 1) == "invalid first DB index"
    assert refused(client, "SWAPDB", 1, "x") == "invalid second DB index"
    assert refused(client, "SWAPDB", 0, 99) == "DB index is out of range"
    other.close()


def test_object(client: Client) -> None:
    run(client, "SET", "k", "v")
    assert run(client, "OBJECT", "REFCOUNT", "k") == 1
    assert run(client, "OBJECT", "ENCODING", "none") is None
    assert run(client, "OBJECT", "IDLETIME", "k") <= 2
    assert "An LFU maxmemory policy is not selected" in refused(client, "OBJECT", "FREQ", "k")
    assert any(b"ENCODING" in line for line in run(client, "OBJECT", "HELP"))


def test_idle_time_is_reset_by_reads_but_not_by_looks(client: Client) -> None:
    run(client, "SET", "k", "v")
    time.sleep(2.2)
    run(client, "TTL", "k")
    run(client, "TYPE", "k")
    run(client, "EXISTS", "k")
    assert run(client, "OBJECT", "IDLETIME", "k") >= 1
    run(client, "GET", "k")
    assert run(client, "OBJECT", "IDLETIME", "k") == 0


def test_time(client: Client) -> None:
    before = time.time()
    seconds, micros = (int(part) for part in run(client, "TIME"))
    assert before - 1 <= seconds + micros / 1e6 <= time.time() + 1
    assert 0 <= micros < 1_000_000


def test_memory(client: Client) -> None:
    run(client, "SET", "small", "v")
    run(client, "SET", "large", b"v" * 10_000)
    assert run(client, "MEMORY", "USAGE", "none") is None
    assert 16 <= run(client, "MEMORY", "USAGE", "small") < 100
    assert run(client, "MEMORY", "USAGE", "large", "SAMPLES", 0) >= 10_000
    assert refused(client, "MEMORY", "USAGE", "small", "SAMPLES", -1) == "syntax error"
    assert refused(client, "MEMORY", "USAGE", "small", "SAMPLES") == "syntax error"
    assert b"class" in run(client, "MEMORY", "MALLOC-STATS")
    assert run(client, "MEMORY", "PURGE")


def test_a_key_lives_through_its_last_millisecond(start: Callable[..., Running]) -> None:
    server = start("--enable-debug-command", "yes")
    with redis.Redis(port=server.port, socket_timeout=5) as clock:
        run(clock, "DEBUG", "CLOCK", 1_700_000_000_000)
        run(clock, "SET", "k", "v", "PX", 100)
        run(clock, "DEBUG", "CLOCK", 1_700_000_000_100)
        assert run(clock, "GET", "k") == b"v" and run(clock, "PTTL", "k") == 0
        run(clock, "DEBUG", "CLOCK", 1_700_000_000_101)
        assert run(clock, "GET", "k") is None
