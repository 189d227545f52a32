"""MIGRATE between ours and a real redis-server (RDB 10), both ways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import redis

from tests.conftest import Running


def fill(r: redis.Redis) -> None:
    r.flushall()
    r.set("string", "v", px=100_000)
    r.rpush("list", *range(300))
    r.sadd("set", 1, 2, 3)
    r.zadd("zset", {"a": 1, "b": 2.5})
    r.hset("hash", mapping={"f": "v"})
    r.xadd("stream", {"f": "v"}, "1-1")


KEYS = ["string", "list", "set", "zset", "hash", "stream"]


def digest(r: redis.Redis) -> bytes:
    found = r.execute_command("DEBUG", "DIGEST")
    assert isinstance(found, bytes)
    return found


def test_there_and_back(start: Callable[..., Running], real: redis.Redis, real_port: int) -> None:
    running = start("--rdb-save-version", "10")
    with redis.Redis(port=running.port, socket_timeout=10) as ours:
        fill(ours)
        real.flushall()
        dumps = {key: ours.dump(key) for key in KEYS}
        words = ["", 0, 5000, "KEYS", *KEYS]
        assert ours.execute_command("MIGRATE", "127.0.0.1", real_port, *words) == b"OK"
        assert ours.dbsize() == 0
        assert sorted(real.keys()) == sorted(key.encode() for key in KEYS)
        assert real.xrange("stream") == [(b"1-1", {b"f": b"v"})]
        assert 0 < real.pttl("string") <= 100_000
        assert real.execute_command("MIGRATE", "127.0.0.1", running.port, *words) == b"OK"
        assert real.dbsize() == 0
        assert {key: ours.dump(key) for key in KEYS} == dumps


def test_a_file_version_it_does_not_know(
    start: Callable[..., Running], real: redis.Redis, real_port: int
) -> None:
    with redis.Redis(port=start().port, socket_timeout=10) as ours:
        ours.set("k", "v")
        real.flushall()
        with pytest.raises(redis.ResponseError, match="DUMP payload version or checksum are wrong"):
            ours.execute_command("MIGRATE", "127.0.0.1", real_port, "k", 0, 5000)
        assert ours.get("k") == b"v"
        assert real.dbsize() == 0
