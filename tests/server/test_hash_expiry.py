"""Time limits of hash fields: what sets, reads, hides and removes them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis

from tests.conftest import Running
from tests.words import refused, run

Client = redis.Redis
NUMFIELDS = "numfields should be greater than 0 and match the provided number of fields"
NOT_INT = "value is not an integer or out of range"
FAR = 4_000_000_000_000
"""Unix ms that no test lives to see."""


def pairs(reply: Any) -> dict[bytes, bytes]:
    """A reply of fields and values: a map in RESP3, else in turn."""
    return reply if isinstance(reply, dict) else dict(zip(reply[::2], reply[1::2], strict=True))


def limits(client: Client, key: str, *fields: str) -> list[int]:
    """When the fields expire, in Unix ms."""
    return list(run(client, "HPEXPIRETIME", key, "FIELDS", len(fields), *fields))


def volatile_keys(client: Client, db: int = 0) -> int:
    """Keys with fields that expire, as INFO counts them."""
    shown = run(client, "INFO", "keyspace").decode()
    found = re.search(rf"db{db}:.*keys_with_volatile_items=(\d+)", shown)
    return int(found[1]) if found else 0


def expired_fields(client: Client) -> int:
    """Fields that expired so far."""
    found = re.search(r"expired_fields:(\d+)", run(client, "INFO", "stats").decode())
    assert found
    return int(found[1])


def until(condition: Callable[[], bool]) -> None:
    """Ask until it holds; a minute is far more than any of these takes."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.002)


@pytest.fixture
def hidden(client: Client) -> Iterator[Client]:
    """`h` with live a and b and the expired x and y, which nobody removes."""
    run(client, "DEBUG", "SET-ACTIVE-EXPIRE", 0)
    run(client, "HSET", "h", "a", 1, "b", 2)
    run(client, "HSETEX", "h", "PX", 1, "FIELDS", 2, "x", 8, "y", 9)
    until(lambda: run(client, "HEXISTS", "h", "x") == 0)
    yield client
    run(client, "DEBUG", "SET-ACTIVE-EXPIRE", 1)


def test_set_and_read(client: Client) -> None:
    run(client, "HSET", "h", "a", 1, "b", 2, "c", 3)
    assert run(client, "HPEXPIREAT", "h", FAR, "FIELDS", 3, "a", "none", "b") == [1, -2, 1]
    assert run(client, "HEXPIREAT", "h", FAR // 1000, "FIELDS", 1, "c") == [1]
    assert limits(client, "h", "a", "b", "c", "none") == [FAR, FAR, FAR, -2]
    assert run(client, "HEXPIRETIME", "h", "FIELDS", 1, "a") == [FAR // 1000]
    assert run(client, "HEXPIRE", "h", 100, "FIELDS", 1, "a") == [1]
    assert run(client, "HTTL", "h", "FIELDS", 1, "a") in ([100], [99])
    assert run(client, "HPEXPIRE", "h", 100_000, "FIELDS", 1, "b") == [1]
    assert 90_000 < run(client, "HPTTL", "h", "FIELDS", 1, "b")[0] <= 100_000
    assert run(client, "HPERSIST", "h", "FIELDS", 3, "a", "a", "none") == [1, -1, -2]
    assert limits(client, "h", "a") == [-1]
    assert pairs(run(client, "HGETALL", "h")) == {b"a": b"1", b"b": b"2", b"c": b"3"}


def test_absent_keys(client: Client) -> None:
    for name in ("HEXPIRE", "HPEXPIRE", "HEXPIREAT", "HPEXPIREAT"):
        assert run(client, name, "no", 10, "FIELDS", 2, "a", "b") == [-2, -2]
    for name in ("HTTL", "HPTTL", "HEXPIRETIME", "HPEXPIRETIME", "HPERSIST"):
        assert run(client, name, "no", "FIELDS", 2, "a", "b") == [-2, -2]
    assert run(client, "HGETEX", "no", "EX", 10, "FIELDS", 2, "a", "b") == [None, None]
    assert run(client, "EXISTS", "no") == 0


def test_conditions(client: Client) -> None:
    run(client, "HSET", "h", "a", 1, "b", 2)
    run(client, "HPEXPIREAT", "h", FAR, "FIELDS", 1, "a")
    for condition, when, wanted in (
        ("NX", FAR, [0, 1]),
        ("XX", FAR + 5, [1, 0]),
        ("GT", FAR + 9, [1, 0]),
        ("GT", FAR + 9, [0, 0]),
        ("LT", FAR + 8, [1, 1]),
        ("LT", FAR + 8, [0, 1]),
    ):
        run(client, "HPERSIST", "h", "FIELDS", 1, "b")
        assert run(client, "HPEXPIREAT", "h", when, condition, "FIELDS", 2, "a", "b") == wanted
    assert run(client, "HEXPIRE", "h", 0, "GT", "FIELDS", 2, "a", "none") == [0, -2]
    assert run(client, "HLEN", "h") == 2


def test_times_in_the_past_remove(client: Client) -> None:
    before = expired_fields(client)
    run(client, "HSET", "h", "a", 1, "b", 2, "c", 3, "d", 4)
    assert run(client, "HEXPIRE", "h", 0, "FIELDS", 2, "a", "none") == [2, -2]
    assert run(client, "OBJECT", "ENCODING", "h") == b"listpack"
    assert run(client, "HPEXPIREAT", "h", 1, "FIELDS", 1, "b") == [2]
    assert run(client, "HGETEX", "h", "PXAT", 1, "FIELDS", 2, "c", "none") == [b"3", None]
    assert pairs(run(client, "HGETALL", "h")) == {b"d": b"4"}
    assert run(client, "HSETEX", "h", "EX", 0, "FIELDS", 2, "d", 5, "e", 6) == 1
    assert run(client, "EXISTS", "h") == 0
    assert run(client, "HSETEX", "new", "EX", 0, "FIELDS", 1, "d", 5) == 1
    assert run(client, "EXISTS", "new") == 0
    assert expired_fields(client) == before + 6


def test_refusals(client: Client) -> None:
    run(client, "HSET", "h", "a", 1)
    run(client, "SET", "text", "x")
    wrong = "WRONGTYPE Operation against a key holding the wrong kind of value"
    both = "NX and XX, GT or LT options at the same time are not compatible"
    for words, error in (
        (("HEXPIRE", "h", "x", "FIELDS", 1, "a"), NOT_INT),
        (("HEXPIRE", "h", 10, "FIELDS", "x", "a"), NOT_INT),
        (("HEXPIRE", "h", 10, "FIELDS", 2, "a"), NUMFIELDS),
        (("HEXPIRE", "h", 10, "FIELDS", -1, "a"), NUMFIELDS),
        (("HEXPIRE", "h", 10, "OTHER", 1, "a"), NUMFIELDS),
        (("HEXPIRE", "h", -1, "FIELDS", 1, "a"), "invalid expire time in 'hexpire' command"),
        (("HEXPIRE", "h", 2**62, "FIELDS", 1, "a"), "invalid expire time in 'hexpire' command"),
        (
            ("HPEXPIRE", "h", 2**63 - 1, "FIELDS", 1, "a"),
            "invalid expire time in 'hpexpire' command",
        ),
        (("HEXPIRE", "h", 10, "NX", "GT", "FIELDS", 1, "a"), both),
        (("HEXPIRE", "h", 10, "IF", "FIELDS", 1, "a"), "Unsupported option IF"),
        (("HEXPIRE", "text", 10, "FIELDS", 1, "a"), wrong),
        (("HTTL", "text", "FIELDS", 1, "a"), wrong),
        (("HTTL", "h", "FIELDS", 2, "a"), "syntax error"),
        (("HPERSIST", "h", "FIELDS", 0, "a"), NUMFIELDS),
        (("HPERSIST", "text", "FIELDS", 1, "a"), wrong),
        (("HGETEX", "h", "EX", 10, "PX", 10, "FIELDS", 1, "a"), "syntax error"),
        (("HGETEX", "h", "KEEPTTL", "FIELDS", 1, "a"), "syntax error"),
        (("HGETEX", "h", "EX", "FIELDS", 1, "a"), "syntax error"),
        (("HGETEX", "h", "EX", -1, "FIELDS", 1, "a"), "invalid expire time in 'hgetex' command"),
        (("HGETEX", "h", "EX", 10, "a", "b"), NUMFIELDS),
        (("HGETEX", "text", "FIELDS", 1, "a"), wrong),
        (("HSETEX", "h", "EX", 10, "FIELDS", 1, "a"), NUMFIELDS),
        (("HSETEX", "h", "EX", 10, "FIELDS", 1, "a", 1, "b"), NUMFIELDS),
        (("HSETEX", "h", "FNX", "FXX", "FIELDS", 1, "a", 1), "syntax error"),
        (("HSETEX", "h", "EX", 10, "KEEPTTL", "FIELDS", 1, "a", 1), "syntax error"),
        (("HSETEX", "h", "PERSIST", "FIELDS", 1, "a", 1), "syntax error"),
        (("HSETEX", "h", "EX", "x", "FIELDS", 1, "a", 1), NOT_INT),
        (("HSETEX", "text", "FIELDS", 1, "a", 1), wrong),
    ):
        assert refused(client, *words) == error.removeprefix("ERR "), words
    assert pairs(run(client, "HGETALL", "h")) == {b"a": b"1"}
    assert run(client, "OBJECT", "ENCODING", "h") == b"listpack"


def test_hsetex(client: Client) -> None:
    assert run(client, "HSETEX", "h", "PXAT", FAR, "FIELDS", 2, "a", 1, "b", 2) == 1
    assert limits(client, "h", "a", "b") == [FAR, FAR]
    assert run(client, "HSETEX", "h", "KEEPTTL", "FIELDS", 2, "a", 3, "c", 4) == 1
    assert limits(client, "h", "a", "c") == [FAR, -1]
    assert run(client, "HSETEX", "h", "FIELDS", 1, "b", 5) == 1
    assert limits(client, "h", "b") == [-1]
    for condition, key, wanted in (
        ("FNX", "h", 0),
        ("FXX", "h", 1),
        ("FXX", "no", 0),
        ("NX", "h", 0),
        ("XX", "no", 0),
        ("XX", "h", 1),
        ("NX", "new", 1),
        ("fnx", "other", 1),
    ):
        assert run(client, "HSETEX", key, condition, "EX", 9, "FIELDS", 1, "a", 7) == wanted
    assert run(client, "EXISTS", "no") == 0
    assert run(client, "HSETEX", "h", "FXX", "FIELDS", 2, "a", 8, "none", 8) == 0
    assert run(client, "HMGET", "h", "a", "b", "c", "none") == [b"7", b"5", b"4", None]


def test_hgetex(client: Client) -> None:
    run(client, "HSET", "h", "a", 1, "b", 2)
    assert run(client, "HGETEX", "h", "FIELDS", 2, "a", "none") == [b"1", None]
    assert run(client, "OBJECT", "ENCODING", "h") == b"listpack"
    assert run(client, "HGETEX", "h", "PXAT", FAR, "FIELDS", 3, "a", "none", "a") == [
        b"1",
        None,
        b"1",
    ]
    assert limits(client, "h", "a", "b") == [FAR, -1]
    assert run(client, "HGETEX", "h", "PERSIST", "FIELDS", 2, "a", "b") == [b"1", b"2"]
    assert limits(client, "h", "a") == [-1]


def test_writes_and_limits(client: Client) -> None:
    """HSET ends a limit, the INCRs keep it."""
    run(client, "HSETEX", "h", "PXAT", FAR, "FIELDS", 3, "a", 1, "b", 2, "c", 3)
    run(client, "HSET", "h", "a", 5)
    assert run(client, "HINCRBY", "h", "b", 1) == 3
    assert run(client, "HINCRBYFLOAT", "h", "c", "0.5") == b"3.5"
    assert limits(client, "h", "a", "b", "c") == [-1, FAR, FAR]


def test_values_of_every_length_keep_their_limit(client: Client) -> None:
    run(client, "HSETEX", "h", "PXAT", FAR, "FIELDS", 1, "a", "")
    for n, size in enumerate((1, 9, 200, 65535, 65536, 70000, 300, 3, 0)):
        assert run(client, "HSETEX", "h", "KEEPTTL", "FIELDS", 1, "a", "x" * size) == 1
        assert run(client, "HPEXPIREAT", "h", FAR + n, "FIELDS", 1, "a") == [1]
        assert run(client, "HGET", "h", "a") == b"x" * size
        assert limits(client, "h", "a") == [FAR + n]
    name = "n" * 300
    run(client, "HSET", "h", name, "v")
    run(client, "HPEXPIREAT", "h", FAR, "FIELDS", 1, name)
    assert run(client, "HGET", "h", name) == b"v"
    assert run(client, "HPERSIST", "h", "FIELDS", 2, name, "a") == [1, 1]
    assert run(client, "HGET", "h", name) == b"v"


def test_hidden_from_reads(hidden: Client) -> None:
    assert run(hidden, "HLEN", "h") == 4
    assert pairs(run(hidden, "HGETALL", "h")) == {b"a": b"1", b"b": b"2"}
    assert sorted(run(hidden, "HKEYS", "h")) == [b"a", b"b"]
    assert sorted(run(hidden, "HVALS", "h")) == [b"1", b"2"]
    assert run(hidden, "HMGET", "h", "a", "x") == [b"1", None]
    assert run(hidden, "HSTRLEN", "h", "x") == 0
    assert limits(hidden, "h", "x", "a") == [-2, -1]
    assert run(hidden, "HGETEX", "h", "FIELDS", 1, "x") == [None]
    assert pairs(run(hidden, "HSCAN", "h", 0, "COUNT", 1000)[1]) == {b"a": b"1", b"b": b"2"}


def test_hidden_from_random(hidden: Client) -> None:
    for _ in range(20):
        assert run(hidden, "HRANDFIELD", "h") in (b"a", b"b")
    assert sorted(run(hidden, "HRANDFIELD", "h", 10)) == [b"a", b"b"]
    assert set(run(hidden, "HRANDFIELD", "h", -100)) == {b"a", b"b"}
    run(hidden, "HDEL", "h", "a", "b")
    assert run(hidden, "HRANDFIELD", "h") is None
    assert run(hidden, "HRANDFIELD", "h", 3) == []
    assert run(hidden, "HRANDFIELD", "h", -3) == []


def test_random_where_most_have_expired(hidden: Client) -> None:
    words = [text for i in range(2000) for text in (f"x{i}", i)]
    run(hidden, "HSETEX", "h", "PX", 1, "FIELDS", 2000, *words)
    until(lambda: len(pairs(run(hidden, "HGETALL", "h"))) == 2)
    assert run(hidden, "HLEN", "h") == 2004
    assert run(hidden, "HRANDFIELD", "h") in (b"a", b"b")
    assert set(run(hidden, "HRANDFIELD", "h", -200)) == {b"a", b"b"}
    assert sorted(run(hidden, "HRANDFIELD", "h", 7)) == [b"a", b"b"]
    assert run(hidden, "HRANDFIELD", "h", 1)[0] in (b"a", b"b")


def test_writes_treat_hidden_as_absent(hidden: Client) -> None:
    before = expired_fields(hidden)
    assert run(hidden, "HDEL", "h", "x") == 0
    assert run(hidden, "HPERSIST", "h", "FIELDS", 1, "x") == [-2]
    assert run(hidden, "HEXPIRE", "h", 100, "FIELDS", 1, "x") == [-2]
    assert run(hidden, "HLEN", "h") == 4
    assert run(hidden, "HINCRBY", "h", "x", 3) == 3
    assert run(hidden, "HSETNX", "h", "y", 4) == 1
    assert limits(hidden, "h", "x", "y") == [-1, -1]
    assert expired_fields(hidden) == before + 2
    assert volatile_keys(hidden) == 0
    assert run(hidden, "HLEN", "h") == 4


def test_hset_counts_a_hidden_field_as_new(hidden: Client) -> None:
    assert run(hidden, "HSET", "h", "a", 5, "x", 6) == 1
    assert run(hidden, "HSETEX", "h", "KEEPTTL", "FNX", "FIELDS", 1, "y", 7) == 1
    assert limits(hidden, "h", "x", "y") == [-1, -1]


def test_removed_in_the_background(client: Client) -> None:
    before = expired_fields(client)
    run(client, "HSET", "stays", "a", 1)
    for i in range(300):
        words = [text for n in range(5) for text in (f"f{n}", n)]
        run(client, "HSETEX", f"goes{i}", "PX", 20, "FIELDS", 5, *words)
        run(client, "HSETEX", "stays", "PX", 20, "FIELDS", 1, f"f{i}", i)
    until(lambda: run(client, "DBSIZE") == 1)
    until(lambda: run(client, "HLEN", "stays") == 1)
    assert run(client, "OBJECT", "ENCODING", "stays") == b"hashtable"
    assert expired_fields(client) == before + 1800
    assert volatile_keys(client) == 0


def test_large_hashes_go_in_turns(client: Client) -> None:
    words = [text for n in range(20_000) for text in (f"f{n}", n)]
    run(client, "HSETEX", "h", "PX", 30, "FIELDS", 20_000, *words)
    until(lambda: run(client, "EXISTS", "h") == 0)


def test_later_limits_are_kept(client: Client) -> None:
    """A key that came up for a limit that was changed meanwhile is filed anew."""
    run(client, "HSETEX", "h", "PX", 30, "FIELDS", 3, "a", 1, "b", 2, "c", 3)
    run(client, "HPEXPIREAT", "h", FAR, "FIELDS", 1, "a")
    run(client, "HPERSIST", "h", "FIELDS", 1, "b")
    until(lambda: run(client, "HLEN", "h") == 2)
    assert limits(client, "h", "a", "b") == [FAR, -1]
    assert volatile_keys(client) == 1
    run(client, "HPEXPIRE", "h", 10, "FIELDS", 1, "a")
    until(lambda: run(client, "HLEN", "h") == 1)
    assert volatile_keys(client) == 0


def test_limits_go_where_the_key_goes(client: Client) -> None:
    run(client, "HSETEX", "h", "PXAT", FAR, "FIELDS", 1, "a", 1)
    run(client, "HSET", "h", "b", 2)
    assert run(client, "COPY", "h", "copy") == 1
    assert run(client, "MEMORY", "USAGE", "copy") >= run(client, "MEMORY", "USAGE", "h")
    assert limits(client, "copy", "a", "b") == [FAR, -1]
    assert volatile_keys(client) == 2
    run(client, "RENAME", "copy", "new")
    assert limits(client, "new", "a") == [FAR]
    assert run(client, "MOVE", "new", 1) == 1
    assert [volatile_keys(client, 0), volatile_keys(client, 1)] == [1, 1]
    run(client, "PEXPIREAT", "h", FAR)
    run(client, "HPEXPIRE", "h", 10, "FIELDS", 1, "a")
    until(lambda: run(client, "HLEN", "h") == 1)
    run(client, "SWAPDB", 0, 1)
    assert [volatile_keys(client, 0), volatile_keys(client, 1)] == [1, 0]
    run(client, "HPEXPIRE", "new", 10, "FIELDS", 1, "a")
    until(lambda: run(client, "HLEN", "new") == 1)


def test_limits_end_with_the_key(client: Client) -> None:
    for words in (
        ("DEL", "h"),
        ("SET", "h", "x"),
        ("FLUSHDB",),
        ("PEXPIRE", "h", -1),
        ("HDEL", "h", "a"),
    ):
        run(client, "HSETEX", "h", "PXAT", FAR, "FIELDS", 1, "a", 1)
        assert volatile_keys(client) == 1
        run(client, *words)
        assert volatile_keys(client) == 0
        run(client, "DEL", "h")
    run(client, "HSETEX", "h", "PXAT", FAR, "FIELDS", 1, "a", 1)
    run(client, "HSETEX", "other", "PXAT", FAR, "FIELDS", 1, "a", 1)
    run(client, "COPY", "h", "other", "REPLACE")
    assert volatile_keys(client) == 2


def test_key_and_fields_expire_together(start: Callable[..., Running]) -> None:
    running = start()
    client = redis.Redis(port=running.port, socket_timeout=5)
    for i in range(200):
        run(client, "HSETEX", f"h{i}", "PX", 30, "FIELDS", 1, "a", 1)
        run(client, "PEXPIRE", f"h{i}", 20 + i % 20)
    until(lambda: run(client, "DBSIZE") == 0)
    assert volatile_keys(client) == 0
    client.close()
