"""DEBUG's looks into tables and values, MEMORY, and SCOPE's sections about them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
import redis

from tests.conftest import Running
from tests.server.test_strings import Client
from tests.words import refused, run


@pytest.fixture
def own(start: Callable[..., Running]) -> Client:
    """A client of a server that allows DEBUG."""
    return redis.Redis(port=start("--enable-debug-command", "yes").port, socket_timeout=10)


def test_equal_data_has_equal_digests(own: Client) -> None:
    assert run(own, "DEBUG", "DIGEST") == b"0" * 40
    run(own, "MSET", "a", "1", "b", "two")
    run(own, "HSET", "h", "f", "v", "g", "w")
    first = run(own, "DEBUG", "DIGEST")
    run(own, "FLUSHALL")
    run(own, "HSET", "h", "g", "w", "f", "v")
    run(own, "SET", "b", "two")
    run(own, "SET", "a", "1")
    assert run(own, "DEBUG", "DIGEST") == first
    run(own, "PEXPIRE", "a", 100_000)
    assert run(own, "DEBUG", "DIGEST") != first


def test_a_value_has_one_digest_in_every_layout(own: Client) -> None:
    run(own, "HSET", "small", "f", "v", "g", "w")
    run(own, "HSET", "large", "f", "v", "g", "w", "h", "x" * 100)
    run(own, "HDEL", "large", "h")
    assert run(own, "OBJECT", "ENCODING", "small") != run(own, "OBJECT", "ENCODING", "large")
    small, large, none = run(own, "DEBUG", "DIGEST-VALUE", "small", "large", "absent")
    assert small == large != none == b"0" * 40


def test_digests_are_those_of_valkey(own: Client) -> None:
    # Taken from redis-server 7.0.15: SET k v; DEBUG DIGEST-VALUE k; DEBUG DIGEST.
    run(own, "SET", "k", "v")
    assert run(own, "DEBUG", "DIGEST-VALUE", "k") == [b"d79ee9fe5d5ad902d7f6620efc3b07b75ddd742f"]
    assert run(own, "DEBUG", "DIGEST") == b"264ccf65edec66bccfa7cc659414ccca432057d2"


def test_htstats_counts_entries_and_chains(own: Client) -> None:
    run(own, "DEBUG", "POPULATE", 1000)
    text = run(own, "DEBUG", "HTSTATS", 0, "FULL")
    assert b"[Dictionary HT]" in text
    assert b"[Expires HT]" in text
    keys = text.split(b"[Expires HT]")[0]
    assert sum(map(int, re.findall(rb"number of entries: (\d+)", keys))) == 1000
    assert refused(own, "DEBUG", "HTSTATS", 99) == "Out of range database"
    assert "not represented using an hash table" in refused(own, "DEBUG", "HTSTATS-KEY", "key:1")


def test_a_table_that_may_not_grow_waits(own: Client) -> None:
    run(own, "DEBUG", "DICT-RESIZING", 0)
    run(own, "DEBUG", "POPULATE", 2000)
    held = run(own, "SCOPE", "SNAPSHOT", "keyspace")[b"keyspace"][b"db0"]
    assert held[b"buckets"] * 7 < 2000
    run(own, "DEBUG", "DICT-RESIZING", 1)
    run(own, "SET", "one", "more")
    after = run(own, "SCOPE", "SNAPSHOT", "keyspace")
    assert after[b"keyspace"][b"db0"][b"buckets"] * 7 > 2000


def test_memory_stats_add_up(own: Client) -> None:
    run(own, "DEBUG", "POPULATE", 5000, "k", 100)
    stats = run(own, "MEMORY", "STATS")
    assert stats[b"keys.count"] == 5000
    assert stats[b"overhead.total"] + stats[b"dataset.bytes"] == stats[b"total.allocated"]
    assert stats[b"db.0"][b"overhead.hashtable.main"] > 64 * 5000 / 7
    assert stats[b"allocator.active"] >= stats[b"allocator.allocated"]
    assert 0 < float(stats[b"dataset.percentage"]) < 100


def test_memory_stats_tell_of_a_table_that_is_empty(own: Client) -> None:
    """Its database is told of while it has one, and the room for keys that went is given back."""
    run(own, "DEBUG", "POPULATE", 200)
    full = run(own, "MEMORY", "STATS")[b"db.0"][b"overhead.hashtable.main"]
    for i in range(200):
        run(own, "DEL", f"key:{i}")
    for _ in range(400):
        empty = run(own, "MEMORY", "STATS")[b"db.0"][b"overhead.hashtable.main"]
        if empty < full / 4:
            break
        time.sleep(0.025)
    assert empty < full / 4


def test_memory_usage_samples_large_values(own: Client) -> None:
    for i in range(2000):
        run(own, "HSET", "h", f"field:{i}", "v" * 100)
    whole = run(own, "MEMORY", "USAGE", "h", "SAMPLES", 0)
    assert run(own, "MEMORY", "USAGE", "h") == pytest.approx(whole, rel=0.1)
    assert whole > 2000 * 108
    assert run(own, "MEMORY", "USAGE", "absent") is None


def test_small_integers_are_nobodys_own(own: Client) -> None:
    run(own, "MSET", "small", "9999", "large", "10000", "text", "x")
    assert run(own, "OBJECT", "REFCOUNT", "small") == 2**31 - 1
    assert run(own, "OBJECT", "REFCOUNT", "large") == 1
    assert run(own, "OBJECT", "REFCOUNT", "text") == 1
    run(own, "CONFIG", "SET", "maxmemory", "1gb", "maxmemory-policy", "allkeys-lru")
    assert run(own, "OBJECT", "REFCOUNT", "small") == 1


def test_big_values_go_in_steps(own: Client) -> None:
    for i in range(2000):
        run(own, "HSET", "h", f"field:{i}", "v" * 100)
    run(own, "CONFIG", "RESETSTAT")
    assert run(own, "UNLINK", "h") == 1
    run(own, "DEBUG", "POPULATE", 5000)
    run(own, "FLUSHALL", "ASYNC")
    for _ in range(1000):
        lazy = run(own, "SCOPE", "SNAPSHOT", "lazyfree")[b"lazyfree"]
        if not lazy[b"pending"]:
            break
    assert lazy == {b"pending": 0, b"freed": 5001}
